//! Servers and the variables in their URLs.

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Server, ServerVariable};
use crate::pointer;

/// The servers of the document, in its order. What is malformed costs the variable, not the server.
pub(super) fn servers(tree: &Value, diagnostics: &mut Diagnostics) -> Vec<Server> {
    list(tree, "", diagnostics)
}

/// The servers of the document, of a path item or of an operation.
pub(super) fn list(owner: &Value, at: &str, diagnostics: &mut Diagnostics) -> Vec<Server> {
    let nodes = owner.get("servers").and_then(Value::as_array);
    let nodes = nodes.into_iter().flatten().enumerate();
    nodes
        .filter_map(|(index, node)| server(node, &format!("{at}/servers/{index}"), diagnostics))
        .collect()
}

/// The first server with the default values of its variables.
pub(super) fn base_url(servers: &[Server]) -> String {
    let url = servers.first().map_or_else(String::new, with_defaults);
    url.trim_end_matches('/').to_owned()
}

/// The URL with the default values of its variables.
pub(super) fn with_defaults(server: &Server) -> String {
    let variables = server.variables.iter();
    variables.fold(server.url.clone(), |url, variable| {
        url.replace(&in_braces(&variable.name), &variable.default)
    })
}

/// Whether there is something to choose.
pub(super) fn differ(servers: &[Server]) -> bool {
    servers.len() > 1 || servers.iter().any(|server| !server.variables.is_empty())
}

fn server(node: &Value, at: &str, diagnostics: &mut Diagnostics) -> Option<Server> {
    let Some(url) = node.get("url").and_then(Value::as_str) else {
        let message = "this server has no `url`; it is skipped";
        diagnostics.push(Diagnostic::warning("server", at, message));
        return None;
    };
    let at = pointer::join(at, "variables");
    let variables = node.get("variables");
    if variables.is_some_and(|variables| !variables.is_object()) {
        let message = "`variables` is not an object; the URL is used as it is written";
        diagnostics.push(Diagnostic::warning("server", &at, message));
    }
    let variables = variables.and_then(Value::as_object).into_iter().flatten();
    let used = |name: &str| url.contains(&in_braces(name));
    Some(Server {
        variables: variables
            .filter(|(name, _)| used(name))
            .map(|(name, node)| variable(name, node, &pointer::join(&at, name), diagnostics))
            .collect(),
        docs: text(node, "description"),
        url: url.to_owned(),
    })
}

/// Without a default the braces stay in the URL: a call then fails rather than going to another host.
fn variable(name: &str, node: &Value, at: &str, diagnostics: &mut Diagnostics) -> ServerVariable {
    let default = text(node, "default").unwrap_or_else(|| {
        let message = format!("the server variable `{name}` has no default; users must set it");
        diagnostics.push(Diagnostic::warning("server", at, message));
        in_braces(name)
    });
    let values = node.get("enum").and_then(Value::as_array);
    let values = values.into_iter().flatten().filter_map(Value::as_str);
    ServerVariable {
        name: name.to_owned(),
        default,
        values: values.map(str::to_owned).collect(),
        docs: text(node, "description"),
    }
}

/// A variable as it stands in a URL.
fn in_braces(name: &str) -> String {
    format!("{{{name}}}")
}

fn text(node: &Value, name: &str) -> Option<String> {
    node.get(name).and_then(Value::as_str).map(str::to_owned)
}
