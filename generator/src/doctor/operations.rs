//! Operations that contradict their paths or each other.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::visit::{Kind, members, visit};
use super::{Finding, Report, fix};
use crate::diag::Severity;
use crate::diff::lookup::parameters;
use crate::http_method::{ADDITIONAL, operations};
use crate::pointer;
use crate::resolve::followed;

pub(super) fn check(tree: &Value, report: &mut Report) {
    let mut ids: HashMap<&str, String> = HashMap::new();
    visit(tree, &mut |kind, node, trail| {
        if kind != Kind::Operation {
            return;
        }
        let here = trail.pointer();
        if let Some(id) = node.get("operationId").and_then(Value::as_str) {
            match ids.get(id) {
                Some(first) => {
                    let message = format!("`{id}` is the id of {first} as well");
                    let at = format!("{here}/operationId");
                    let action =
                        fix::update(tree, &here, json!({ "operationId": other_id(&here) }));
                    let finding = Finding::new(Severity::Error, "operation-id", at, message);
                    report.findings.push(finding.fix(vec![action]));
                }
                None => {
                    ids.insert(id, here.clone());
                }
            }
        }
        let responses = node.get("responses").into_iter().flat_map(members);
        if !responses.into_iter().any(|(status, _)| {
            status.starts_with('2') || status.starts_with('3') || status == "default"
        }) {
            let message = "no response says what success looks like";
            report
                .findings
                .push(Finding::new(Severity::Note, "no-success", &here, message));
        }
    });
    for (path, item) in tree.get("paths").into_iter().flat_map(members) {
        let item_at = pointer::join("/paths", path);
        let item = followed(tree, item);
        for found in operations(item).filter(|found| found.node.is_object()) {
            let operation = (&*found.place, found.node);
            path_parameters(tree, (path, item, &item_at), operation, report);
        }
    }
}

/// An id made of method and path, which no other operation has.
fn other_id(here: &str) -> String {
    let (path, method) = here.rsplit_once('/').unwrap_or_default();
    let path = path.strip_prefix("/paths/").unwrap_or(path);
    let path = path.strip_suffix(ADDITIONAL).unwrap_or(path);
    let path = pointer::unescape(path);
    let words = path
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    std::iter::once(method)
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}

/// Every part of the path in braces is a parameter, and no others are ("Parameter Object", `name`).
fn path_parameters(
    tree: &Value,
    (path, item, item_at): (&str, &Value, &str),
    (place, operation): (&str, &Value),
    report: &mut Report,
) {
    let effective = parameters(tree, item, operation, item_at, place);
    let declared: Vec<_> = effective
        .iter()
        .filter(|parameter| parameter.place == "path")
        .collect();
    let parts: Vec<&str> = path
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    let here = format!("{item_at}/{place}");
    for name in parts
        .iter()
        .filter(|name| !declared.iter().any(|parameter| parameter.name == **name))
    {
        let message = format!("`{{{name}}}` in the path is not among the parameters");
        let parameter =
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
        let action = if operation.get("parameters").is_some_and(Value::is_array) {
            fix::update(tree, &format!("{here}/parameters"), json!([parameter]))
        } else {
            fix::update(tree, &here, json!({ "parameters": [parameter] }))
        };
        report.findings.push(
            Finding::new(Severity::Error, "path-parameter", &here, message).fix(vec![action]),
        );
    }
    for parameter in declared
        .iter()
        .filter(|parameter| !parts.contains(&parameter.name.as_ref()))
    {
        let message = format!("the path has no `{{{}}}`", parameter.name);
        let finding = Finding::new(
            Severity::Error,
            "path-parameter",
            &parameter.pointer,
            message,
        );
        report
            .findings
            .push(finding.fix(vec![fix::remove(tree, &parameter.pointer)]));
    }
}
