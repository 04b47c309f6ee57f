//! References that lead nowhere.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::visit::{Kind, members, visit};
use super::{Finding, Report, fix};
use crate::diag::Severity;
use crate::pointer;
use crate::resolve::{followed, local, lookup, target};

pub(super) fn check(tree: &Value, report: &mut Report) {
    visit(tree, &mut |kind, node, trail| {
        if let Some(Value::String(written)) = node.get("$ref") {
            let here = || format!("{}/$ref", trail.pointer());
            match target(node) {
                Some(pointer) if lookup(tree, &pointer).is_none() => {
                    let message = format!("`{written}` leads nowhere");
                    let finding = Finding::new(Severity::Error, "dangling-ref", here(), message);
                    report.findings.push(finding.fix(stand_in(tree, &pointer)));
                }
                Some(_) if followed(tree, node).get("$ref").is_some() => {
                    let message = format!("`{written}` leads in a circle");
                    report.findings.push(Finding::new(
                        Severity::Error,
                        "ref-circle",
                        here(),
                        message,
                    ));
                }
                Some(_) => {}
                None => {
                    let message = format!("`{written}` leads out of the document");
                    report.findings.push(Finding::new(
                        Severity::Warning,
                        "remote-ref",
                        here(),
                        message,
                    ));
                }
            }
        }
        if kind == Kind::Schema {
            let mapping = node
                .get("discriminator")
                .and_then(|found| found.get("mapping"));
            for (value, target) in mapping.into_iter().flat_map(members) {
                let Some(target) = target.as_str() else {
                    continue;
                };
                let named = || {
                    let schemas = tree.pointer("/components/schemas");
                    schemas.is_some_and(|schemas| schemas.get(target).is_some())
                };
                let is_known = local(target).map_or_else(named, |at| lookup(tree, &at).is_some());
                if !is_known {
                    let at =
                        pointer::join(&format!("{}/discriminator/mapping", trail.pointer()), value);
                    let message = format!("`{value}` is mapped to `{target}`, which leads nowhere");
                    report.findings.push(Finding::new(
                        Severity::Warning,
                        "dangling-ref",
                        at,
                        message,
                    ));
                }
            }
        }
    });
    security(tree, report);
}

/// A schema that admits everything, where a named one is missing.
fn stand_in(tree: &Value, pointer: &str) -> Vec<Value> {
    let name = pointer.strip_prefix("/components/schemas/");
    let Some(name) = name.filter(|name| !name.contains('/')) else {
        return Vec::new();
    };
    let schemas = Map::from_iter([(pointer::unescape(name).into_owned(), json!({}))]);
    match tree.pointer("/components/schemas") {
        Some(_) => vec![fix::update(
            tree,
            "/components/schemas",
            Value::Object(schemas),
        )],
        None => vec![fix::update(
            tree,
            "",
            json!({ "components": { "schemas": schemas } }),
        )],
    }
}

/// Security requirements that name no scheme ("Security Requirement Object").
fn security(tree: &Value, report: &mut Report) {
    let schemes = tree.pointer("/components/securitySchemes");
    let known: HashSet<&str> = schemes
        .into_iter()
        .flat_map(members)
        .map(|(name, _)| name.as_str())
        .collect();
    let mut look = |requirements: Option<&Value>, here: &dyn Fn() -> String| {
        let requirements = requirements.and_then(Value::as_array).into_iter().flatten();
        for (index, requirement) in requirements.enumerate() {
            for (name, _) in members(requirement).filter(|(name, _)| !known.contains(name.as_str()))
            {
                let at = pointer::join(&format!("{}/security/{index}", here()), name);
                let message = format!("`{name}` is not one of the security schemes");
                report.findings.push(Finding::new(
                    Severity::Error,
                    "security-scheme",
                    at,
                    message,
                ));
            }
        }
    };
    look(tree.get("security"), &String::new);
    visit(tree, &mut |kind, node, trail| {
        if kind == Kind::Operation {
            look(node.get("security"), &|| trail.pointer());
        }
    });
}
