//! The level and the words of each kind of difference.

use serde_json::Value;

use super::level::Level;
use super::{Difference, Subject, short};
use crate::ir::Type;
use crate::pointer;
use crate::resolve::followed;

pub(super) fn owner(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(owner, _)| owner)
}

pub(super) fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

fn is_true(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

fn is_required(tree: &Value, input: Option<&Value>) -> bool {
    is_true(input.and_then(|input| followed(tree, input).get("required")))
}

pub(super) fn operation(difference: &Difference, name: &str) -> (Level, String) {
    use Level::{Major, Minor, Patch};
    let Difference {
        pointer,
        subject,
        old,
        new,
    } = difference;
    let (added, removed) = (old.is_none(), new.is_none());
    match (subject, last(pointer)) {
        (Subject::Operation, _) if added => {
            (Minor, format!("new operation {name}{}", id(new.as_ref())))
        }
        (Subject::Operation, _) => (
            Major,
            format!("removed operation {name}{}", id(old.as_ref())),
        ),
        (Subject::OperationMember, "operationId") => (
            Major,
            format!("{name} is now called {}", text(new.as_ref())),
        ),
        (Subject::OperationMember, "deprecated") if is_true(new.as_ref()) => {
            (Minor, format!("{name} is deprecated"))
        }
        (Subject::OperationMember, _) if pointer.contains("/tags") => {
            (Major, format!("{name} moved to another group"))
        }
        (Subject::SecurityScheme, _) if added => (Minor, format!("new {name}")),
        (Subject::SecurityScheme, _) if removed => (Major, format!("removed {name}")),
        (Subject::SecurityScheme, "type" | "scheme" | "in") => {
            (Major, format!("the kind of {name} changed"))
        }
        (Subject::Document, _) => (Patch, format!("{name} changed")),
        (_, member) => (Patch, format!("`{member}` of {name} changed")),
    }
}

pub(super) fn parameter(tree: &Value, difference: &Difference, name: &str) -> (Level, String) {
    use Level::{Major, Minor, Patch};
    let Difference {
        pointer,
        subject,
        old,
        new,
    } = difference;
    let (added, removed) = (old.is_none(), new.is_none());
    match subject {
        Subject::Parameter if removed => (Major, format!("removed {name}")),
        Subject::Parameter if is_required(tree, new.as_ref()) => {
            (Major, format!("new required {name}"))
        }
        Subject::Parameter => (Minor, format!("new optional {name}")),
        _ if last(pointer) == "required" => {
            let now = if is_true(new.as_ref()) {
                "now"
            } else {
                "no longer"
            };
            (Major, format!("{name} is {now} required"))
        }
        Subject::Header if added => (Minor, format!("new {name}")),
        Subject::Header => (Major, format!("{name} changed or is gone")),
        _ => (Patch, format!("{name} is sent in another form")),
    }
}

pub(super) fn body(tree: &Value, difference: &Difference, name: &str) -> (Level, String) {
    use Level::{Major, Minor, Patch};
    let Difference {
        pointer,
        subject,
        old,
        new,
    } = difference;
    let (added, removed) = (old.is_none(), new.is_none());
    match subject {
        Subject::RequestBody if last(pointer) == "required" => {
            let now = if is_true(new.as_ref()) {
                "now"
            } else {
                "no longer"
            };
            (Major, format!("{name} is {now} required"))
        }
        Subject::RequestBody if removed => (Major, format!("removed {name}")),
        Subject::RequestBody if is_required(tree, new.as_ref()) => {
            (Major, format!("new required {name}"))
        }
        Subject::RequestBody => (Minor, format!("new optional {name}")),
        Subject::MediaType => {
            let (level, word) = if added {
                (Minor, "also")
            } else {
                (Major, "no longer")
            };
            (
                level,
                format!("{name} is {word} `{}`", pointer::unescape(last(pointer))),
            )
        }
        Subject::Response => {
            let is_success = last(pointer).starts_with('2');
            let word = if added { "new" } else { "removed" };
            (
                if added && !is_success { Minor } else { Major },
                format!("{word}: {name}"),
            )
        }
        _ => (Patch, format!("{name} is sent in another form")),
    }
}

/// A keyword that concerns the type, or only what values are valid. Formats and bounds decide which type holds the numbers of
/// a schema.
pub(super) fn keyword(
    difference: &Difference,
    numbers: [Option<Type>; 2],
    name: &str,
) -> (Level, String) {
    let Difference {
        pointer, old, new, ..
    } = difference;
    let (old, new, keyword) = (old.as_ref(), new.as_ref(), last(pointer));
    let [one, other] = numbers;
    let both = one.is_some() && other.is_some();
    match keyword {
        "nullable" => {
            let now = if is_true(new) {
                "may now"
            } else {
                "can no longer"
            };
            (Level::Major, format!("{name} {now} be null"))
        }
        "deprecated" => (Level::Minor, format!("the deprecation of {name} changed")),
        "format" | "minimum" | "maximum" if both && one != other => (
            Level::Major,
            format!(
                "`{keyword}` of {name} changed from {} to {}: another type holds its numbers",
                text(old),
                text(new)
            ),
        ),
        "format" if both || !is_typed(old) && !is_typed(new) => (
            Level::Patch,
            format!(
                "the format of {name} changed from {} to {}",
                text(old),
                text(new)
            ),
        ),
        "type" | "format" => (
            Level::Major,
            format!(
                "the {keyword} of {name} changed from {} to {}",
                text(old),
                text(new)
            ),
        ),
        "default" | "pattern" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"
        | "multipleOf" | "minLength" | "maxLength" | "minItems" | "maxItems" | "uniqueItems"
        | "minProperties" | "maxProperties" | "not" => {
            let message = format!(
                "`{keyword}` of {name} changed from {} to {}",
                text(old),
                text(new)
            );
            (Level::Patch, message)
        }
        keyword if keyword.starts_with("x-") => {
            (Level::Minor, format!("`{keyword}` of {name} changed"))
        }
        _ => (Level::Major, format!("`{keyword}` of {name} changed")),
    }
}

/// Whether texts of a format have a type of their own, unless the configuration has one for it.
fn is_typed(format: Option<&Value>) -> bool {
    let Some(Value::String(format)) = format else {
        return false;
    };
    let format = format.to_ascii_lowercase().replace(['-', '_'], "");
    matches!(
        format.as_str(),
        "date" | "datetime" | "isodate" | "isodatetime" | "daterange" | "password" | "binary"
    )
}

pub(super) fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => format!("`{text}`"),
        Some(value) => format!("`{}`", short(value)),
        None => "none".to_owned(),
    }
}

fn id(operation: Option<&Value>) -> String {
    let id = operation
        .as_ref()
        .and_then(|operation| operation.get("operationId")?.as_str());
    id.map(|id| format!(" (`{id}`)")).unwrap_or_default()
}
