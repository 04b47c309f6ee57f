//! Whether a document has the form of an overlay (Overlay 1.0 and 1.1, "Overlay Object" and below).

use std::collections::HashMap;

use serde_json::Value;

use super::{Problem, Version};
use crate::pointer;

/// What a member has to be.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Flag,
    Any,
}

/// A member of an object: its name, what it has to be, since when there is one, and whether it is required.
type Member = (&'static str, Form, Version, bool);

const ROOT: [Member; 4] = [
    ("overlay", Form::Text, Version::V1_0, true),
    ("info", Form::Any, Version::V1_0, true),
    ("extends", Form::Text, Version::V1_0, false),
    ("actions", Form::Any, Version::V1_0, true),
];

const INFO: [Member; 3] = [
    ("title", Form::Text, Version::V1_0, true),
    ("version", Form::Text, Version::V1_0, true),
    ("description", Form::Text, Version::V1_1, false),
];

const ACTION: [Member; 5] = [
    ("target", Form::Text, Version::V1_0, true),
    ("description", Form::Text, Version::V1_0, false),
    ("update", Form::Any, Version::V1_0, false),
    ("remove", Form::Flag, Version::V1_0, false),
    ("copy", Form::Text, Version::V1_1, false),
];

/// The version and the actions of an overlay.
pub(super) fn check(document: &Value) -> Result<(Version, &Vec<Value>), Problem> {
    let version = match document.get("overlay").and_then(Value::as_str) {
        Some(version) if is_patch_of(version, "1.0.") => Version::V1_0,
        Some(version) if is_patch_of(version, "1.1.") => Version::V1_1,
        Some(version) => {
            let message = format!("overlay version `{version}` is not supported");
            let problem = Problem::new("overlay", "/overlay", message);
            return Err(problem.help("supported are 1.0.x and 1.1.x, such as `overlay: 1.1.0`"));
        }
        None => {
            let message = "this is not an overlay: it has no text `overlay`";
            return Err(Problem::new("overlay", "", message).help("begin with `overlay: 1.1.0`"));
        }
    };
    members(document, &ROOT, version, "", "the overlay")?;
    members(&document["info"], &INFO, version, "/info", "`info`")?;
    match &document["actions"] {
        Value::Array(actions) if !actions.is_empty() => {
            let mut seen = HashMap::new();
            for (index, action) in actions.iter().enumerate() {
                if let Some(first) = seen.insert(action.to_string(), index) {
                    let message = format!("the action is the same as /actions/{first}");
                    let place = format!("/actions/{index}");
                    return Err(Problem::new("overlay", &place, message).help("remove one of them"));
                }
            }
            Ok((version, actions))
        }
        _ => Err(Problem::new(
            "overlay",
            "/actions",
            "the overlay has no list of `actions`",
        )),
    }
}

/// The form of one action; what its target selects is found out when it is applied.
pub(super) fn action(action: &Value, version: Version, place: &str) -> Result<(), Problem> {
    members(action, &ACTION, version, place, "the action")
}

fn is_patch_of(version: &str, minor: &str) -> bool {
    let patch = version.strip_prefix(minor);
    patch.is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|b| b.is_ascii_digit()))
}

fn members(
    value: &Value,
    known: &[Member],
    version: Version,
    place: &str,
    what: &str,
) -> Result<(), Problem> {
    let code = if place.starts_with("/actions") {
        "overlay-action"
    } else {
        "overlay"
    };
    let problem = |place: &str, message: String| Err(Problem::new(code, place, message));
    let Value::Object(found) = value else {
        return problem(place, format!("{what} is no object"));
    };
    if let Some((name, ..)) = known
        .iter()
        .find(|(name, _, _, required)| *required && !found.contains_key(*name))
    {
        return problem(place, format!("{what} has no `{name}`"));
    }
    for (name, value) in found {
        member(name, value, known, version, what)
            .or_else(|message| problem(&format!("{place}/{}", pointer::escape(name)), message))?;
    }
    Ok(())
}

fn member(
    name: &str,
    value: &Value,
    known: &[Member],
    version: Version,
    what: &str,
) -> Result<(), String> {
    if name.starts_with("x-") {
        return Ok(());
    }
    match known.iter().find(|(known, ..)| *known == name) {
        None => Err(format!(
            "{what} has a member `{name}`, which no overlay has"
        )),
        Some((_, _, since, _)) if *since > version => {
            Err(format!("`{name}` needs `overlay: 1.1.0`"))
        }
        Some((_, Form::Text, ..)) if !value.is_string() => Err(format!("`{name}` is no text")),
        Some((_, Form::Flag, ..)) if !value.is_boolean() => {
            Err(format!("`{name}` is either true or false"))
        }
        Some(_) => Ok(()),
    }
}
