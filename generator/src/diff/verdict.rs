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
        (Subject::OperationMember, "tags" | "0") if pointer.contains("/tags") => {
            // The first tag is the module of the operation.
            let first = |tags: Option<&Value>| tags.map(|tags| tags.get(0).unwrap_or(tags).clone());
            if first(old.as_ref()) == first(new.as_ref()) {
                (Patch, format!("{name} has other tags beside the first"))
            } else {
                (Major, format!("{name} moved to another group"))
            }
        }
        (Subject::SecurityScheme, _) if added => (Minor, format!("new {name}")),
        (Subject::SecurityScheme, _) if removed => (Major, format!("removed {name}")),
        (Subject::SecurityScheme, "type" | "scheme") => {
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
        Subject::ParameterMember if last(pointer) == "deprecated" && is_true(new.as_ref()) => {
            (Minor, format!("{name} is deprecated"))
        }
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
        Subject::MediaType if last(pointer) == "content" => {
            let now = if added { "now has" } else { "no longer has" };
            (
                if is_error(pointer) { Patch } else { Major },
                format!("{name} {now} a body"),
            )
        }
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
            let word = if added { "new" } else { "removed" };
            let level = match (is_error(pointer), added) {
                // What types there are for errors is told by their names.
                (true, true) => Minor,
                (true, false) => Patch,
                (false, _) if has_twin(tree, pointer) => Patch,
                (false, _) => Major,
            };
            (level, format!("{word}: {name}"))
        }
        _ => (Patch, format!("{name} is sent in another form")),
    }
}

/// Whether a response, or something in it, is one of errors.
fn is_error(pointer: &str) -> bool {
    let status = pointer.rsplit_once("/responses/").map(|(_, rest)| rest);
    status.is_some_and(|status| !status.starts_with('2'))
}

/// Whether another success of the operation has the same body.
fn has_twin(tree: &Value, pointer: &str) -> bool {
    let responses = tree.pointer(owner(pointer)).and_then(Value::as_object);
    let content = |response| followed(tree, response).get("content");
    let this = tree.pointer(pointer).and_then(content);
    responses.into_iter().flatten().any(|(status, response)| {
        status.starts_with('2') && *status != last(pointer) && content(response) == this
    })
}

/// A keyword that concerns the type, or only what values are valid. Formats and bounds decide which type holds the numbers of
/// a schema.
pub(super) fn keyword(
    difference: &Difference,
    numbers: [Option<Type>; 2],
    place: &Use,
    name: &str,
) -> (Level, String) {
    let Difference {
        pointer, old, new, ..
    } = difference;
    let (old, new, keyword) = (old.as_ref(), new.as_ref(), last(pointer));
    let [one, other] = numbers;
    let both = one.is_some() && other.is_some();
    match keyword {
        // A member that may be absent is an `Option` already; `false` says what is so without it.
        "nullable" if place.is_optional && !place.is_sent => {
            (Level::Patch, format!("`nullable` of {name} changed"))
        }
        "readOnly" if !place.is_sent => (Level::Patch, format!("`readOnly` of {name} changed")),
        "additionalProperties" if place.has_members && [old, new].into_iter().all(is_no_schema) => {
            (
                Level::Patch,
                format!("`additionalProperties` of {name} changed"),
            )
        }
        "nullable" => {
            let now = if is_true(new) {
                "may now"
            } else {
                "can no longer"
            };
            (Level::Major, format!("{name} {now} be null"))
        }
        // Setters are marked; fields are not, as reading them is no choice.
        "deprecated" if is_true(new) && place.is_sent && pointer.contains("/properties/") => {
            (Level::Minor, format!("{name} is deprecated"))
        }
        "deprecated" => (Level::Patch, format!("the deprecation of {name} changed")),
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
        "xml" => (
            Level::Patch,
            format!(
                "how {name} stands in XML changed: an element or attribute, its name or namespace"
            ),
        ),
        keyword if keyword.starts_with("x-") => {
            (Level::Minor, format!("`{keyword}` of {name} changed"))
        }
        _ => (Level::Major, format!("`{keyword}` of {name} changed")),
    }
}

/// What is known of the schema that a keyword belongs to.
pub(super) struct Use {
    /// Whether it is part of a request.
    pub(super) is_sent: bool,
    /// Whether it is a member that may be absent, before and after.
    pub(super) is_optional: bool,
    /// Whether it is an object with members, before and after.
    pub(super) has_members: bool,
}

/// Whether `additionalProperties` says nothing about the type of further members.
fn is_no_schema(value: Option<&Value>) -> bool {
    matches!(value, None | Some(Value::Bool(false)))
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
