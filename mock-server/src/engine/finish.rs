//! Answers as the document has them: for documents of which nothing more is known, whatever the state gave is completed
//! until it keeps to the schema.

use serde_json::{Value, json};

use super::{Answer, Engine, mix, xml};
use crate::error::reason;
use crate::plan::{Operation, Response, is_json, is_json_api};
use crate::schema::Sampler;

/// Members of error bodies that say in words what is wrong.
const WORDS: [&str; 7] = [
    "detail",
    "message",
    "error_description",
    "error_message",
    "description",
    "msg",
    "title",
];

/// Deeper members of error bodies are left as they are.
const DEEPEST: usize = 4;

impl Engine {
    /// A sampler whose values depend on `text` and the server's seed alone.
    pub(crate) fn sampler(&self, text: &str) -> Sampler<'_> {
        let seed = text
            .bytes()
            .fold(self.seed, |seed, byte| mix(seed ^ u64::from(byte)));
        Sampler::new(&self.plan.tree, &self.validators, seed)
    }

    /// An answer of success, completed.
    pub(super) fn finish(&self, operation: &Operation, mut answer: Answer) -> Answer {
        if !self.conforming || answer.status >= 300 {
            return answer;
        }
        let Some(response) = operation.response(answer.status) else {
            return answer;
        };
        let is_told = |media: &&str| is_json(media) || response.xml.is_some();
        let Some(media) = response.media.as_deref().filter(is_told) else {
            return answer;
        };
        if let (Some(schema), Ok(mut json)) =
            (schema(response), serde_json::from_slice(&answer.body))
        {
            self.finish_resources(&mut json);
            let json = self.sampler(&operation.id).conform(&schema, json);
            let text = response
                .xml
                .and_then(|root| xml::document(&self.plan.xml, root, &json));
            answer.body = text.unwrap_or_else(|| json.to_string()).into();
        }
        answer.media = Some(sent_as(media));
        answer
    }

    /// Each resource is completed alone, so that it is the same wherever it is answered.
    fn finish_resources(&self, document: &mut Value) {
        for member in ["data", "included"] {
            match document.get_mut(member) {
                Some(Value::Array(resources)) => resources
                    .iter_mut()
                    .for_each(|resource| self.finish_resource(resource)),
                Some(resource) => self.finish_resource(resource),
                None => {}
            }
        }
        let results = document.get_mut("atomic:results");
        let results = results.and_then(Value::as_array_mut).into_iter().flatten();
        results
            .filter_map(|result| result.get_mut("data"))
            .for_each(|resource| self.finish_resource(resource));
    }

    fn finish_resource(&self, resource: &mut Value) {
        let text = |name: &str| resource.get(name).and_then(Value::as_str);
        let (Some(name), Some(id)) = (text("type"), text("id")) else {
            return;
        };
        let kind = self
            .plan
            .kind_id(name)
            .and_then(|kind| self.plan.kind(kind));
        let Some(kind) = kind.filter(|kind| !kind.pointer.is_empty()) else {
            return;
        };
        let schema = json!({ "$ref": format!("#{}", kind.pointer) });
        let mut sampler = self.sampler(&format!("{name}/{id}"));
        *resource = sampler.conform(&schema, resource.take());
    }

    /// A refusal in the document's words, where it has any for this status.
    pub(super) fn refused(
        &self,
        operation: &Operation,
        status: u16,
        detail: &str,
        errors: Value,
    ) -> Option<Answer> {
        let response = operation.response(status)?;
        let media = response.media.as_deref()?;
        if !is_json(media) && response.xml.is_none() {
            return Some(Answer::new(status, media, detail.to_owned()));
        }
        let schema = schema(response)?;
        if is_json_api(media) {
            // JSON:API 1.0, "Error Objects", where the schema takes them.
            let body = self.sampler(&operation.id).conform(&schema, errors);
            return Some(Answer::new(status, media, body.to_string()));
        }
        let mut body = self.sampler(&operation.id).value(&schema, "error");
        self.say(&schema, &mut body, status, detail);
        if let Some(text) = response
            .xml
            .and_then(|root| xml::document(&self.plan.xml, root, &body))
        {
            return Some(Answer::new(status, &sent_as(media), text));
        }
        Some(Answer::new(status, &sent_as(media), body.to_string()))
    }

    /// Puts status and words where the schema lets them stand.
    fn say(&self, schema: &Value, body: &mut Value, status: u16, detail: &str) {
        let mut places = Vec::new();
        spots(body, "", 0, &mut places);
        for (pointer, name) in places {
            let words = WORDS.contains(&name.as_str());
            let said = match body.pointer(&pointer) {
                Some(Value::String(_)) if name == "title" => json!(reason(status)),
                Some(Value::String(_)) if words => json!(detail),
                Some(Value::String(_)) if name == "status" => json!(status.to_string()),
                Some(Value::Number(_))
                    if matches!(name.as_str(), "status" | "statusCode" | "code") =>
                {
                    json!(status)
                }
                _ => continue,
            };
            let Some(spot) = body.pointer_mut(&pointer) else {
                continue;
            };
            let before = std::mem::replace(spot, said);
            if !self.validators.fits_answer(&self.plan.tree, schema, body)
                && let Some(spot) = body.pointer_mut(&pointer)
            {
                *spot = before;
            }
        }
    }
}

fn spots(value: &Value, at: &str, depth: usize, found: &mut Vec<(String, String)>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let escaped = name.replace('~', "~0").replace('/', "~1");
                let place = format!("{at}/{escaped}");
                if member.is_string() || member.is_number() {
                    found.push((place, name.clone()));
                } else {
                    spots(member, &place, depth + 1, found);
                }
            }
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                spots(item, &format!("{at}/{position}"), depth + 1, found);
            }
        }
        _ => {}
    }
}

/// The schema of an answer, as a reference to where it stands.
pub(super) fn schema(response: &Response) -> Option<Value> {
    let pointer = response.schema.as_deref()?;
    Some(json!({ "$ref": format!("#{pointer}") }))
}

/// A media type to send; ranges such as `*/*` cannot be.
pub(super) fn sent_as(media: &str) -> String {
    match media {
        "*/*" | "application/*" => "application/json".to_owned(),
        "text/*" => "text/plain".to_owned(),
        "image/*" => "image/png".to_owned(),
        "audio/*" | "video/*" => "application/octet-stream".to_owned(),
        other => other.to_owned(),
    }
}

/// The example of a media type, by name or alone (OpenAPI "Media Type Object").
pub(super) fn examples<'t>(tree: &'t Value, response: &Response) -> Vec<&'t Value> {
    let node = response
        .content
        .as_deref()
        .and_then(|pointer| crate::tree::lookup(tree, pointer));
    let Some(node) = node else {
        return Vec::new();
    };
    let named = node
        .get("examples")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(_, example)| {
            let (example, _) = crate::schema::resolved(tree, example, "")?;
            example.get("value")
        });
    node.get("example").into_iter().chain(named).collect()
}
