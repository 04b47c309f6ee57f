//! Collections of JSON:API documents (JSON:API 1.0 "Pagination").

use serde_json::Value;

use super::inputs::{self, Input};
use super::route::{self, Found};
use super::schemas::{self, property};
use super::{page, says};
use crate::ir::{
    CursorPaging, NextCursor, Operation, PageInput, PageShape, Shape, SkipPaging, Type,
};
use crate::lower::draft::Draft;
use crate::resolve;

/// The paging of an operation whose document has this primary data.
pub(super) fn guess(
    draft: &Draft<'_>,
    operation: &Operation,
    data: &Type,
    meta: &Type,
    inputs: &[Input],
) -> Option<Found> {
    let Type::Array(item) = draft.target(data) else {
        return None;
    };
    if operation.method != "GET" {
        return None;
    }
    let linked = is_linked(draft, operation);
    let cursor = cursor(draft, operation, meta, inputs);
    let in_links = matches!(&cursor, Some(cursor) if cursor.next == NextCursor::Link);
    // Without links, a parameter alone does not say what to put into it.
    let cursor = cursor.filter(|_| linked || !in_links);
    let skip = skip(inputs, linked);
    if !linked && skip.is_none() && cursor.is_none() {
        return None;
    }
    Some(Found {
        item: (**item).clone(),
        page: shape(draft, meta, linked),
        skip,
        cursor,
        link_header: false,
        declared: false,
    })
}

pub(super) fn shape(draft: &Draft<'_>, meta: &Type, linked: bool) -> PageShape {
    PageShape::JsonApi {
        count: meta_count(draft, meta),
        linked,
    }
}

/// The parameters that pagers set are no setters of their own.
pub(super) fn leave_to_pager(operation: &mut Operation) {
    let Some(paging) = operation.paging.as_ref() else {
        return;
    };
    let skip = paging.skip.as_ref().map(|skip| (&skip.number, &skip.size));
    let cursor = paging.cursor.as_ref();
    let cursor = cursor.map(|cursor| (&cursor.cursor, &cursor.size));
    let set: Vec<PageInput> = [skip, cursor]
        .into_iter()
        .flatten()
        .flat_map(|(one, other)| std::iter::once(one.clone()).chain(other.clone()))
        .collect();
    operation.parameters.retain(|parameter| {
        parameter.required || !set.iter().any(|input| input.is_query(&parameter.wire))
    });
}

fn named<'i>(inputs: &'i [Input], names: &[&str]) -> Option<&'i Input> {
    names
        .iter()
        .find_map(|name| inputs.iter().find(|input| input.at.is_query(name)))
}

fn skip(inputs: &[Input], linked: bool) -> Option<SkipPaging> {
    let size = named(inputs, &["page[size]"]);
    if let Some(number) = named(inputs, &["page[number]"]) {
        return Some(SkipPaging {
            number: number.at.clone(),
            size: size.map(|size| size.at.clone()),
            first: number.default_number().unwrap_or(1),
            max_size: size.and_then(Input::maximum),
            offset: false,
        });
    }
    // With links, an offset is what they lead to.
    let skip = inputs::skip(inputs).filter(|_| !linked)?;
    Some(skip.paging)
}

fn cursor(
    draft: &Draft<'_>,
    operation: &Operation,
    meta: &Type,
    inputs: &[Input],
) -> Option<CursorPaging> {
    let members = page::meta(draft, operation, meta);
    let says = says::read(draft, &members, inputs);
    let said = says.cursors.iter().find_map(|cursor| {
        let taker = says::taker(draft, cursor, inputs)?;
        Some((taker, cursor.next()))
    });
    let (cursor, next) = said.or_else(|| {
        let reserved = named(inputs, &["page[after]", "page[cursor]"])?;
        Some((reserved, NextCursor::Link))
    })?;
    let limit = named(inputs, &["page[limit]", "page[size]"]);
    Some(CursorPaging {
        counts: route::counts(&cursor.at),
        cursor: cursor.at.clone(),
        size: limit.map(|limit| limit.at.clone()),
        max_size: limit.and_then(Input::maximum),
        next,
    })
}

/// Whether pages link to the next one. The media type of JSON:API promises it, whatever a document declares.
pub(super) fn is_linked(draft: &Draft<'_>, operation: &Operation) -> bool {
    if operation
        .output
        .accept
        .starts_with("application/vnd.api+json")
    {
        return true;
    }
    let tree = draft.tree;
    let schema = schemas::response(tree, operation);
    let links = schema.and_then(|schema| property(tree, schema, "links"));
    let links = links.and_then(|links| resolve::resolve(tree, links, "").ok());
    links.is_some_and(|links| {
        let declared = links.node.get("properties").and_then(Value::as_object);
        declared.is_none_or(|declared| declared.contains_key("next"))
            || property(tree, links.node, "next").is_some()
    })
}

fn meta_count(draft: &Draft<'_>, meta: &Type) -> Option<String> {
    let Type::Named(id) = draft.target(meta) else {
        return None;
    };
    let Shape::Struct(shape) = &draft.types[id.0].shape else {
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
