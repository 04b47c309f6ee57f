//! Schemas that contradict themselves: defaults, enumerated values, required members.

use serde_json::Value;

use super::compound::Declared;
use super::examples::kind;
use super::validate::{Problem, validate};
use super::visit::{Kind, visit};
use super::{Finding, Report, fix, formats, path};
use crate::diag::Severity;

pub(super) fn check(tree: &Value, report: &mut Report) {
    visit(tree, &mut |kind, node, trail| {
        if kind == Kind::Schema && node.get("$ref").is_none() {
            let here = trail.pointer();
            default(tree, node, &here, report);
            values(tree, node, &here, report);
            required(tree, node, &here, report);
            format(tree, node, &here, report);
        }
    });
}

fn default(tree: &Value, schema: &Value, here: &str, report: &mut Report) {
    let Some(default) = schema.get("default") else {
        return;
    };
    let at = format!("{here}/default");
    let problem = validate(tree, schema, here, default)
        .into_iter()
        .find(|mismatch| !mismatch.problem.is_omission() && mismatch.value_at.is_empty());
    let Some(mismatch) = problem else { return };
    let message = match &mismatch.problem {
        Problem::Type(name) => format!("the default is {}, the type {name}", kind(default)),
        Problem::Unlisted => format!("the default {default} is not one of the listed values"),
        Problem::Null => "the default is null, which is not nullable".to_owned(),
        _ => format!("the default {default} is not valid"),
    };
    let finding = Finding::new(Severity::Warning, "default", &at, message);
    report
        .findings
        .push(finding.fix(vec![fix::remove(tree, &at)]));
}

fn values(tree: &Value, schema: &Value, here: &str, report: &mut Report) {
    let Some(Value::Array(values)) = schema.get("enum") else {
        return;
    };
    let name = schema.get("type").and_then(Value::as_str);
    for (index, value) in values.iter().enumerate() {
        let is_right = match (name, value) {
            (None, _)
            | (_, Value::Null)
            | (Some("string"), Value::String(_))
            | (Some("boolean"), Value::Bool(_))
            | (Some("array"), Value::Array(_))
            | (Some("object"), Value::Object(_))
            | (Some("number"), Value::Number(_)) => true,
            (Some("integer"), Value::Number(number)) => {
                number.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            _ => false,
        };
        if !is_right {
            let message = format!(
                "the listed value {value} is {}, the type {}",
                kind(value),
                name.unwrap_or("any")
            );
            let finding = Finding::new(
                Severity::Warning,
                "enum",
                format!("{here}/enum/{index}"),
                message,
            );
            let same = values.iter().all(|other| kind(other) == kind(value));
            // Where all values agree, the type is what is wrong.
            let action = match (same, fix::infer(value).get("type")) {
                (true, Some(name)) => {
                    vec![fix::update(tree, here, serde_json::json!({ "type": name }))]
                }
                _ => Vec::new(),
            };
            report.findings.push(finding.fix(action));
            if same {
                return;
            }
        }
    }
}

/// Required members that nothing declares. Parts of an `allOf` may require what another declares;
/// there and in variants the whole is not known here, and nothing is said.
fn required(tree: &Value, schema: &Value, here: &str, report: &mut Report) {
    let Some(Value::Array(names)) = schema.get("required") else {
        return;
    };
    if schema.get("properties").is_none() || is_part(here) {
        return;
    }
    let declared = Declared::of(tree, schema);
    if declared.open {
        return;
    }
    for (index, name) in names.iter().enumerate() {
        let Some(name) = name.as_str().filter(|name| !declared.names.contains(name)) else {
            continue;
        };
        let message = format!("`{name}` is required but not declared");
        let target = format!(
            "{}[?@ == {}]",
            path::jsonpath(tree, &format!("{here}/required")),
            path::quoted(name)
        );
        let finding = Finding::new(
            Severity::Warning,
            "required-undeclared",
            format!("{here}/required/{index}"),
            message,
        );
        report.findings.push(finding.fix(vec![
            serde_json::json!({ "target": target, "remove": true }),
        ]));
    }
}

fn is_part(pointer: &str) -> bool {
    let mut tokens = pointer.rsplit('/');
    tokens
        .next()
        .is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()))
        && matches!(tokens.next(), Some("allOf" | "oneOf" | "anyOf"))
}

fn format(tree: &Value, schema: &Value, here: &str, report: &mut Report) {
    let Some(Value::String(written)) = schema.get("format") else {
        return;
    };
    let usual = formats::canonical(written);
    if usual != written {
        let message = format!("the format `{written}` is usually spelt `{usual}`");
        let finding = Finding::new(Severity::Note, "format", format!("{here}/format"), message);
        report.findings.push(finding.fix(vec![fix::update(
            tree,
            here,
            serde_json::json!({ "format": usual }),
        )]));
    }
}
