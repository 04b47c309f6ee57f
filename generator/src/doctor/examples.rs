//! Examples against the schemas they are examples of.

use serde_json::Value;

use super::fix;
use super::validate::{Mismatch, Problem, validate};
use super::visit::{Kind, members, visit};
use super::{Finding, Report};
use crate::diag::Severity;
use crate::pointer;
use crate::resolve::{followed, target};

/// One example that was held against its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// JSON pointer to the example.
    pub pointer: String,
    /// JSON pointer to the schema.
    pub schema: String,
    /// In how many places the schema denies it.
    pub contradictions: usize,
    /// How many of its members the schema does not declare.
    pub undeclared: usize,
}

impl Example {
    /// Whether it is the example of a named schema as a whole.
    pub fn is_of_named_schema(&self) -> bool {
        self.schema
            .strip_prefix("/components/schemas/")
            .is_some_and(|name| !name.contains('/'))
            && self.pointer.starts_with(&self.schema)
    }
}

pub(super) fn check(tree: &Value, report: &mut Report) {
    visit(tree, &mut |kind, node, trail| match kind {
        Kind::Schema => {
            let example = node.get("example");
            if let Some(example) = example {
                let schema_at = trail.pointer();
                let at = format!("{schema_at}/example");
                one(tree, (node, &schema_at), (example, &at), report);
            }
            // Of OpenAPI 3.1; the first one may stand in `example` as well.
            let list = node.get("examples").and_then(Value::as_array);
            for (index, further) in list.into_iter().flatten().enumerate() {
                if Some(further) != example {
                    let schema_at = trail.pointer();
                    let at = format!("{schema_at}/examples/{index}");
                    one(tree, (node, &schema_at), (further, &at), report);
                }
            }
        }
        Kind::Parameter | Kind::Header | Kind::MediaType => {
            let Some(schema) = node.get("schema") else {
                return;
            };
            let here = trail.pointer();
            let media_type = here
                .rsplit('/')
                .next()
                .map(pointer::unescape)
                .unwrap_or_default();
            if kind == Kind::MediaType && !is_json(&media_type) {
                return;
            }
            let schema_at = format!("{here}/schema");
            if let Some(example) = node.get("example") {
                one(
                    tree,
                    (schema, &schema_at),
                    (example, &format!("{here}/example")),
                    report,
                );
            }
            for (name, example) in node.get("examples").into_iter().flat_map(members) {
                let at = match target(example) {
                    Some(pointer) => pointer.into_owned(),
                    None => pointer::join(&format!("{here}/examples"), name),
                };
                if let Some(value) = followed(tree, example).get("value") {
                    one(
                        tree,
                        (schema, &schema_at),
                        (value, &format!("{at}/value")),
                        report,
                    );
                }
            }
        }
        _ => {}
    });
}

fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name.ends_with("json") || name == "*/*"
}

fn one(
    tree: &Value,
    (schema, schema_at): (&Value, &str),
    (value, value_at): (&Value, &str),
    report: &mut Report,
) {
    let mismatches = validate(tree, schema, schema_at, value);
    let mut example = Example {
        pointer: value_at.to_owned(),
        schema: schema_at.to_owned(),
        contradictions: mismatches
            .iter()
            .filter(|found| !found.problem.is_omission())
            .count(),
        undeclared: mismatches
            .iter()
            .filter(|found| found.problem.is_omission())
            .count(),
    };
    match misplaced(tree, (schema, schema_at), (value, value_at), &mismatches) {
        Some((finding, inner)) => {
            example.contradictions = example.contradictions.max(1);
            report.findings.push(finding);
            report.findings.extend(inner);
        }
        None => report.findings.extend(
            mismatches
                .iter()
                .map(|found| finding(tree, value_at, found)),
        ),
    }
    report.examples.push(example);
}

/// An example that stands in the wrong place or form: wrapped in an object, or JSON as text. There
/// the example is to be corrected rather than the schema. Also what is wrong with it then.
fn misplaced(
    tree: &Value,
    (schema, schema_at): (&Value, &str),
    (value, value_at): (&Value, &str),
    mismatches: &[Mismatch],
) -> Option<(Finding, Vec<Finding>)> {
    let at_top = || mismatches.iter().filter(|found| found.value_at.is_empty());
    let (inner, at, code, message) = match value {
        Value::Object(wrapper) => {
            let is_strange = |name: &str| {
                at_top().any(|found| match &found.problem {
                    Problem::Undeclared(strange) | Problem::Refused(strange) => strange == name,
                    _ => false,
                })
            };
            // Where any member is known, the object is what it should be.
            let (name, inner) = wrapper.iter().find(|(_, inner)| inner.is_object())?;
            if !wrapper.keys().all(|name| is_strange(name)) {
                return None;
            }
            let message =
                format!("the example is wrapped in `{name}`, which its schema does not know");
            (
                inner.clone(),
                pointer::join(value_at, name),
                "example-wrapped",
                message,
            )
        }
        Value::String(text) => {
            at_top().find(|found| matches!(found.problem, Problem::Type(_)))?;
            let message = "the example is JSON as text; it should be the value itself".to_owned();
            (
                serde_json::from_str(text).ok()?,
                value_at.to_owned(),
                "example-text",
                message,
            )
        }
        _ => return None,
    };
    let inner_mismatches = validate(tree, schema, schema_at, &inner);
    let count = |mismatches: &[Mismatch]| {
        let omissions = mismatches
            .iter()
            .filter(|found| found.problem.is_omission())
            .count();
        (mismatches.len() - omissions, omissions)
    };
    if count(&inner_mismatches) >= count(mismatches) {
        return None;
    }
    let finding = Finding::new(Severity::Error, code, value_at, message)
        .fix(fix::replace(tree, value_at, inner));
    let inner = inner_mismatches
        .iter()
        .map(|found| self::finding(tree, &at, found))
        .collect();
    Some((finding, inner))
}

fn finding(tree: &Value, value_at: &str, mismatch: &Mismatch) -> Finding {
    let at = &mismatch.value_at;
    let place = if at.is_empty() {
        String::new()
    } else {
        format!(" at {at}")
    };
    let found = kind(&mismatch.found);
    let schema = &mismatch.schema_at;
    let (code, message) = match &mismatch.problem {
        Problem::Type(name) => (
            "example-type",
            format!("the example has {found}{place}, its schema says {name}"),
        ),
        Problem::Null => (
            "example-null",
            format!("the example has null{place}, which is not nullable"),
        ),
        Problem::Missing(name) => (
            "example-missing",
            format!("the example lacks `{name}`{place}, which {schema} requires"),
        ),
        Problem::Refused(name) => (
            "example-refused",
            format!("the example has the member `{name}`{place}, which {schema} excludes"),
        ),
        Problem::Undeclared(name) => (
            "example-undeclared",
            format!("the example has the member `{name}`{place}, which {schema} does not declare"),
        ),
        Problem::Unlisted => (
            "example-enum",
            format!(
                "the example has {}{place}, which is not one of the listed values",
                mismatch.found
            ),
        ),
        Problem::Format(format) => (
            "example-format",
            format!(
                "the example has {}{place}, which is not in the format `{format}`",
                mismatch.found
            ),
        ),
        Problem::Pattern(pattern) => (
            "example-pattern",
            format!(
                "the example has {}{place}, which does not match `{pattern}`",
                mismatch.found
            ),
        ),
        Problem::Bound(keyword) => (
            "example-bound",
            format!("the example has {found}{place} beyond the schema's `{keyword}`"),
        ),
        Problem::NoVariant(count) => (
            "example-variant",
            format!("the example has {found}{place} that is not one of the {count} variants"),
        ),
        Problem::Excluded => (
            "example-not",
            format!("the example has {found}{place} that `not` excludes"),
        ),
    };
    let severity = if mismatch.problem.is_omission() {
        Severity::Warning
    } else {
        Severity::Error
    };
    let pointer = match &mismatch.problem {
        Problem::Undeclared(name) | Problem::Refused(name) => {
            pointer::join(&format!("{value_at}{at}"), name)
        }
        _ => format!("{value_at}{at}"),
    };
    Finding::new(severity, code, pointer, message).fix(fix::admit(tree, mismatch))
}

/// A kind of value, in words.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
