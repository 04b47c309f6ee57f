//! Servers and the variables in their URLs.

use openapiv3::Server as Node;
use serde::Deserialize;
use serde_json::Value;

use crate::ir::{Server, ServerVariable};

/// The servers of the document, in its order.
pub(super) fn servers(tree: &Value) -> Vec<Server> {
    let nodes = tree.get("servers").and_then(Value::as_array);
    let nodes = nodes.into_iter().flatten();
    nodes
        .filter_map(|node| Node::deserialize(node).ok())
        .map(server)
        .collect()
}

/// The first server with the default values of its variables.
pub(super) fn base_url(servers: &[Server]) -> String {
    let Some(server) = servers.first() else {
        return String::new();
    };
    let variables = server.variables.iter();
    let url = variables.fold(server.url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    });
    url.trim_end_matches('/').to_owned()
}

/// Whether there is something to choose.
pub(super) fn differ(servers: &[Server]) -> bool {
    servers.len() > 1 || servers.iter().any(|server| !server.variables.is_empty())
}

fn server(node: Node) -> Server {
    let variables = node.variables.into_iter().flatten();
    let used = |name: &String| node.url.contains(&format!("{{{name}}}"));
    Server {
        variables: variables
            .filter(|(name, _)| used(name))
            .map(|(name, variable)| ServerVariable {
                name,
                default: variable.default,
                values: variable.enumeration,
                docs: variable.description,
            })
            .collect(),
        docs: node.description,
        url: node.url,
    }
}
