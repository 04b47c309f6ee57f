//! Values made from each alternative of every union, which have to come back as that alternative, unchanged.

use openapi_client_generator::unstable::ir::{Role, Shape};
use openapi_client_generator::unstable::resolve::resolve;
use openapi_client_generator::unstable::{doctor, pointer};
use openapi_client_generator::{Document, Generated};
use serde_json::{Value, json};

use super::sample::{sample, tagged};
use crate::examples::collect::Example;

/// Begins the place of such a value.
pub(super) const PREFIX: &str = "alternative ";

/// The most values of one document.
const MOST: usize = 1_000;

/// A value with all members and one with the required ones, for every alternative of every union. Values that contradict
/// their own schema (by the doctor's reading) are left out.
pub(super) fn samples(document: &Document, generated: &Generated) -> Vec<Example> {
    let tree = document.tree();
    let mut found: Vec<(String, String, Value, usize)> = Vec::new();
    let mut judged = tree.clone();
    for def in &generated.api.types {
        let is_union = matches!(def.shape, Shape::Union(_)) && def.role == Role::Read;
        let Some(node) = tree.pointer(&def.pointer).filter(|_| is_union) else {
            continue;
        };
        let Some(ty) = generated.type_of(&def.pointer, Role::Read) else {
            continue;
        };
        for key in ["oneOf", "anyOf"] {
            let alternatives = node.get(key).and_then(Value::as_array);
            for (index, alternative) in alternatives.into_iter().flatten().enumerate() {
                if says_nothing(tree, alternative) {
                    continue;
                }
                for all in [true, false] {
                    // Beside members, an alternative is one with them.
                    let Some(value) = with_members(tree, node, key, alternative, all) else {
                        continue;
                    };
                    let name = format!("Alternative{}", found.len());
                    let at = pointer::join(&pointer::join(&def.pointer, key), &index.to_string());
                    let mut beside = node.clone();
                    beside.as_object_mut().map(|beside| beside.remove(key));
                    let told = json!({ "$ref": format!("#{at}") });
                    let schema = json!({ "allOf": [told, beside], "example": value });
                    judged["components"]["schemas"][&name] = schema;
                    let tags = usize::from(!declares_tag(tree, node, alternative, &beside));
                    found.push((format!("{PREFIX}{at} {all}"), ty.clone(), value, tags));
                }
            }
        }
    }
    let report = doctor::examine(&judged);
    let agrees = |index: usize| {
        let at = format!("/components/schemas/Alternative{index}/example");
        let example = report.examples.iter().find(|example| example.pointer == at);
        example.is_some_and(|example| example.contradictions == 0)
    };
    let values = found
        .into_iter()
        .enumerate()
        .filter(|(index, _)| agrees(*index));
    let values = values.map(|(_, (at, ty, value, tags))| Example::of(at, ty, value, tags));
    values.take(MOST).collect()
}

/// Whether an alternative, or the schema beside it, declares the discriminator of the union, if it has one.
fn declares_tag(tree: &Value, union: &Value, alternative: &Value, beside: &Value) -> bool {
    let tag = union.pointer("/discriminator/propertyName");
    let Some(tag) = tag.and_then(Value::as_str) else {
        return true;
    };
    [alternative, beside].iter().any(|schema| {
        let declared = sample(tree, schema, true);
        declared.is_some_and(|declared| declared.get(tag).is_some())
    })
}

fn with_members(
    tree: &Value,
    node: &Value,
    key: &str,
    alternative: &Value,
    all: bool,
) -> Option<Value> {
    let value = tagged(node, alternative, sample(tree, alternative, all)?);
    let mut rest = node.clone();
    rest.as_object_mut()?.remove(key);
    let has_members = rest.get("properties").is_some() || rest.get("allOf").is_some();
    match (
        has_members.then(|| sample(tree, &rest, all)).flatten(),
        value,
    ) {
        (Some(Value::Object(mut members)), Value::Object(own)) => {
            members.extend(own);
            Some(Value::Object(members))
        }
        (_, value) => Some(value),
    }
}

/// Whether a schema takes any value, so that the variant `Other` is right for it.
fn says_nothing(tree: &Value, schema: &Value) -> bool {
    resolve(tree, schema, "").is_ok_and(|found| {
        [
            "type",
            "enum",
            "const",
            "properties",
            "items",
            "allOf",
            "oneOf",
            "anyOf",
        ]
        .iter()
        .all(|key| found.node.get(key).is_none())
    })
}
