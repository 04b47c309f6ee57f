//! Rules as JSON objects, with the words of the line form as members: `{"status": 503, "rate": "5%", "path": "/patient/*"}`.
//! Values stand as they are, nothing is percent-encoded; `json` is a body, and `headers` is an object.

use serde_json::{Map, Value};

use super::text::FAULTS;
use super::{Rule, RuleError};

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    ///
    /// Why the object is no rule.
    pub fn from_json(object: &Map<String, Value>) -> Result<Self, RuleError> {
        let text = Value::Object(object.clone()).to_string();
        let bad = |why: &str| RuleError(format!("`{text}` is no fault: {why}"));
        let (named, options): (Vec<_>, Vec<_>) = object.iter().partition(|(name, _)| {
            let fault = FAULTS.iter().any(|(known, _)| known == name);
            // The fault of this name and the option of an answer are told apart by what stands beside them.
            fault && (*name != "content-type" || !object.contains_key("answer"))
        });
        let [(name, value)] = named.as_slice() else {
            let known: Vec<&str> = FAULTS.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            return Err(bad(&format!("one member of these is wanted: {known}")));
        };
        let value =
            plain(value).ok_or_else(|| bad(&format!("`{name}` takes no list or object")))?;
        let mut words = vec![((*name).clone(), value)];
        for (key, value) in options {
            match (key.as_str(), value) {
                ("json", value) => {
                    words.push(("body".to_owned(), value.to_string()));
                    if !object.contains_key("content-type") {
                        words.push(("content-type".to_owned(), "application/json".to_owned()));
                    }
                }
                ("headers", Value::Object(headers)) => {
                    for (name, value) in headers {
                        let value = plain(value).unwrap_or_default();
                        words.push(("header".to_owned(), format!("{name}:{value}")));
                    }
                }
                _ => {
                    let plain = plain(value);
                    let plain =
                        plain.ok_or_else(|| bad(&format!("`{key}` takes no list or object")))?;
                    words.push((key.clone(), plain));
                }
            }
        }
        Self::of_words(&text, words)
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}
