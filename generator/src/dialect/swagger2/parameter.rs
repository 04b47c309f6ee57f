//! Parameters other than bodies (Swagger 2.0, "Parameter Object", "Header Object").

use serde_json::{Map, Value, json};

use super::{lost, nullable};
use crate::diag::Diagnostics;
use crate::dialect::repair::is_schema_keyword;
use crate::trail::Trail;

/// Says how the items of a list are separated, where OpenAPI 3.0 has no word for it.
pub(super) const COLLECTION_FORMAT: &str = "x-collection-format";

/// Moves what describes the value into a `schema`; the form of lists becomes `style` and `explode`.
pub(super) fn rewrite(
    parameter: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if parameter.contains_key("schema") || parameter.contains_key("$ref") {
        return;
    }
    let schema = take_schema(parameter);
    let is_list = schema.get("type").and_then(Value::as_str) == Some("array");
    let form = parameter.shift_remove("collectionFormat");
    if is_list {
        let place = parameter
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or("header");
        let form = form.as_ref().and_then(Value::as_str).unwrap_or("csv");
        let place = place.to_owned();
        let place = place.as_str();
        let in_query = matches!(place, "query" | "formData");
        let (style, explode) = match form {
            "multi" if in_query => ("form", true),
            "csv" if in_query => ("form", false),
            "ssv" if in_query => ("spaceDelimited", false),
            "pipes" if in_query => ("pipeDelimited", false),
            "csv" => ("simple", false),
            // OpenAPI 3.0 has no word for these; an extension says it.
            "ssv" | "tsv" | "pipes" => {
                parameter.insert(COLLECTION_FORMAT.to_owned(), json!(form));
                (if in_query { "form" } else { "simple" }, false)
            }
            other => {
                let message = format!(
                    "lists separated by `{other}` cannot be said in OpenAPI 3.0 here; by comma instead"
                );
                lost(diagnostics, trail, message);
                if in_query {
                    ("form", false)
                } else {
                    ("simple", false)
                }
            }
        };
        parameter.insert("style".to_owned(), json!(style));
        parameter.insert("explode".to_owned(), json!(explode));
    }
    parameter.insert("schema".to_owned(), Value::Object(schema));
    if let Some(example) = parameter.shift_remove("x-example") {
        parameter.entry("example").or_insert(example);
    }
}

/// What a parameter or header says about its value.
pub(super) fn take_schema(parameter: &mut Map<String, Value>) -> Map<String, Value> {
    let mut schema = Map::new();
    parameter.retain(|key, value| {
        let moves = is_schema_keyword(key);
        if moves {
            schema.insert(key.clone(), value.take());
        }
        !moves
    });
    nullable(&mut schema);
    nested_forms(schema.get_mut("items"));
    schema
}

/// Lists in lists: 3.0 has no word for how the inner ones are written.
fn nested_forms(items: Option<&mut Value>) {
    let mut next = items;
    while let Some(Value::Object(items)) = next {
        items.shift_remove("collectionFormat");
        next = items.get_mut("items");
    }
}
