//! Body parameters and form fields as request bodies (Swagger 2.0, "Parameter Object"; OpenAPI 3.0,
//! "Request Body Object").

use serde_json::{Map, Value, json};

use super::parameter;
use crate::diag::Diagnostics;
use crate::trail::Trail;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Where an input was written travels with it under this name, which no document can contain.
pub(super) const WRITTEN: &str = "\u{0}written";

fn written(input: &Value) -> String {
    input
        .get(WRITTEN)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A body parameter as a request body, and where it was written.
pub(super) fn body(parameter: &Value, consumes: &[String]) -> (Value, String) {
    let fallback = ["application/json".to_owned()];
    let consumes = if consumes.is_empty() {
        &fallback[..]
    } else {
        consumes
    };
    let schema = parameter
        .get("schema")
        .cloned()
        .unwrap_or_else(|| json!({}));
    let content: Map<String, Value> = consumes
        .iter()
        .map(|media_type| (media_type.clone(), json!({ "schema": schema })))
        .collect();
    let mut body = Map::new();
    for (key, value) in parameter.as_object().into_iter().flatten() {
        if key == "description" || key == "required" || key.starts_with("x-") {
            body.insert(key.clone(), value.clone());
        }
    }
    body.insert("content".to_owned(), Value::Object(content));
    (Value::Object(body), written(parameter))
}

/// Form fields as a request body whose schema has a property per field, and where each was written.
pub(super) fn form(
    fields: &[&Value],
    consumes: &[String],
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> (Value, Vec<(String, String)>) {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut encoding = Map::new();
    let mut places = Vec::new();
    let mut has_file = false;
    for field in fields {
        let Value::Object(mut field) = (*field).clone() else {
            continue;
        };
        let Some(Value::String(name)) = field.shift_remove("name") else {
            continue;
        };
        places.push((name.clone(), written(&Value::Object(field.clone()))));
        has_file |= field.get("type").and_then(Value::as_str) == Some("file");
        let format = field.get("collectionFormat").and_then(Value::as_str);
        let format = format.unwrap_or("csv").to_owned();
        parameter::rewrite(&mut field, trail, diagnostics);
        if let Some(style) = field.get("style") {
            let mut written = json!({ "style": style, "explode": field.get("explode") });
            // `style` says nothing about the parts of `multipart/form-data`.
            if format != "multi" {
                written[parameter::COLLECTION_FORMAT] = json!(format);
            }
            encoding.insert(name.clone(), written);
        }
        let mut schema = match field.shift_remove("schema") {
            Some(Value::Object(schema)) => schema,
            _ => Map::new(),
        };
        for member in ["description", "example"] {
            if let Some(value) = field.shift_remove(member) {
                schema.insert(member.to_owned(), value);
            }
        }
        required.retain(|known| known != &json!(name));
        if field.get("required") == Some(&json!(true)) {
            required.push(json!(name));
        }
        properties.insert(name, Value::Object(schema));
    }
    let is_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if is_required {
        schema["required"] = Value::Array(required);
    }
    let mut media_type = json!({ "schema": schema });
    if !encoding.is_empty() {
        media_type["encoding"] = Value::Object(encoding);
    }
    let mut media_types: Vec<&str> = consumes
        .iter()
        .map(String::as_str)
        .filter(|name| matches!(*name, FORM | MULTIPART))
        .collect();
    if has_file {
        media_types.retain(|name| *name == MULTIPART);
    }
    if media_types.is_empty() {
        media_types.push(if has_file { MULTIPART } else { FORM });
    }
    let content: Map<String, Value> = media_types
        .into_iter()
        .map(|name| (name.to_owned(), media_type.clone()))
        .collect();
    let mut body = json!({ "content": content });
    if is_required {
        body["required"] = json!(true);
    }
    (body, places)
}

pub(super) fn first_media_type(body: &Value) -> String {
    let first = body
        .get("content")
        .and_then(Value::as_object)
        .and_then(|content| content.keys().next());
    first
        .map(|name| crate::pointer::escape(name).into_owned())
        .unwrap_or_default()
}
