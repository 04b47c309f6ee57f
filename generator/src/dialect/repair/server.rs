//! Repairs of servers and the variables in their URLs ("Server Object", "Server Variable Object").

use serde_json::{Map, Value, json};

use super::shape::as_text;
use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

/// Repairs a list of servers.
pub(super) fn list(servers: &mut [Value], trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    for (index, server) in servers.iter_mut().enumerate() {
        if let Value::String(url) = server {
            *server = json!({ "url": url });
        }
        if let Value::Object(members) = server {
            self::server(members, &trail.item(index), diagnostics);
        }
    }
}

fn server(server: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    let trail = trail.member("variables");
    match server.get_mut("variables") {
        None => {}
        Some(Value::Object(variables)) => {
            for (name, variable) in variables {
                self::variable(variable, &trail.member(name), diagnostics);
            }
        }
        Some(_) => {
            let message = "`variables` is not an object; they are ignored";
            diagnostics.push(warning(&trail, message));
            server.shift_remove("variables");
        }
    }
}

fn variable(variable: &mut Value, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    if is_scalar(variable) {
        let message = "a server variable is an object; this value is read as its default";
        diagnostics.push(warning(trail, message));
        *variable = json!({ "default": variable.take() });
    }
    let Value::Object(members) = variable else {
        return;
    };
    values(members, trail, diagnostics);
    match members.get_mut("default") {
        Some(Value::String(_)) => {}
        Some(default) if is_scalar(default) => {
            as_text(default);
            let message = format!("`default` is not a text; it is read as {default}");
            diagnostics.push(warning(&trail.member("default"), message));
        }
        _ => {
            let Some(first) = members.get("enum").and_then(|values| values.get(0)) else {
                return;
            };
            let first = first.clone();
            let message = format!("the server variable has no default; {first} is taken");
            diagnostics.push(warning(trail, message));
            members.insert("default".to_owned(), first);
        }
    }
}

/// Values to choose from are a list of texts.
fn values(members: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    let trail = trail.member("enum");
    let Some(written) = members.get_mut("enum") else {
        return;
    };
    if is_scalar(written) {
        diagnostics.push(warning(
            &trail,
            "`enum` is not a list; it is read as a list of one",
        ));
        *written = json!([written.take()]);
    }
    let Value::Array(values) = written else {
        diagnostics.push(warning(&trail, "`enum` is not a list; it is ignored"));
        members.shift_remove("enum");
        return;
    };
    for (index, value) in values.iter_mut().enumerate() {
        if is_scalar(value) && !value.is_string() {
            as_text(value);
            let message = format!("the value is not a text; it is read as {value}");
            diagnostics.push(warning(&trail.item(index), message));
        }
    }
    let written = values.len();
    values.retain(Value::is_string);
    if values.len() < written {
        let message = "`enum` of a server variable is a list of strings; other values are ignored";
        diagnostics.push(warning(&trail, message));
    }
}

fn is_scalar(value: &Value) -> bool {
    value.is_string() || value.is_number() || value.is_boolean()
}

fn warning(trail: &Trail<'_>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning("server", trail.pointer(), message)
}
