//! Prose that says more than the schema beside it.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::visit::members;
use super::{Finding, Report, fix};
use crate::diag::Severity;
use crate::diff::lookup::{Parameter, parameters};
use crate::http_method::operations;
use crate::pointer;
use crate::resolve::{followed, followed_at};

pub(super) fn check(tree: &Value, report: &mut Report) {
    // Shared parameters are looked at once.
    let mut seen = HashSet::new();
    for (path, item) in tree.get("paths").into_iter().flat_map(members) {
        let item = followed(tree, item);
        let item_at = pointer::join("/paths", path);
        for found in operations(item) {
            let inputs = parameters(tree, item, found.node, &item_at, &found.place);
            let here = format!("{item_at}/{}", found.place);
            one_of(tree, found.node, &here, &inputs, report);
            for parameter in &inputs {
                comma_separated(tree, parameter, &mut seen, report);
                other_names(parameter, &inputs, report);
            }
        }
    }
}

fn description<'t>(parameter: &Parameter<'t>) -> &'t str {
    parameter
        .value
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Words in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// "Note that one of the following filters must be specified: `a`, `b`".
fn one_of(
    tree: &Value,
    operation: &Value,
    here: &str,
    inputs: &[Parameter<'_>],
    report: &mut Report,
) {
    if operation.get("x-required-one-of").is_some() {
        return;
    }
    let own = operation.get("description").and_then(Value::as_str);
    for text in inputs.iter().map(description).chain(own) {
        let lower = text.to_ascii_lowercase();
        let Some(at) = lower.find("one of").filter(|_| {
            lower.contains("must be")
                || lower.contains("is required")
                || lower.contains("are required")
        }) else {
            continue;
        };
        let named: Vec<&str> = quoted(text.get(at..).unwrap_or_default()).collect();
        let known: Vec<&str> = inputs
            .iter()
            .map(|input| input.name.as_ref())
            .filter(|name| named.contains(name))
            .collect();
        if known.len() < 2 {
            continue;
        }
        let list = known
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let message = format!("prose requires one of {list}; the parameters are all optional");
        let finding = Finding::new(Severity::Warning, "prose-one-of", here, message);
        let action = fix::update(tree, here, json!({ "x-required-one-of": [known] }));
        report.findings.push(finding.fix(vec![action]));
        return;
    }
}

/// "Comma-separated list of ids" for what is declared as text.
fn comma_separated(
    tree: &Value,
    parameter: &Parameter<'_>,
    seen: &mut HashSet<String>,
    report: &mut Report,
) {
    let text = description(parameter).to_ascii_lowercase();
    let says_so = text.contains("comma-separated") || text.contains("comma separated");
    let schema = parameter
        .value
        .get("schema")
        .map(|schema| followed(tree, schema));
    let is_text =
        schema.is_some_and(|schema| schema.get("type").and_then(Value::as_str) == Some("string"));
    if !says_so || !is_text || parameter.place != "query" {
        return;
    }
    let at = followed_at(tree, &parameter.pointer);
    if !seen.insert(at.clone()) {
        return;
    }
    let name = &parameter.name;
    let message = format!("prose calls `{name}` a comma-separated list, its schema says string");
    let finding = Finding::new(Severity::Warning, "prose-list", &at, message);
    let list = json!({ "type": "array", "items": schema.cloned().unwrap_or_default() });
    let mut actions = fix::replace(tree, &format!("{at}/schema"), list);
    actions.push(fix::update(
        tree,
        &at,
        json!({ "style": "form", "explode": false }),
    ));
    report.findings.push(finding.fix(actions));
}

/// A name in brackets, such as `page[after]`, that is no parameter of the operation, in the
/// description of a parameter that has another name of the same family.
fn other_names(parameter: &Parameter<'_>, inputs: &[Parameter<'_>], report: &mut Report) {
    let Some((family, _)) = parameter.name.split_once('[') else {
        return;
    };
    for name in quoted(description(parameter)) {
        let name = name.split('=').next().unwrap_or_default();
        let is_name = name.ends_with(']')
            && name
                .split_once('[')
                .is_some_and(|(other, _)| other == family)
            && !name.contains(char::is_whitespace);
        if is_name && !inputs.iter().any(|input| input.name == name) {
            let message = format!("prose speaks of `{name}`, which is no parameter here");
            let finding = Finding::new(Severity::Note, "prose-name", &parameter.pointer, message);
            report.findings.push(finding);
        }
    }
}
