//! `fields[TYPE]` (JSON:API 1.0, "Sparse Fieldsets").

use serde_json::Value;

use super::{Answer, Call, Engine};

impl Engine {
    /// Takes out of an answer what its request does not ask for.
    pub(super) fn sparse(&self, call: &Call<'_>, mut answer: Answer) -> Answer {
        let asked: Vec<(&str, Vec<&str>)> = call
            .query
            .pairs
            .iter()
            .filter_map(|(name, value)| {
                let of = name.strip_prefix("fields[")?.strip_suffix(']')?;
                Some((of, value.split(',').map(str::trim).collect()))
            })
            .collect();
        if asked.is_empty() || !self.plan.is_json_api() {
            return answer;
        }
        let Ok(mut document) = serde_json::from_slice::<Value>(&answer.body) else {
            return answer;
        };
        for member in ["data", "included"] {
            match document.get_mut(member) {
                Some(Value::Array(resources)) => {
                    for one in resources {
                        thin(one, &asked);
                    }
                }
                Some(one) => thin(one, &asked),
                None => {}
            }
        }
        answer.body = document.to_string().into();
        answer
    }
}

fn thin(resource: &mut Value, asked: &[(&str, Vec<&str>)]) {
    let of = resource.get("type").and_then(Value::as_str);
    let Some((_, names)) = asked.iter().find(|(known, _)| Some(*known) == of) else {
        return;
    };
    for part in ["attributes", "relationships"] {
        if let Some(members) = resource.get_mut(part).and_then(Value::as_object_mut) {
            members.retain(|name, _| names.contains(&name.as_str()));
        }
    }
}
