//! Success bodies that are pages of a collection.

use super::normal;
use crate::ir::{Field, PageShape, Presence, Shape, Struct, Type};
use crate::lower::Lowerer;

/// What a page holds and says.
pub(super) struct PageBody {
    /// Type of an item.
    pub(super) item: Type,
    /// Where things stand.
    pub(super) shape: PageShape,
    /// Name of the member that says where the next page begins.
    pub(super) cursor_name: Option<String>,
    /// Whether there is a link to the next page.
    pub(super) next_link: bool,
    /// Whether the number of all items is said.
    pub(super) total: bool,
}

/// Names of lists of items, normalized, where a page has several lists.
const ITEMS: [&str; 9] = [
    "items",
    "data",
    "results",
    "value",
    "values",
    "records",
    "entries",
    "objects",
    "resources",
];

/// Names of links to the next page, normalized.
const LINKS: [&str; 9] = [
    "nextlink",
    "odatanextlink",
    "nextpageurl",
    "nexturl",
    "nextpageuri",
    "nexturi",
    "nextpagelink",
    "nexthref",
    "next",
];

/// Names of what a cursor parameter takes, normalized.
const CURSORS: [&str; 9] = [
    "nextpagetoken",
    "nexttoken",
    "nextcursor",
    "nextpagecursor",
    "nextmarker",
    "continuationtoken",
    "endcursor",
    "scrollid",
    "cursor",
];

/// Names of the number of all items, normalized.
const TOTALS: [&str; 10] = [
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalentries",
    "totalsize",
    "totalelements",
    "totalrecords",
    "totalnumber",
    "totalhits",
];

/// Names of objects that say something of the page, normalized.
const ABOUT: [&str; 10] = [
    "links",
    "meta",
    "metadata",
    "paging",
    "pagination",
    "page",
    "pageinfo",
    "responsemetadata",
    "cursors",
    "nextpage",
];

/// The page that a type describes.
pub(super) fn body(lowerer: &Lowerer<'_>, ty: &Type) -> Option<PageBody> {
    match lowerer.target(ty) {
        Type::Document { data, meta } => match lowerer.target(data) {
            Type::Array(item) => {
                let shape = PageShape::JsonApi {
                    count: meta_count(lowerer, meta),
                };
                Some(PageBody {
                    item: (**item).clone(),
                    shape,
                    cursor_name: None,
                    next_link: true,
                    total: false,
                })
            }
            _ => None,
        },
        Type::Array(item) => Some(PageBody {
            item: (**item).clone(),
            shape: PageShape::List,
            cursor_name: None,
            next_link: false,
            total: false,
        }),
        Type::Named(id) => match &lowerer.types[id.0].shape {
            Shape::Struct(shape) => object(lowerer, shape),
            _ => None,
        },
        _ => None,
    }
}

fn object(lowerer: &Lowerer<'_>, shape: &Struct) -> Option<PageBody> {
    let lists: Vec<&Field> = shape
        .fields
        .iter()
        .filter(|field| matches!(lowerer.target(&field.ty), Type::Array(_)))
        .collect();
    let items = match lists.as_slice() {
        [only] => *only,
        several => ITEMS
            .iter()
            .find_map(|name| several.iter().find(|field| normal(&field.wire) == *name))?,
    };
    let Type::Array(item) = lowerer.target(&items.ty) else {
        return None;
    };
    let is_text = |ty: &Type| *ty == Type::String;
    let is_count = |ty: &Type| matches!(ty, Type::Int32 | Type::Int64 | Type::Uint64);
    let next_link = find(lowerer, shape, &LINKS, &is_text, 0);
    let next_cursor = find(lowerer, shape, &CURSORS, &is_text, 0);
    let total = find(lowerer, shape, &TOTALS, &is_count, 0);
    let next_link = next_link.filter(|_| next_cursor.is_none());
    Some(PageBody {
        item: (**item).clone(),
        cursor_name: next_cursor.as_ref().and_then(|path| path.last().cloned()),
        next_link: next_link.is_some(),
        total: total.is_some(),
        shape: PageShape::Object {
            items: vec![items.wire.clone()],
            next_link,
            next_cursor,
            total,
        },
    })
}

/// The path to the first member with one of these names, here or in an object about the page.
fn find(
    lowerer: &Lowerer<'_>,
    shape: &Struct,
    names: &[&str],
    fits: &dyn Fn(&Type) -> bool,
    depth: usize,
) -> Option<Vec<String>> {
    let here = names.iter().find_map(|name| {
        shape
            .fields
            .iter()
            .find(|field| normal(&field.wire) == *name && fits(lowerer.target(&field.ty)))
    });
    if let Some(field) = here {
        return Some(vec![field.wire.clone()]);
    }
    if depth == 2 {
        return None;
    }
    shape
        .fields
        .iter()
        .filter(|field| {
            ABOUT.contains(&normal(&field.wire).as_str()) && field.presence != Presence::Patch
        })
        .find_map(|field| {
            let Type::Named(id) = lowerer.target(&field.ty) else {
                return None;
            };
            let Shape::Struct(inner) = &lowerer.types[id.0].shape else {
                return None;
            };
            let mut path = vec![field.wire.clone()];
            path.extend(find(lowerer, inner, names, fits, depth + 1)?);
            Some(path)
        })
}

fn meta_count(lowerer: &Lowerer<'_>, meta: &Type) -> Option<String> {
    let Type::Named(id) = lowerer.target(meta) else {
        return None;
    };
    let Shape::Struct(shape) = &lowerer.types[id.0].shape else {
        return None;
    };
    let counts = ["count", "total", "total_count", "totalCount"];
    counts
        .iter()
        .find(|count| {
            shape
                .fields
                .iter()
                .any(|field| field.wire == **count && field.ty == Type::Int64)
        })
        .map(|count| (*count).to_owned())
}
