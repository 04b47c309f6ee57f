//! Numbers that bound a schema, in the form in which their reader takes them: whole numbers for
//! integers and lengths.

use serde_json::{Map, Number, Value, json};

use crate::diag::{Diagnostic, Diagnostics};
use crate::trail::Trail;

pub(super) fn repair(
    schema: &mut Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    for keyword in ["minimum", "maximum", "multipleOf"] {
        number(schema, keyword, trail, diagnostics);
    }
    for keyword in [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ] {
        length(schema, keyword, trail, diagnostics);
    }
}

fn number(
    schema: &mut Map<String, Value>,
    keyword: &str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = schema.get(keyword) else {
        return;
    };
    let meant = match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => text.trim().parse::<f64>().ok().and_then(Number::from_f64),
        _ => None,
    };
    let is_number = value.is_number();
    let is_integer = schema.get("type").and_then(Value::as_str) == Some("integer");
    let meant = match meant {
        Some(number) if is_integer && number.is_f64() => whole(&number, keyword),
        other => other,
    };
    if !is_number || meant.is_none() {
        let (pointer, done) = (
            trail.pointer_to(keyword),
            if meant.is_some() {
                "read as one"
            } else {
                "ignored"
            },
        );
        let what = if is_number {
            "a whole number"
        } else {
            "a number"
        };
        let message = format!("`{keyword}` is not {what}; it is {done}");
        diagnostics.push(Diagnostic::note("bound", pointer, message));
    }
    match meant {
        Some(meant) => {
            schema.insert(keyword.to_owned(), Value::Number(meant));
        }
        None => {
            schema.shift_remove(keyword);
        }
    }
}

/// The tightest whole number that says the same about integers; beyond 2^53, where doubles have gaps, they are whole
/// anyway.
#[allow(clippy::cast_possible_truncation)] // within the range that is checked first
fn whole(number: &Number, keyword: &str) -> Option<Number> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let double = number.as_f64()?;
    if double.abs() > LIMIT {
        return Some(number.clone());
    }
    let rounded = match keyword {
        "minimum" => double.ceil(),
        "maximum" => double.floor(),
        _ if double.fract() == 0.0 => double,
        _ => return None,
    };
    Some(Number::from(rounded as i64))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked first
fn length(
    schema: &mut Map<String, Value>,
    keyword: &str,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = schema.get(keyword) else {
        return;
    };
    if value.is_u64() {
        return;
    }
    let meant = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let is_count =
        |meant: &f64| (0.0..=f64::from(u32::MAX)).contains(meant) && meant.fract() == 0.0;
    if let Some(meant) = meant.filter(is_count) {
        schema.insert(keyword.to_owned(), json!(meant as u64));
    } else {
        let message = format!("`{keyword}` is not a count; it is ignored");
        diagnostics.push(Diagnostic::note(
            "bound",
            trail.pointer_to(keyword),
            message,
        ));
        schema.shift_remove(keyword);
    }
}
