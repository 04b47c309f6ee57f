//! Parameters that say which page is wanted.

use serde_json::Value;

use super::normal;
use crate::ir::{CursorPaging, Operation, Parameter, Place, SkipPaging, Style, Type};
use crate::lower::Lowerer;
use crate::resolve;

/// Names of sizes, normalized, the most telling first.
const SIZES: [&str; 14] = [
    "pagesize",
    "perpage",
    "pagelimit",
    "limit",
    "maxresults",
    "size",
    "top",
    "take",
    "maxitems",
    "itemsperpage",
    "maxpagesize",
    "resultsperpage",
    "rows",
    "count",
];

/// Names of page numbers, normalized.
const NUMBERS: [&str; 4] = ["pagenumber", "page", "pageindex", "pageno"];

/// Names of offsets, normalized.
const OFFSETS: [&str; 6] = [
    "offset",
    "pageoffset",
    "skip",
    "startindex",
    "start",
    "from",
];

/// Names of cursors, normalized, by the name of what a response says.
const CURSORS: [(&str, &[&str]); 10] = [
    ("nextpagetoken", &["pagetoken", "nextpagetoken"]),
    ("nexttoken", &["nexttoken", "token", "startingtoken"]),
    (
        "nextcursor",
        &["cursor", "nextcursor", "startcursor", "pagecursor", "after"],
    ),
    (
        "nextpagecursor",
        &["cursor", "pagecursor", "nextpagecursor"],
    ),
    ("nextmarker", &["marker", "nextmarker"]),
    ("continuationtoken", &["continuationtoken", "token"]),
    ("endcursor", &["after", "cursor"]),
    ("cursor", &["cursor"]),
    ("after", &["after"]),
    ("scrollid", &["scrollid", "scroll"]),
];

/// The parameters that JSON:API reserves (JSON:API 1.0 "Pagination").
pub(super) fn json_api(
    lowerer: &Lowerer<'_>,
    operation: &Operation,
) -> (Option<SkipPaging>, Option<CursorPaging>) {
    let find = |names: &[&str]| -> Option<&Parameter> {
        names.iter().find_map(|name| {
            operation
                .parameters
                .iter()
                .find(|parameter| parameter.place == Place::Query && parameter.wire == *name)
        })
    };
    let maximum = |parameter: &Parameter| bound(lowerer, operation, &parameter.wire, "maximum");
    let number = find(&["page[number]"]);
    let size = find(&["page[size]"]);
    let skip = number.map(|number| SkipPaging {
        number: number.wire.clone(),
        size: size.map(|size| size.wire.clone()),
        first: number.default.as_ref().and_then(Value::as_u64).unwrap_or(1),
        max_size: size.and_then(maximum),
        offset: false,
    });
    let after = find(&["page[after]", "page[cursor]"]);
    let limit = find(&["page[limit]", "page[size]"]);
    let cursor = after.map(|after| CursorPaging {
        cursor: after.wire.clone(),
        size: limit.map(|limit| limit.wire.clone()),
        max_size: limit.and_then(maximum),
    });
    (skip, cursor)
}

/// A page number or an offset, with the size beside it.
pub(super) fn skip(lowerer: &Lowerer<'_>, operation: &Operation) -> Option<SkipPaging> {
    let (number, offset) = match (
        integer(lowerer, operation, &OFFSETS),
        integer(lowerer, operation, &NUMBERS),
    ) {
        (Some(offset), None) => (offset, true),
        // Beside an offset, `page` counts pages, and the offset is something else.
        (_, Some(number)) => (number, false),
        (None, None) => return None,
    };
    let size = integer(lowerer, operation, &SIZES);
    let declared = number
        .default
        .as_ref()
        .and_then(Value::as_u64)
        .or_else(|| bound(lowerer, operation, &number.wire, "minimum"));
    let from_one = !offset || normal(&number.wire) == "startindex";
    Some(SkipPaging {
        number: number.wire.clone(),
        size: size.map(|size| size.wire.clone()),
        first: declared
            .filter(|first| *first <= 1)
            .unwrap_or(u64::from(from_one)),
        max_size: size.and_then(|size| bound(lowerer, operation, &size.wire, "maximum")),
        offset,
    })
}

/// The parameter that takes what responses say of the next page. With a link to the next page none is needed.
pub(super) fn cursor(
    lowerer: &Lowerer<'_>,
    operation: &Operation,
    said: Option<&str>,
    linked: bool,
) -> Option<CursorPaging> {
    let said = normal(said?);
    let (_, names) = CURSORS.iter().find(|(name, _)| *name == said)?;
    let is_text = |parameter: &&Parameter| {
        !linked && plain(parameter) && *lowerer.target(&parameter.ty) == Type::String
    };
    let cursor = find(operation, names, is_text)?;
    let size = integer(lowerer, operation, &SIZES);
    Some(CursorPaging {
        cursor: cursor.wire.clone(),
        size: size.map(|size| size.wire.clone()),
        max_size: size.and_then(|size| bound(lowerer, operation, &size.wire, "maximum")),
    })
}

fn integer<'o>(
    lowerer: &Lowerer<'_>,
    operation: &'o Operation,
    names: &[&str],
) -> Option<&'o Parameter> {
    let counts = |ty: &Type| matches!(ty, Type::Int32 | Type::Int64 | Type::Uint64 | Type::Float);
    find(operation, names, |parameter| {
        plain(parameter) && counts(lowerer.target(&parameter.ty))
    })
}

fn plain(parameter: &Parameter) -> bool {
    parameter.place == Place::Query && parameter.style == Style::Plain
}

fn find<'o>(
    operation: &'o Operation,
    names: &[&str],
    fits: impl Fn(&&Parameter) -> bool,
) -> Option<&'o Parameter> {
    names.iter().find_map(|name| {
        operation
            .parameters
            .iter()
            .filter(&fits)
            .find(|parameter| normal(&parameter.wire) == *name)
    })
}

/// `minimum` or `maximum` of a parameter.
fn bound(lowerer: &Lowerer<'_>, operation: &Operation, wire: &str, bound: &str) -> Option<u64> {
    let node = resolve::lookup(lowerer.tree, &operation.pointer)?;
    let parameters = node.get("parameters")?.as_array()?;
    let parameter = parameters
        .iter()
        .filter_map(|parameter| resolve::resolve(lowerer.tree, parameter, "").ok())
        .find(|parameter| parameter.node.get("name").and_then(Value::as_str) == Some(wire))?;
    parameter.node.get("schema")?.get(bound)?.as_u64()
}
