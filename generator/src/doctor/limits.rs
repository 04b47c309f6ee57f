//! Limits that no value can meet: bounds that exclude each other, patterns that are none.

use serde_json::Value;

use super::visit::{Kind, visit};
use super::{Finding, Report, fix, patterns};
use crate::diag::Severity;

const PAIRS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

pub(super) fn check(tree: &Value, report: &mut Report) {
    visit(tree, &mut |kind, node, trail| {
        if kind != Kind::Schema {
            return;
        }
        for (least, most) in PAIRS {
            let bound = |name: &str| node.get(name).and_then(Value::as_f64);
            if let (Some(low), Some(high)) = (bound(least), bound(most))
                && low > high
            {
                let at = format!("{}/{most}", trail.pointer());
                let message = format!("`{least}` {low} is above `{most}` {high}");
                let finding = Finding::new(Severity::Warning, "bounds", &at, message);
                report
                    .findings
                    .push(finding.fix(vec![fix::remove(tree, &at)]));
            }
        }
        if let Some(Value::String(pattern)) = node.get("pattern")
            && let Some(mistake) = patterns::mistake(pattern)
        {
            let at = format!("{}/pattern", trail.pointer());
            let message = format!("the pattern is no regular expression: {mistake}");
            let finding = Finding::new(Severity::Warning, "pattern", &at, message);
            report
                .findings
                .push(finding.fix(vec![fix::remove(tree, &at)]));
        }
    });
}
