//! Servers of single paths and operations ("Path Item Object", "Operation Object").

use serde_json::Value;

use super::{Lowerer, server};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, OperationServer};

impl Lowerer<'_> {
    /// URL of the server that an operation has to itself: the first of its own list, else of its path item's.
    pub(super) fn operation_server(
        &mut self,
        item: &Value,
        operation: &Value,
        at: &str,
    ) -> Option<String> {
        let (item_at, _) = at.rsplit_once('/').unwrap_or_default();
        let listed = |owner: &(&Value, &str)| {
            let servers = owner.0.get("servers").and_then(Value::as_array);
            servers.is_some_and(|servers| !servers.is_empty())
        };
        let owners = [(operation, at), (item, item_at)];
        let (owner, at) = *owners.iter().find(|owner| listed(owner))?;
        if owner.get("servers") == self.tree.get("servers") {
            return None;
        }
        let servers = server::list(owner, at, self.diagnostics);
        let (first, others) = servers.split_first()?;
        let url = trimmed(&server::with_defaults(first));
        // Said once already, where the document's own servers are read.
        let of_document = server::list(self.tree, "", &mut Diagnostics::default());
        if trimmed(&server::base_url(&of_document)) == url {
            return None;
        }
        if !self.operation_servers.iter().any(|known| known.url == url) {
            self.operation_servers.push(OperationServer {
                url: url.clone(),
                docs: first.docs.clone(),
                others: others.iter().map(server::with_defaults).collect(),
            });
        }
        Some(url)
    }
}

/// Keeps the servers that operations use. Where the document has no server for the rest and each operation has one, the
/// first of them is the base URL: a client needs one, and nothing can go to a wrong place.
pub(super) fn settle(lowerer: &mut Lowerer<'_>, api: &mut Api, operations: &mut [Operation]) {
    let all_have_one = operations.iter().all(|operation| {
        operation
            .server
            .as_deref()
            .is_some_and(|url| url.contains("://"))
    });
    let first = operations
        .first()
        .and_then(|operation| operation.server.clone());
    if let Some(first) = first.filter(|_| all_have_one && api.base_url.is_empty()) {
        let message = format!(
            "the document has no server of its own; `{first}`, that of an operation, is the base URL"
        );
        lowerer.warn(Diagnostic::note("server", "/paths", message));
        for operation in operations.iter_mut() {
            operation.server = operation.server.take().filter(|url| *url != first);
        }
        api.base_url = first;
    }
    let mut servers = std::mem::take(&mut lowerer.operation_servers);
    servers.retain(|server| {
        let mut operations = operations.iter();
        operations.any(|operation| operation.server.as_ref() == Some(&server.url))
    });
    api.operation_servers = servers;
}

/// Without the slash at the end, as paths begin with one; `/` alone stays, which is the root of the host.
fn trimmed(url: &str) -> String {
    match url.trim_end_matches('/') {
        "" => "/".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}
