//! Paging that is only half described: parameters without links, links without parameters.

use serde_json::Value;

use super::compound::Declared;
use super::visit::members;
use super::{Finding, Report};
use crate::diag::Severity;
use crate::diff::lookup::parameters;
use crate::lower::paging::names::{asks_for_a_page, leads_on};
use crate::pointer;
use crate::resolve::followed;

pub(super) fn check(tree: &Value, report: &mut Report) {
    for (path, item) in tree.get("paths").into_iter().flat_map(members) {
        let item = followed(tree, item);
        let Some(operation) = item.get("get") else {
            continue;
        };
        let item_at = pointer::join("/paths", path);
        let here = format!("{item_at}/get");
        let parameters = parameters(tree, item, operation, &item_at, "get");
        let paging = parameters
            .iter()
            .find(|parameter| asks_for_a_page(&parameter.name) && parameter.name != "limit");
        let Some((schema, schema_at)) = success(tree, operation, &here) else {
            continue;
        };
        let links = next_link(tree, schema);
        match (paging, links) {
            (Some(parameter), false) => {
                let message = format!(
                    "`{}` asks for a page, but the response has no link or cursor to the next one",
                    parameter.name
                );
                report.findings.push(Finding::new(
                    Severity::Note,
                    "paging-links",
                    &parameter.pointer,
                    message,
                ));
            }
            (None, true) => {
                let message = "the response links to a next page, but no parameter asks for one";
                report.findings.push(Finding::new(
                    Severity::Note,
                    "paging-parameters",
                    schema_at,
                    message,
                ));
            }
            _ => {}
        }
    }
}

/// The schema of the first successful JSON response.
fn success<'t>(tree: &'t Value, operation: &'t Value, here: &str) -> Option<(&'t Value, String)> {
    let responses = operation.get("responses")?;
    let (status, response) = members(responses).find(|(status, _)| status.starts_with('2'))?;
    let content = followed(tree, response).get("content")?;
    let (name, media_type) = members(content).find(|(name, _)| name.contains("json"))?;
    let at = format!(
        "{here}/responses/{status}/content/{}/schema",
        pointer::escape(name)
    );
    Some((media_type.get("schema")?, at))
}

fn next_link(tree: &Value, schema: &Value) -> bool {
    const HOLDERS: [&str; 8] = [
        "links",
        "_links",
        "meta",
        "paging",
        "pagination",
        "page",
        "response_metadata",
        "cursors",
    ];
    let declared = Declared::of(tree, schema);
    declared.names.iter().any(|name| leads_on(name))
        || HOLDERS.iter().any(|holder| {
            let found = member(tree, schema, holder, 0);
            found.is_some_and(|found| {
                let inner = Declared::of(tree, found);
                inner.names.iter().any(|name| leads_on(name))
            })
        })
}

/// A member of a schema, looked for in what it combines as well.
fn member<'t>(tree: &'t Value, schema: &'t Value, name: &str, depth: usize) -> Option<&'t Value> {
    const DEEPEST: usize = 8;
    let schema = followed(tree, schema);
    if let Some(found) = schema
        .get("properties")
        .and_then(|properties| properties.get(name))
    {
        return Some(found);
    }
    if depth > DEEPEST {
        return None;
    }
    let parts = schema
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    parts
        .into_iter()
        .find_map(|part| member(tree, part, name, depth + 1))
}
