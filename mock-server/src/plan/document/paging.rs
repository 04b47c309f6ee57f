//! How the generator reads a collection's paging, as far as query parameters go.

use openapi_client_generator::unstable::ir::{self, NextCursor, PageInput, PageShape};

use crate::plan::paging::{Cursor, Next, Paging, Skip};

/// Paging of an operation.
pub(super) fn paging(read: &ir::Paging) -> Paging {
    let object = match &read.page {
        PageShape::Object(object) => object.clone(),
        PageShape::JsonApi { .. } | PageShape::List => ir::PageObject::default(),
    };
    let skip = read.skip.as_ref().and_then(|skip| {
        Some(Skip {
            number: query(&skip.number)?,
            size: skip.size.as_ref().and_then(query),
            first: skip.first,
            offset: skip.offset,
        })
    });
    let cursor = read.cursor.as_ref().and_then(|cursor| {
        Some(Cursor {
            parameter: query(&cursor.cursor)?,
            size: cursor.size.as_ref().and_then(query),
            next: match &cursor.next {
                NextCursor::Link => Next::Link,
                NextCursor::Member(way) | NextCursor::MemberOrLink(way) => {
                    Next::Member(way.clone())
                }
                NextCursor::LastItem(way) => Next::LastItem(way.clone()),
            },
        })
    });
    Paging {
        skip,
        cursor,
        link_header: read.link_header,
        next_link: object.next_link,
        total: object.total,
        total_pages: object.total_pages,
        more: object.more.map(|more| (more.path, more.last)),
    }
}

fn query(input: &PageInput) -> Option<String> {
    match input {
        PageInput::Query(name) => Some(name.clone()),
        PageInput::Body { .. } => None,
    }
}
