//! Which collections are paged, and how.
//!
//! What the configuration or the document declares goes first. Otherwise the inputs and the shape of the success body
//! have to agree by the usual names; half a match is a note, not a guess: a wrong pager loses items without a word.

mod declared;
mod extensions;
mod hints;
mod inputs;
mod json_api;
mod looks;
pub(crate) mod names;
mod page;
mod places;
mod route;
mod says;
mod schemas;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::draft::Draft;
use crate::diag::Diagnostic;
use crate::ir::{CursorPaging, NextCursor, Operation, PageObject, PageShape, Shape, Type, TypeId};
use crate::resolve;
use declared::Declared;
use extensions::Extensions;
use inputs::Input;
use page::{Body, Page};
use route::Found;
use says::Says;

/// Finds paging in all operations, and takes the parameters that JSON:API pagers set away from the operations' own.
pub(super) fn detect(draft: &mut Draft<'_>, operations: &mut [Operation]) {
    declared::report_unknown(draft, operations);
    let extensions = Extensions::of(draft.tree);
    for operation in operations.iter_mut() {
        let inputs = inputs::inputs(draft, operation);
        operation.looks_paged = looks::paged(draft, operation, &inputs);
        let found = match declared::of(draft, &extensions, operation, &inputs) {
            Declared::Paged(paging) => Some(*paging),
            Declared::NotPaged => None,
            Declared::Nothing => guess(draft, operation, &inputs),
        };
        operation.paging = found.map(|found| found.settle(draft));
        if matches!(draft.target(&operation.output.ty), Type::Document { .. }) {
            json_api::leave_to_pager(operation);
        }
    }
}

fn guess(draft: &mut Draft<'_>, operation: &Operation, inputs: &[Input]) -> Option<Found> {
    // Other methods change something each time they are called.
    if !matches!(operation.method.as_str(), "GET" | "POST") {
        return None;
    }
    if let Type::Document { data, meta } = draft.target(&operation.output.ty) {
        return json_api::guess(draft, operation, data, meta, inputs);
    }
    match page::body(draft, operation)? {
        Body::Page(page) => plain(draft, operation, inputs, page),
        Body::Lists(members) => {
            let says = says::read(draft, &members, inputs);
            let taken = says
                .cursors
                .iter()
                .any(|cursor| says::taker(draft, cursor, inputs).is_some());
            if taken {
                let message = "the response has a cursor and several lists, of which any may be that of the items";
                doubt(draft, operation, message);
            }
            None
        }
    }
}

/// Paging by the usual names. The parameters stay setters: a single page is asked for with them.
fn plain(
    draft: &mut Draft<'_>,
    operation: &Operation,
    inputs: &[Input],
    page: Page<'_>,
) -> Option<Found> {
    let mut says = says::read(draft, &page.members, inputs);
    let reads = operation.method == "GET";
    let link_header = reads && has_link_header(draft, operation);
    // How a link from the answer to another method is followed is not said by any standard.
    let link = says.next_link.take().filter(|_| reads);
    let cursor = if link_header {
        None
    } else {
        cursor(draft, operation, inputs, &page, &says)
    };
    // A cursor is made for its parameter; a link needs none.
    let link = link.filter(|_| cursor.is_none() && !link_header);
    let leads_on = link_header || link.is_some() || says.more.is_some();
    let mut skip = inputs::skip(inputs).filter(|skip| {
        // A number alone may mean anything: a size beside it, a total or a link says that it is a page's.
        let counted = says.total.is_some() || says.total_pages.is_some();
        let evident = leads_on || counted;
        let asked = skip.paging.size.is_some() || skip.about_paging;
        evident || (reads && asked && !page.has_id)
    });
    if let Some(skip) = &mut skip {
        start_at_one(skip, &page);
    }
    // `GET /things/{id}` with a list and `links` is one thing: the links are not those of pages.
    let one = operation.path.ends_with('}') && (page.has_id || page.items.len() > 1);
    let link = link.filter(|_| !one || skip.is_some() || link_header);
    if skip.is_none() && cursor.is_none() && link.is_none() && !link_header {
        explain(draft, operation, &says);
        return None;
    }
    if let Some(skip) = &skip
        && !skip.first_is_known
        && cursor.is_none()
        && link.is_none()
        && !link_header
    {
        let message = format!(
            "{}: the document does not say whether the first page has the number 0 or 1; pages are counted from {}",
            operation.id, skip.paging.first
        );
        let help = "declare a `default` or `minimum` of the page number, or `first` under `paging` in the configuration";
        draft.warn(Diagnostic::note("paging-first", &operation.pointer, message).help(help));
    }
    let shape = if page.items.is_empty() {
        PageShape::List
    } else {
        PageShape::Object(PageObject {
            items: page.items,
            next_link: link,
            more: says.more,
            total: says.total,
            total_pages: says.total_pages,
        })
    };
    Some(Found {
        item: page.item,
        page: shape,
        skip: skip.map(|skip| skip.paging),
        cursor,
        link_header,
        declared: false,
    })
}

/// `startIndex` counts from 1 where responses are those of `OpenSearch` and SCIM (RFC 7644, section 3.4.2.4); elsewhere it is
/// an offset like others.
fn start_at_one(skip: &mut inputs::Skip, page: &Page<'_>) {
    let of_search = page
        .members
        .iter()
        .any(|member| member.name == "itemsperpage");
    if skip.is_start_index && !skip.is_declared && of_search {
        skip.paging.first = 1;
    }
}

/// Cursor-based paging, where an input takes what the page says.
fn cursor(
    draft: &Draft<'_>,
    operation: &Operation,
    inputs: &[Input],
    page: &Page<'_>,
    says: &Says,
) -> Option<CursorPaging> {
    let member = || {
        says.cursors.iter().find_map(|cursor| {
            let taker = says::taker(draft, cursor, inputs)?;
            Some((taker, cursor.next()))
        })
    };
    // Without a word on whether there is more, an id is only an id.
    let item = || {
        says.more.as_ref()?;
        let (id, last) = match &says.last_id {
            Some(path) => (Type::String, NextCursor::Member(path.clone())),
            None => (
                id_of(draft, &page.item)?,
                NextCursor::LastItem(vec!["id".to_owned()]),
            ),
        };
        let taker = says::after_item(inputs, &id).or_else(|| match says.last_id {
            Some(_) => inputs::find(inputs, &["after", "lastid"], Input::is_text),
            None => None,
        })?;
        Some((taker, last))
    };
    let (taker, next) = member()
        .or_else(|| item().filter(|_| operation.method == "GET" || says.last_id.is_some()))?;
    let size = inputs::size(inputs, taker.is_in_body());
    Some(CursorPaging {
        counts: route::counts(&taker.at),
        cursor: taker.at.clone(),
        max_size: size.as_ref().and_then(|(_, maximum)| *maximum),
        size: size.map(|(size, _)| size),
        next,
    })
}

/// The type of an item's `id`.
fn id_of(draft: &Draft<'_>, item: &Type) -> Option<Type> {
    let Shape::Struct(shape) = &draft.types[struct_of(draft, item)?.0].shape else {
        return None;
    };
    let id = shape.fields.iter().find(|field| field.wire == "id")?;
    let ty = bare(draft, &id.ty);
    (*ty == Type::String || is_integer(ty)).then(|| ty.clone())
}

/// Says why a response that speaks of a next page is not paged.
fn explain(draft: &mut Draft<'_>, operation: &Operation, says: &Says) {
    let name = |path: &[String]| path.join(".");
    let message = if let Some(path) = &says.doubtful {
        format!(
            "`{}` of the response may be a link to the next page or a cursor",
            name(path)
        )
    } else if let Some(cursor) = says.cursors.first() {
        format!(
            "`{}` of the response names the next page, but no parameter is known to take it",
            name(&cursor.path)
        )
    } else {
        return;
    };
    doubt(draft, operation, &message);
}

/// A note that an operation is not paged, and what to do about it.
fn doubt(draft: &mut Draft<'_>, operation: &Operation, message: &str) {
    let message = format!("{}: {message}; no pager is made", operation.id);
    let help = "declare it under `paging` in the configuration, or by `x-paging` on the operation in an overlay";
    draft.warn(Diagnostic::note("paging", &operation.pointer, message).help(help));
}

/// Whether a success response declares the header `Link` (RFC 8288).
fn has_link_header(draft: &Draft<'_>, operation: &Operation) -> bool {
    let responses = resolve::lookup(draft.tree, &operation.pointer)
        .and_then(|node| node.get("responses")?.as_object());
    responses
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.starts_with('2'))
        .any(|(_, response)| {
            resolve::resolve(draft.tree, response, "").is_ok_and(|response| {
                let headers = response.node.get("headers").and_then(Value::as_object);
                headers.is_some_and(|headers| {
                    headers.keys().any(|name| name.eq_ignore_ascii_case("link"))
                })
            })
        })
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Int64 | Type::Uint64)
}

/// What a type stands for, through aliases, nullability and the heap.
fn bare<'t>(draft: &'t Draft<'_>, ty: &'t Type) -> &'t Type {
    let mut ty = draft.target(ty);
    while let Type::Nullable(inner) | Type::Boxed(inner) = ty {
        ty = draft.target(inner);
    }
    ty
}

/// The struct that a type is, where its members can be reached without more ado.
fn struct_of(draft: &Draft<'_>, ty: &Type) -> Option<TypeId> {
    match draft.target(ty) {
        Type::Named(id) if matches!(draft.types[id.0].shape, Shape::Struct(_)) => Some(*id),
        _ => None,
    }
}
