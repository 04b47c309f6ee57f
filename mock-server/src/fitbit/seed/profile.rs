//! Health questions and the answers to them.

use serde_json::{Value, json};

use super::times::{DAY, ago};
use super::{Person, World, words};
use crate::store::Resource;

impl World<'_> {
    /// The questions, which all organizations share: their ids and how many answers there are to choose from.
    pub(super) fn definitions(&mut self) -> Vec<(String, usize)> {
        let mut definitions = Vec::new();
        for (number, (category, text, answers)) in words::QUESTIONS.iter().enumerate() {
            let id = (number + 1).to_string();
            let choices: Vec<Value> = answers
                .iter()
                .enumerate()
                .map(|(value, label)| json!({ "label": label, "value": value.to_string() }))
                .collect();
            let requirements =
                json!([{ "property": "age", "shouldBeGreaterThan": 17, "shouldBeLessThan": 120 }]);
            let attributes = json!({ "category": category, "format": { "data": choices, "type": "choice" }, "requirements": requirements, "text": text });
            self.store.insert(&Resource::new(
                "health_question_definition",
                id.as_str(),
                attributes,
            ));
            definitions.push((id, answers.len()));
        }
        definitions
    }

    pub(super) fn profile(&mut self, person: &Person, definitions: &[(String, usize)]) {
        let profile = self.id();
        let asked = self.rng.i64(10 * DAY..200 * DAY);
        let mut questions = Vec::new();
        for (definition, choices) in definitions.iter().take(4) {
            let (question, answer) = (self.id(), self.id());
            let value = |world: &mut Self| world.rng.usize(0..(*choices).max(1)).to_string();
            let attributes = json!({
                "created_at": ago(asked),
                "history": [{ "_created_by": person.id, "_id": self.id(), "answered_at": ago(asked), "value": value(self) }],
                "latest": { "_created_by": person.id, "answered_at": ago(asked - 9 * DAY), "value": value(self) },
                "question_id": definition,
                "updated_at": ago(asked - 9 * DAY),
            });
            self.add(
                Resource::new("health_profile_answer", answer.as_str(), attributes).with(
                    "patient",
                    "patient",
                    &[&person.id],
                ),
                &person.organization,
            );
            let resource = Resource::new("health_profile_question", question.as_str(), json!({}))
                .with("answer", "health_profile_answer", &[&answer])
                .with(
                    "question_definition",
                    "health_question_definition",
                    &[definition],
                )
                .with("patient", "patient", &[&person.id]);
            self.add(resource, &person.organization);
            questions.push(question);
        }
        let total = definitions.len();
        let stats = json!([
            { "answered": 3, "category": "lifestyle_behaviors", "total": 3 },
            { "answered": 1, "category": "mental_wellbeing", "total": 2 },
            { "answered": 0, "category": "preventative_care", "total": 2 },
            { "answered": questions.len(), "category": "overall", "total": total },
        ]);
        let ids: Vec<&str> = questions.iter().map(String::as_str).collect();
        let attributes =
            json!({ "created_at": ago(asked), "stats": stats, "updated_at": ago(asked - 9 * DAY) });
        let resource = Resource::new("health_profile", profile, attributes)
            .with("patient", "patient", &[&person.id])
            .with("questions", "health_profile_question", &ids);
        self.add(resource, &person.organization);
    }
}
