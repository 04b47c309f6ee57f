//! Fields of forms that are not written in the usual way (OpenAPI 3.0, "Encoding Object").

use serde::Serialize;
use serde_json::Value;

use super::body::{Body, form_field, form_pair};
use super::query::encode;
use super::request::Request;

/// How a list or an object in an `application/x-www-form-urlencoded` body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormStyle {
    /// `ids=a,b`, and `point=x,1,y,2`: style `form`, not exploded.
    Comma,
    /// `ids=a%20b`: style `spaceDelimited`.
    Space,
    /// `ids=a%7Cb`: style `pipeDelimited`.
    Pipe,
    /// `ids=a%09b`: `collectionFormat: tsv` of Swagger 2.0.
    Tab,
    /// `x=1&y=2`: an object in style `form`, exploded.
    Members,
    /// `ids[]=a&ids[]=b`: a list in style `deepObject`.
    Brackets,
    /// A JSON text: `contentType: application/json`.
    Json,
}

#[doc(hidden)]
impl<O, M> Request<O, M> {
    /// Sets an `application/x-www-form-urlencoded` body in which some fields have a style of their own.
    pub fn form_styled(mut self, value: &impl Serialize, styles: &[(&str, FormStyle)]) -> Self {
        let field = |name: &str, value: &Value, text: &mut String| match styles
            .iter()
            .find(|(styled, _)| *styled == name)
        {
            Some((_, style)) => styled(name, value, *style, text),
            None => form_field(name, value, text),
        };
        self.call.set_body(Body::form_with(value, field));
        self
    }
}

fn styled(name: &str, value: &Value, style: FormStyle, text: &mut String) {
    let separator = match style {
        _ if value.is_null() => return,
        FormStyle::Json => return form_pair(name, &encode(&value.to_string()), text),
        FormStyle::Comma => ",",
        FormStyle::Space => "%20",
        FormStyle::Pipe => "%7C",
        FormStyle::Tab => "%09",
        FormStyle::Members | FormStyle::Brackets => "",
    };
    match (style, value) {
        (FormStyle::Members, Value::Object(members)) => members
            .iter()
            .for_each(|(name, value)| form_field(name, value, text)),
        (FormStyle::Brackets, Value::Array(items)) => items
            .iter()
            .for_each(|item| form_field(&format!("{name}[]"), item, text)),
        (
            FormStyle::Comma | FormStyle::Space | FormStyle::Pipe | FormStyle::Tab,
            Value::Array(items),
        ) => {
            let items: Vec<String> = items.iter().map(encoded).collect();
            if !items.is_empty() {
                form_pair(name, &items.join(separator), text);
            }
        }
        (FormStyle::Comma | FormStyle::Space | FormStyle::Pipe, Value::Object(members)) => {
            let parts = members.iter().filter(|(_, value)| !value.is_null());
            let parts: Vec<String> = parts
                .flat_map(|(name, value)| [encode(name), encoded(value)])
                .collect();
            if !parts.is_empty() {
                form_pair(name, &parts.join(separator), text);
            }
        }
        _ => form_field(name, value, text),
    }
}

fn encoded(value: &Value) -> String {
    match value {
        Value::String(text) => encode(text),
        other => encode(&other.to_string()),
    }
}
