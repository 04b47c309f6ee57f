//! The query parameters of a document's operations.

use openapi_client_generator::unstable::ir::{self, Api, Place};
use serde_json::Value;

use crate::plan::{Action, Operation, Parameter, Shape, ValueType};
use crate::schema::resolved;

/// The query parameters of an operation.
pub(super) fn parameters(tree: &Value, _api: &Api, op: &ir::Operation) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for node in listed(tree, op) {
        let name = node.get("name").and_then(Value::as_str).unwrap_or_default();
        if node.get("in").and_then(Value::as_str) != Some("query")
            || parameters.iter().any(|known| known.name == name)
        {
            continue;
        }
        let read = op
            .parameters
            .iter()
            .find(|parameter| parameter.wire == name && parameter.place == Place::Query);
        parameters.push(parameter(tree, node, name, read));
    }
    parameters
}

fn parameter(tree: &Value, node: &Value, name: &str, read: Option<&ir::Parameter>) -> Parameter {
    let schema = node
        .get("schema")
        .and_then(|schema| resolved(tree, schema, ""))
        .map_or(&Value::Null, |(schema, _)| schema);
    let list = read.is_some_and(ir::Parameter::is_list);
    let item = if list {
        schema
            .get("items")
            .and_then(|items| resolved(tree, items, ""))
            .map_or(schema, |(items, _)| items)
    } else {
        schema
    };
    Parameter {
        name: name.to_owned(),
        required: node.get("required") == Some(&Value::Bool(true)),
        list,
        repeated: list && node.get("explode") != Some(&Value::Bool(false)),
        deep: is_object(schema) || node.get("content").is_some(),
        ty: value_type(item),
        default: schema.get("default").cloned(),
        minimum: item.get("minimum").and_then(Value::as_i64),
        maximum: item.get("maximum").and_then(Value::as_i64),
    }
}

fn is_object(schema: &Value) -> bool {
    schema.get("type").is_some_and(|ty| ty == "object") || schema.get("properties").is_some()
}

/// Whether one of the query parameters is an object that is written as parameters of its own (`style: form`, `explode`).
pub(super) fn is_open(tree: &Value, op: &ir::Operation) -> bool {
    let exploded = |node: &Value| {
        let form = node
            .get("style")
            .is_none_or(|style| style == "form" || style == "deepObject");
        let schema = node
            .get("schema")
            .and_then(|schema| resolved(tree, schema, ""));
        form && node.get("in").is_some_and(|place| place == "query")
            && node.get("explode") != Some(&Value::Bool(false))
            && schema.is_some_and(|(schema, _)| is_object(schema))
    };
    listed(tree, op).any(exploded)
}

/// The parameters of an operation, its own first.
fn listed<'t>(tree: &'t Value, op: &ir::Operation) -> impl Iterator<Item = &'t Value> + use<'t> {
    let item = op.pointer.rsplit_once('/').map(|(before, _)| {
        // Operations of methods that path items have no member for (OpenAPI 3.2).
        before
            .strip_suffix("/additionalOperations")
            .unwrap_or(before)
    });
    let item = item.and_then(|item| crate::tree::lookup(tree, item));
    let own = crate::tree::lookup(tree, &op.pointer);
    [own, item]
        .into_iter()
        .flatten()
        .filter_map(|node| node.get("parameters")?.as_array())
        .flatten()
        .filter_map(|node| resolved(tree, node, "").map(|(node, _)| node))
}

fn value_type(schema: &Value) -> ValueType {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            _ => None,
        };
        return ValueType::Choice(values.iter().filter_map(text).collect());
    }
    match (
        schema.get("type").and_then(Value::as_str),
        schema.get("format").and_then(Value::as_str),
    ) {
        (Some("integer"), _) => ValueType::Integer,
        (Some("number"), _) => ValueType::Number,
        (Some("boolean"), _) => ValueType::Boolean,
        (_, Some("date-time")) => ValueType::DateTime,
        (_, Some("date")) => ValueType::Date,
        (_, Some("date-range")) => ValueType::DateRange,
        _ => ValueType::Text,
    }
}

/// An API pages all its collections alike: page parameters that any of them has are taken by each of them.
pub(super) fn share_paging(operations: &mut [Operation]) {
    let mut known: Vec<Parameter> = Vec::new();
    for parameter in operations
        .iter()
        .filter(|operation| is_collection(operation))
        .flat_map(|operation| &operation.parameters)
    {
        if parameter.name.starts_with("page[")
            && !known.iter().any(|known| known.name == parameter.name)
        {
            // Bounds and defaults are each collection's own affair.
            known.push(Parameter {
                default: None,
                minimum: parameter.minimum.map(|_| 0),
                maximum: None,
                ..parameter.clone()
            });
        }
    }
    // The two names that JSON:API servers use for the cursor stand for one another.
    let alias = |from: &str, to: &str, known: &[Parameter]| {
        let found = known.iter().find(|parameter| parameter.name == from);
        found
            .filter(|_| !known.iter().any(|parameter| parameter.name == to))
            .map(|found| Parameter {
                name: to.to_owned(),
                ..found.clone()
            })
    };
    let aliases: Vec<Parameter> = [
        ("page[after]", "page[cursor]"),
        ("page[cursor]", "page[after]"),
    ]
    .iter()
    .filter_map(|(from, to)| alias(from, to, &known))
    .collect();
    known.extend(aliases);
    for operation in operations
        .iter_mut()
        .filter(|operation| is_collection(operation))
    {
        for parameter in &known {
            if !operation
                .parameters
                .iter()
                .any(|own| own.name == parameter.name)
            {
                operation.parameters.push(parameter.clone());
            }
        }
    }
}

fn is_collection(operation: &Operation) -> bool {
    matches!(
        operation.action,
        Action::List { .. }
            | Action::Related {
                shape: Shape::Many,
                ..
            }
    )
}
