//! Which collections are paged, and how.
//!
//! The parameters and the shape of the success body have to agree; half a match is a note, not a guess.

mod page;
mod parameters;

use serde_json::Value;

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{Operation, PageShape, Paging, Type};
use crate::resolve;
use page::PageBody;

/// Finds paging in all operations, and takes the parameters that JSON:API pagers set away from the operations' own.
pub(super) fn detect(lowerer: &mut Lowerer<'_>, operations: &mut [Operation]) {
    for operation in operations
        .iter_mut()
        .filter(|operation| operation.method == "GET")
    {
        let Some(body) = page::body(lowerer, &operation.output.ty) else {
            continue;
        };
        operation.paging = match body.shape {
            PageShape::JsonApi { .. } => {
                let paging = json_api(lowerer, operation, body);
                leave_to_pager(operation, &paging);
                Some(paging)
            }
            PageShape::List | PageShape::Object { .. } => plain(lowerer, operation, body),
        };
    }
}

fn json_api(lowerer: &Lowerer<'_>, operation: &Operation, body: PageBody) -> Paging {
    let (skip, cursor) = parameters::json_api(lowerer, operation);
    Paging {
        item: body.item,
        page: body.shape,
        skip,
        cursor,
        link_header: false,
    }
}

fn leave_to_pager(operation: &mut Operation, paging: &Paging) {
    operation.parameters.retain(|parameter| {
        let skips = paging.skip.as_ref().is_some_and(|skip| {
            skip.number == parameter.wire || skip.size.as_ref() == Some(&parameter.wire)
        });
        let follows = paging.cursor.as_ref().is_some_and(|cursor| {
            cursor.cursor == parameter.wire || cursor.size.as_ref() == Some(&parameter.wire)
        });
        parameter.required || !(skips || follows)
    });
}

/// Paging by the usual names. The parameters stay setters: a single page is asked for with them.
fn plain(lowerer: &mut Lowerer<'_>, operation: &Operation, body: PageBody) -> Option<Paging> {
    let link_header = has_link_header(lowerer, operation);
    let skip = parameters::skip(lowerer, operation);
    let cursor = parameters::cursor(
        lowerer,
        operation,
        body.cursor_name.as_deref(),
        link_header || body.next_link,
    );
    let leads_on = link_header || body.next_link;
    // A number alone may mean anything: a size beside it, a total or a link says that it is a page's.
    let skip = skip.filter(|skip| skip.size.is_some() || leads_on || body.total);
    if skip.is_none() && cursor.is_none() && !leads_on {
        if body.cursor_name.is_some() {
            let message = "the response names the next page, but no parameter takes what it says; no pager is made";
            lowerer.warn(Diagnostic::note("paging", &operation.pointer, message));
        }
        return None;
    }
    Some(Paging {
        item: body.item,
        page: body.shape,
        skip,
        cursor,
        link_header,
    })
}

/// Whether a success response declares the header `Link` (RFC 8288).
fn has_link_header(lowerer: &Lowerer<'_>, operation: &Operation) -> bool {
    let responses = resolve::lookup(lowerer.tree, &operation.pointer)
        .and_then(|node| node.get("responses")?.as_object());
    responses
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.starts_with('2'))
        .any(|(_, response)| {
            resolve::resolve(lowerer.tree, response, "").is_ok_and(|response| {
                let headers = response.node.get("headers").and_then(Value::as_object);
                headers.is_some_and(|headers| {
                    headers.keys().any(|name| name.eq_ignore_ascii_case("link"))
                })
            })
        })
}

/// A name without case and separators: `nextPageToken` and `next_page_token` are one.
fn normal(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

impl Lowerer<'_> {
    /// What a type stands for, through aliases.
    pub(super) fn target<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // Recursive aliases have become types of their own by now, so this ends.
        while let Type::Named(id) = ty {
            match &self.types[id.0].shape {
                crate::ir::Shape::Alias(target) => ty = target,
                _ => break,
            }
        }
        ty
    }
}
