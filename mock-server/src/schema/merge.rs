//! A schema as one object: its references followed, the parts of its `allOf` laid together.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::resolved;

/// Deeper nesting of `allOf` than this is a circle.
const DEEPEST: usize = 16;

/// The keywords of a schema, those of the parts of its `allOf` included; `None` if a reference leads nowhere.
pub(crate) fn merged<'a>(tree: &'a Value, node: &'a Value) -> Option<Cow<'a, Map<String, Value>>> {
    at(tree, node, 0, false)
}

/// `part`: whether it is one of several parts of an `allOf`.
fn at<'a>(
    tree: &'a Value,
    node: &'a Value,
    depth: usize,
    part: bool,
) -> Option<Cow<'a, Map<String, Value>>> {
    if !part && let Some(subtypes) = subtypes(tree, node) {
        let choice = Map::from_iter([("anyOf".to_owned(), Value::Array(subtypes))]);
        return Some(Cow::Owned(choice));
    }
    let (node, place) = resolved(tree, node, "")?;
    let node = node.as_object()?;
    let Some(parts) = node.get("allOf").and_then(Value::as_array) else {
        return Some(Cow::Borrowed(node));
    };
    let mut whole = node.clone();
    whole.remove("allOf");
    for part in parts.iter().filter(|_| depth < DEEPEST) {
        let one_of_several = part_of_several(node);
        if let Some(part) = at(tree, part, depth + 1, one_of_several) {
            lay(&mut whole, &part, parts.len() == 1);
        }
    }
    for (name, values) in parts.iter().filter_map(|part| tag(tree, part, &place)) {
        let member = whole
            .get_mut("properties")
            .and_then(|all| all.get_mut(name));
        if let Some(member) = member {
            *member = json!({ "type": "string", "enum": values });
        }
    }
    Some(Cow::Owned(whole))
}

/// Whether the parts of an `allOf` are not the schema itself: one alone, with nothing but words beside it, is.
pub(super) fn part_of_several(node: &Map<String, Value>) -> bool {
    let parts = node.get("allOf").and_then(Value::as_array);
    parts.is_some_and(|parts| parts.len() > 1) || node.contains_key("properties")
}

/// What a reference to a schema stands for whose `additionalProperties` is false and which others extend: those that its
/// discriminator names. By itself it would allow none of their members.
pub(super) fn subtypes(tree: &Value, node: &Value) -> Option<Vec<Value>> {
    node.get("$ref")?;
    let (base, place) = resolved(tree, node, "")?;
    if base.get("additionalProperties") != Some(&json!(false)) {
        return None;
    }
    let mapping = base.get("discriminator")?.get("mapping")?.as_object()?;
    let mut found: Vec<Value> = Vec::new();
    for target in mapping.values() {
        let target = json!({ "$ref": target });
        let (subtype, _) = resolved(tree, &target, "")?;
        let extends = |part: &Value| resolved(tree, part, "").is_some_and(|(_, at)| at == place);
        if !subtype.get("allOf")?.as_array()?.iter().any(extends) {
            return None;
        }
        if !found.contains(&target) {
            found.push(target);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The member by which a schema that extends another is told apart, with its values (OpenAPI, "Discriminator Object").
fn tag<'a>(tree: &'a Value, part: &'a Value, place: &str) -> Option<(&'a str, Vec<&'a str>)> {
    let (base, _) = resolved(tree, part, "")?;
    let discriminator = base.get("discriminator")?;
    let mapping = discriminator.get("mapping")?.as_object()?;
    let leads_here = |target: &Value| {
        let target = target.as_str().and_then(|target| target.strip_prefix('#'));
        !place.is_empty() && target == Some(place)
    };
    let values = mapping.iter().filter(|(_, target)| leads_here(target));
    let values: Vec<&str> = values.map(|(value, _)| value.as_str()).collect();
    let name = discriminator.get("propertyName")?.as_str()?;
    (!values.is_empty()).then_some((name, values))
}

/// Lays the keywords of `part` over `whole`, so that what keeps to the result keeps to both.
pub(super) fn lay(whole: &mut Map<String, Value>, part: &Map<String, Value>, only: bool) {
    for (keyword, value) in part {
        let Some(known) = whole.get_mut(keyword) else {
            // The example of one part of several is an example of nothing whole.
            if only || !matches!(keyword.as_str(), "example" | "default") {
                whole.insert(keyword.clone(), value.clone());
            }
            continue;
        };
        match keyword.as_str() {
            "properties" => {
                if let (Some(known), Some(added)) = (known.as_object_mut(), value.as_object()) {
                    members(known, added);
                }
            }
            "required" => {
                if let (Some(known), Some(added)) = (known.as_array_mut(), value.as_array()) {
                    for name in added {
                        if !known.contains(name) {
                            known.push(name.clone());
                        }
                    }
                }
            }
            "enum" => {
                if let (Some(known), Some(other)) = (known.as_array_mut(), value.as_array()) {
                    known.retain(|value| other.contains(value));
                }
            }
            "minimum" | "minLength" | "minItems" | "minProperties"
                if value.as_f64() > known.as_f64() =>
            {
                *known = value.clone();
            }
            "maximum" | "maxLength" | "maxItems" | "maxProperties"
                if value.as_f64() < known.as_f64() =>
            {
                *known = value.clone();
            }
            "additionalProperties" if *value == json!(false) => *known = value.clone(),
            _ => {}
        }
    }
}

fn members(known: &mut Map<String, Value>, added: &Map<String, Value>) {
    for (name, schema) in added {
        match known.get_mut(name) {
            Some(one) if one == schema => {}
            Some(one) => *one = json!({ "allOf": [one.take(), schema] }),
            None => {
                known.insert(name.clone(), schema.clone());
            }
        }
    }
}
