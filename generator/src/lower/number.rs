//! Which type holds the numbers of a schema.

use serde_json::{Number, Value};

use crate::ir::Type;
use crate::pointer;

/// 2^63 and 2^64: where the integers of Rust end.
const SIGNED_END: f64 = 9_223_372_036_854_775_808.0;
const UNSIGNED_END: f64 = 18_446_744_073_709_551_616.0;

/// The type of integers, for a format in lower case without dashes.
///
/// `format: int32` and smaller ones are 64 bits wide: servers send larger numbers all the same, which must not cost the
/// response. What the bounds admit beyond 64 bits is kept digit by digit.
pub(crate) fn integer(node: &Value, format: &str, at: &str) -> Type {
    let bound = |name: &str| node.get(name).and_then(Value::as_number);
    let (minimum, maximum) = (bound("minimum"), bound("maximum"));
    let signed = minimum.is_some_and(|minimum| minimum.as_f64().is_some_and(|low| low < 0.0));
    match format {
        "uint64" | "uint" | "ulong" | "unsignedlong" => return Type::Uint64,
        "int64" | "long"
            if !minimum.is_some_and(beyond_both) && !maximum.is_some_and(beyond_both) =>
        {
            return Type::Int64;
        }
        _ if is_exact(format) => return Type::Number,
        _ => {}
    }
    let widest = [minimum, maximum].into_iter().flatten();
    let mut unsigned = false;
    for bound in widest {
        if beyond_both(bound) {
            return Type::Number;
        }
        unsigned |= beyond_signed(bound);
    }
    // Where nothing but a lower bound is given, values of the whole upper half are as good as others. A parameter is the
    // caller's choice.
    let counts = minimum.is_some()
        && maximum.is_none()
        && format.is_empty()
        && !pointer::is_in_parameter(at);
    match (unsigned || (counts && !signed), signed) {
        (true, true) => Type::Number,
        (true, false) => Type::Uint64,
        (false, _) => Type::Int64,
    }
}

/// The type of numbers, for a format in lower case without dashes.
pub(crate) fn number(format: &str, exact: bool) -> Type {
    match format {
        "float" | "double" | "float32" | "float64" | "single" | "half" => Type::Float,
        _ if exact || is_exact(format) => Type::Number,
        _ => Type::Float,
    }
}

/// The type for listed numbers that are not all integers of 64 bits.
pub(super) fn listed(values: &[&Value]) -> Type {
    if values.iter().all(|value| value.is_u64()) {
        Type::Uint64
    } else if values
        .iter()
        .all(|value| value.is_f64() || value.as_f64().is_some_and(is_small))
    {
        Type::Float
    } else {
        Type::Number
    }
}

/// A listed integer, however it is written: `1.0` is one.
#[allow(clippy::cast_possible_truncation)] // small ones only
pub(super) fn whole(value: &Value) -> Option<i64> {
    let double = || {
        value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && is_small(*number))
    };
    value
        .as_i64()
        .or_else(|| double().map(|number| number as i64))
}

/// Whether a double holds the number exactly, whole or not.
fn is_small(number: f64) -> bool {
    number.abs() <= 9_007_199_254_740_992.0
}

/// Formats of which the registry of OpenAPI and practice say that every digit counts.
fn is_exact(format: &str) -> bool {
    matches!(
        format,
        "decimal"
            | "decimal128"
            | "bigdecimal"
            | "bignumber"
            | "bigint"
            | "biginteger"
            | "int128"
            | "uint128"
            | "int256"
            | "uint256"
    )
}

/// Whether a bound is above what 63 bits hold. 9223372036854776000 is not: it is 2^63 - 1 as JavaScript writes it.
fn beyond_signed(bound: &Number) -> bool {
    let rounded = bound.as_f64() == Some(SIGNED_END) && bound.as_u64() != Some(1 << 63);
    bound.as_i64().is_none() && bound.as_f64().is_some_and(|bound| bound >= SIGNED_END) && !rounded
}

/// Whether a bound is neither in the range of `i64` nor in that of `u64`.
fn beyond_both(bound: &Number) -> bool {
    let is_integer = bound.is_i64() || bound.is_u64();
    // As doubles, the ends of the ranges stand for themselves: JavaScript writes them so.
    !is_integer
        && bound
            .as_f64()
            .is_some_and(|bound| !(-SIGNED_END..=UNSIGNED_END).contains(&bound))
}
