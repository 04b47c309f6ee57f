//! Repairs of one schema ("Schema Object").

use serde_json::{Map, Value, json};

use super::super::reference::{References, reference_to};
use super::look::is_type;
use super::members::{items, properties, required, values, warn};
use super::{as_boolean, as_text, bounds};
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// What stands where a schema should stand becomes one.
pub(in crate::dialect) fn as_object(
    node: &mut Value,
    references: &References,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let (schema, read_as) = match node {
        // JSON Schema: `true` admits everything, `false` nothing.
        Value::Bool(true) => (json!({}), None),
        Value::Bool(false) => (json!({ "not": {} }), None),
        Value::String(name) if is_type(name) => {
            (json!({ "type": name }), Some(format!("the type `{name}`")))
        }
        Value::String(name) if references.is_schema(name) => {
            let reference = reference_to(name);
            (
                json!({ "$ref": reference }),
                Some(format!("a reference to the schema `{name}`")),
            )
        }
        Value::Array(variants) if !variants.is_empty() && variants.iter().all(Value::is_object) => {
            (json!({ "anyOf": variants }), Some("`anyOf`".to_owned()))
        }
        _ => (json!({}), Some("any value".to_owned())),
    };
    if let Some(read_as) = read_as {
        let message =
            format!("a schema is an object; this value is not one, and is read as {read_as}");
        diagnostics.push(Diagnostic::warning("schema", trail.pointer(), message));
    }
    *node = schema;
}

/// Repairs the members of a schema, not those of the schemas inside it.
pub(in crate::dialect) fn repair(
    schema: &mut Map<String, Value>,
    references: &References,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if schema
        .get("$ref")
        .is_some_and(|reference| !reference.is_string())
    {
        warn(
            schema,
            "$ref",
            "`$ref` is not text; it is ignored",
            trail,
            diagnostics,
        );
    }
    pseudo_type(schema, references, trail, diagnostics);
    properties(schema, trail, diagnostics);
    required(schema, trail, diagnostics);
    values(schema, trail, diagnostics);
    items(schema, trail, diagnostics);
    for member in [
        "nullable",
        "readOnly",
        "writeOnly",
        "deprecated",
        "uniqueItems",
        "exclusiveMinimum",
        "exclusiveMaximum",
    ] {
        as_boolean(schema, member, trail, diagnostics);
    }
    for member in ["format", "pattern", "title", "description"] {
        if let Some(value) = schema.get_mut(member) {
            as_text(value);
            if !value.is_string() {
                schema.shift_remove(member);
            }
        }
    }
    bounds::repair(schema, trail, diagnostics);
    combinations(schema, trail, diagnostics);
    additional_properties(schema, trail, diagnostics);
    discriminator(schema, trail, diagnostics);
    if schema
        .get("externalDocs")
        .is_some_and(|docs| !docs.get("url").is_some_and(Value::is_string))
    {
        schema.shift_remove("externalDocs");
    }
}

/// Names of types that do not exist but whose meaning is plain.
fn pseudo_type(
    schema: &mut Map<String, Value>,
    references: &References,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(written) = schema.get("type") else {
        return;
    };
    let Value::String(name) = written else {
        return warn(
            schema,
            "type",
            "`type` is not a name; it is ignored",
            trail,
            diagnostics,
        );
    };
    if is_type(name) {
        return;
    }
    let name = name.clone();
    let (meant, format) = match name.trim().to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "char" | "varchar" => ("string", None),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" | "timestamp" | "isodate" => ("string", Some("date-time")),
        "time" => ("string", Some("time")),
        "uuid" | "guid" => ("string", Some("uuid")),
        "email" => ("string", Some("email")),
        "url" | "uri" => ("string", Some("uri")),
        "binary" | "file" => ("string", Some("binary")),
        "byte" | "base64" => ("string", Some("byte")),
        "password" => ("string", Some("password")),
        "integer" | "int" => ("integer", None),
        "int32" | "short" => ("integer", Some("int32")),
        "int64" | "long" => ("integer", Some("int64")),
        "number" | "decimal" | "numeric" => ("number", None),
        "float" => ("number", Some("float")),
        "double" => ("number", Some("double")),
        "boolean" | "bool" => ("boolean", None),
        "array" | "list" | "set" => ("array", None),
        "object" | "map" | "dict" | "dictionary" | "hash" | "hashmap" => ("object", None),
        _ if references.is_schema(&name) => {
            let message =
                format!("the type `{name}` is read as a reference to the schema of that name");
            diagnostics.push(Diagnostic::warning(
                "pseudo-type",
                trail.pointer_to("type"),
                message,
            ));
            schema.shift_remove("type");
            let reference = reference_to(&name);
            schema.insert("$ref".to_owned(), json!(reference));
            return;
        }
        other => {
            let known = matches!(other, "any" | "mixed" | "json" | "variant" | "");
            let why = if known { "" } else { ", which is not known," };
            let message = format!("the type `{name}`{why} is read as any value");
            diagnostics.push(Diagnostic::warning(
                "pseudo-type",
                trail.pointer_to("type"),
                message,
            ));
            schema.shift_remove("type");
            return;
        }
    };
    let format_text = format
        .map(|format| format!(" with the format `{format}`"))
        .unwrap_or_default();
    let message = format!("the type `{name}` is read as `{meant}`{format_text}");
    diagnostics.push(Diagnostic::warning(
        "pseudo-type",
        trail.pointer_to("type"),
        message,
    ));
    schema.insert("type".to_owned(), json!(meant));
    if let Some(format) = format {
        schema.entry("format").or_insert_with(|| json!(format));
    }
}

fn combinations(schema: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        match schema.get_mut(keyword) {
            None => {}
            Some(Value::Array(schemas)) if !schemas.is_empty() => {}
            Some(Value::Array(_)) => {
                schema.shift_remove(keyword);
            }
            Some(one @ Value::Object(_)) => {
                let message = format!("`{keyword}` is not a list; it is read as a list of one");
                diagnostics.push(Diagnostic::warning(
                    "schema",
                    trail.pointer_to(keyword),
                    message,
                ));
                *one = json!([one.take()]);
            }
            Some(_) => {
                let message = format!("`{keyword}` is not a list of schemas; it is ignored");
                warn(schema, keyword, &message, trail, diagnostics);
            }
        }
    }
}

fn additional_properties(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    match schema.get_mut("additionalProperties") {
        None | Some(Value::Bool(_) | Value::Object(_)) => {}
        Some(Value::String(name)) if is_type(name) => {
            let values = json!({ "type": name });
            let message = "`additionalProperties` is the name of a type; it is read as a schema";
            diagnostics.push(Diagnostic::warning(
                "schema",
                trail.pointer_to("additionalProperties"),
                message,
            ));
            schema.insert("additionalProperties".to_owned(), values);
        }
        Some(_) => as_boolean(schema, "additionalProperties", trail, diagnostics),
    }
}

fn discriminator(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    match schema.get("discriminator") {
        None => {}
        Some(found) if found.get("propertyName").is_some_and(Value::is_string) => {}
        Some(Value::String(name)) => {
            let discriminator = json!({ "propertyName": name });
            let message =
                "`discriminator` is the name of a property, as in Swagger 2.0; it is read so";
            diagnostics.push(Diagnostic::warning(
                "discriminator",
                trail.pointer_to("discriminator"),
                message,
            ));
            schema.insert("discriminator".to_owned(), discriminator);
        }
        Some(_) => {
            let message = "`discriminator` names no property; it is ignored";
            warn(schema, "discriminator", message, trail, diagnostics);
        }
    }
}
