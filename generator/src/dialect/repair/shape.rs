//! Members that have the wrong shape: a list where one thing stands, a boolean as text.

use serde_json::{Map, Value, json};

use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// Parameters given as an object, by name.
pub(super) fn as_parameter_list(
    members: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(parameters) = members.get_mut("parameters") else {
        return;
    };
    match parameters {
        Value::Array(_) => {}
        Value::Object(by_name) => {
            let message = "`parameters` is an object; it is read as the list of its values";
            diagnostics.push(Diagnostic::warning(
                "parameters",
                trail.pointer_to("parameters"),
                message,
            ));
            *parameters = std::mem::take(by_name)
                .into_iter()
                .map(|(_, parameter)| parameter)
                .collect();
        }
        _ => {
            let message = "`parameters` is not a list; it is ignored";
            diagnostics.push(Diagnostic::warning(
                "parameters",
                trail.pointer_to("parameters"),
                message,
            ));
            *parameters = json!([]);
        }
    }
}

pub(super) fn remove_malformed(
    members: &mut Map<String, Value>,
    code: &'static str,
    what: &str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    if members
        .iter()
        .all(|(name, value)| value.is_object() || name.starts_with("x-"))
    {
        return;
    }
    members.retain(|name, value| {
        let keep = value.is_object() || name.starts_with("x-");
        if !keep && !value.is_null() {
            let message = format!("{what} is an object; this is not and is skipped");
            diagnostics.push(Diagnostic::warning(code, trail.pointer_to(name), message));
        }
        keep
    });
}

/// Makes a list of a member that should be one.
pub(super) fn as_list(
    members: &mut Map<String, Value>,
    member: &str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = members.get_mut(member) else {
        return;
    };
    if value.is_array() {
        return;
    }
    let message = format!("`{member}` is not a list; it is read as a list of one");
    diagnostics.push(Diagnostic::warning(
        "list",
        trail.pointer_to(member),
        message,
    ));
    let one = value.take();
    *value = if one.is_null() {
        json!([])
    } else {
        json!([one])
    };
}

/// Makes a boolean of a member that should be one, or drops it.
pub(super) fn as_boolean(
    members: &mut Map<String, Value>,
    member: &str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let meant = match members.get(member) {
        None | Some(Value::Bool(_)) => return,
        Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" | "" => Some(false),
            _ => None,
        },
        Some(Value::Number(number)) => Some(number.as_f64() != Some(0.0)),
        Some(_) => None,
    };
    let pointer = trail.pointer_to(member);
    if let Some(meant) = meant {
        let message = format!("`{member}` is not a boolean; it is read as `{meant}`");
        diagnostics.push(Diagnostic::warning("boolean", pointer, message));
        members.insert(member.to_owned(), json!(meant));
    } else {
        let message = format!("`{member}` is not a boolean; it is ignored");
        diagnostics.push(Diagnostic::warning("boolean", pointer, message));
        members.shift_remove(member);
    }
}

/// Makes text of a plain value.
pub(super) fn as_text(value: &mut Value) {
    if value.is_number() || value.is_boolean() {
        *value = Value::String(value.to_string());
    }
}
