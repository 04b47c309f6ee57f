//! Repairs of a schema's lists: its members, which of them are required, its values.

use serde_json::{Map, Value, json};

use super::look::has_duplicates;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// `required: true` on a property, as in JSON Schema draft 3, moves to the list of its owner.
pub(super) fn properties(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(properties) = schema.get_mut("properties") else {
        return;
    };
    let Value::Object(properties) = properties else {
        let message = "`properties` is not an object; it is ignored";
        return warn(schema, "properties", message, trail, diagnostics);
    };
    let mut required = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else {
            continue;
        };
        let meant = match property.get("required") {
            Some(Value::Bool(meant)) => *meant,
            Some(Value::String(meant)) if meant == "true" || meant == "false" => meant == "true",
            _ => continue,
        };
        property.shift_remove("required");
        if meant {
            let message = format!(
                "`required: true` on the property `{name}` belongs into the list of its owner"
            );
            let trail = trail.member("properties");
            diagnostics.push(Diagnostic::warning(
                "required",
                trail.pointer_to(name),
                message,
            ));
            required.push(json!(name));
        }
    }
    if !required.is_empty() {
        match schema.get_mut("required") {
            Some(Value::Array(names)) => names.extend(required),
            _ => {
                schema.insert("required".to_owned(), Value::Array(required));
            }
        }
    }
}

pub(super) fn required(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    match schema.get_mut("required") {
        None => {}
        Some(Value::Array(names)) => {
            let written = names.len();
            names.retain(Value::is_string);
            if names.len() < written {
                let message = "`required` is a list of strings; other values are ignored";
                diagnostics.push(Diagnostic::warning(
                    "required",
                    trail.pointer_to("required"),
                    message,
                ));
            }
            remove_duplicates(
                names,
                "`required` lists a member twice",
                "required",
                trail,
                diagnostics,
            );
        }
        Some(Value::String(name)) => {
            let names = json!([name]);
            let message = "`required` is a list of names; this one name is read as a list";
            diagnostics.push(Diagnostic::warning(
                "required",
                trail.pointer_to("required"),
                message,
            ));
            schema.insert("required".to_owned(), names);
        }
        // On a parameter's schema, or on a property that its owner has dealt with.
        Some(_) => {
            let message =
                "`required` is a list of strings; this value is not a list and is ignored";
            warn(schema, "required", message, trail, diagnostics);
        }
    }
}

pub(super) fn values(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(written) = schema.get_mut("enum") else {
        return;
    };
    match written {
        Value::Array(_) => {}
        Value::Object(by_name) => {
            let message = "`enum` is an object; it is read as the list of its names";
            diagnostics.push(Diagnostic::warning(
                "enum",
                trail.pointer_to("enum"),
                message,
            ));
            *written = by_name.keys().map(|name| json!(name)).collect();
        }
        _ => {
            let message = "`enum` is not a list; it is read as a list of one";
            diagnostics.push(Diagnostic::warning(
                "enum",
                trail.pointer_to("enum"),
                message,
            ));
            *written = json!([written.take()]);
        }
    }
    let Value::Array(values) = written else {
        return;
    };
    remove_duplicates(
        values,
        "`enum` lists a value twice",
        "enum",
        trail,
        diagnostics,
    );
    if values.is_empty() {
        schema.shift_remove("enum");
    } else if values.contains(&Value::Null) && schema.get("nullable") != Some(&json!(true)) {
        // 3.0 asks for `nullable` beside it; nobody lists null without meaning it.
        schema.insert("nullable".to_owned(), json!(true));
    }
}

fn remove_duplicates(
    values: &mut Vec<Value>,
    message: &str,
    member: &'static str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !has_duplicates(values) {
        return;
    }
    diagnostics.push(Diagnostic::note(member, trail.pointer_to(member), message));
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert(value.to_string()));
}

pub(super) fn items(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let name = schema.get("type").and_then(Value::as_str);
    match (name, schema.contains_key("items")) {
        (Some("array"), false) => {
            let message = "the array does not say what its items are: any value";
            diagnostics.push(Diagnostic::note("items", trail.pointer(), message));
            schema.insert("items".to_owned(), json!({}));
        }
        (None, true) if !schema.contains_key("properties") && !schema.contains_key("$ref") => {
            schema.insert("type".to_owned(), json!("array"));
        }
        _ => {}
    }
}

pub(super) fn warn(
    schema: &mut Map<String, Value>,
    member: &str,
    message: &str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.push(Diagnostic::warning(
        "schema",
        trail.pointer_to(member),
        message,
    ));
    schema.shift_remove(member);
}
