//! What follows from how an operation is paged.

use super::{is_integer, struct_of};
use crate::ir::{
    CursorPaging, Identity, NextCursor, PageInput, PageShape, Paging, Presence, Role, Route, Shape,
    SkipPaging, Type,
};
use crate::lower::draft::Draft;

/// Paging as it was declared or guessed.
pub(super) struct Found {
    /// Type of an item.
    pub(super) item: Type,
    pub(super) page: PageShape,
    pub(super) skip: Option<SkipPaging>,
    pub(super) cursor: Option<CursorPaging>,
    pub(super) link_header: bool,
    pub(super) declared: bool,
}

impl Found {
    /// The same with all that follows from it.
    pub(super) fn settle(self, draft: &Draft<'_>) -> Paging {
        Paging {
            default: self.route(),
            identity: self.identity(draft),
            count: self.count(),
            item: self.item,
            page: self.page,
            skip: self.skip,
            cursor: self.cursor,
            link_header: self.link_header,
            declared: self.declared,
        }
    }

    /// A cursor that a page says goes before its links, and these before counting.
    fn route(&self) -> Route {
        let linked = match &self.page {
            PageShape::JsonApi { linked, .. } => *linked,
            PageShape::List => self.link_header,
            PageShape::Object(page) => self.link_header || page.next_link.is_some(),
        };
        match &self.cursor {
            Some(cursor) if cursor.next != NextCursor::Link => Route::Cursor,
            _ if !linked && self.skip.is_some() => Route::Skip,
            _ => Route::Links,
        }
    }

    /// Items are told apart by their member `id`.
    fn identity(&self, draft: &Draft<'_>) -> Option<Identity> {
        const ID: &str = "id";
        if let (PageShape::JsonApi { .. }, Type::Resource { role, .. }) = (&self.page, &self.item) {
            return (*role == Role::Read).then_some(Identity::Resource);
        }
        let Shape::Struct(shape) = &draft.types[struct_of(draft, &self.item)?.0].shape else {
            return None;
        };
        let id = shape.fields.iter().find(|field| field.wire == ID)?;
        let ty = draft.target(&id.ty);
        let tells = *ty == Type::String || is_integer(ty);
        (tells && id.presence != Presence::Patch).then(|| Identity::Member(ID.to_owned()))
    }

    /// JSON:API servers answer a page size of 0 with the count alone.
    fn count(&self) -> Option<String> {
        let PageShape::JsonApi { linked: true, .. } = self.page else {
            return None;
        };
        let of_cursor = self.cursor.as_ref().and_then(|cursor| cursor.size.as_ref());
        let of_skip = || self.skip.as_ref().and_then(|skip| skip.size.as_ref());
        match of_cursor.or_else(of_skip)? {
            PageInput::Query(size) => Some(size.clone()),
            PageInput::Body { .. } => None,
        }
    }
}

/// Whether a cursor by its name is the number of a page or an offset.
pub(super) fn counts(cursor: &PageInput) -> bool {
    let name = match cursor {
        PageInput::Query(name) => name.as_str(),
        PageInput::Body { path, .. } => path.last().map_or("", String::as_str),
    };
    let name = name.to_ascii_lowercase();
    ["page", "offset", "start", "skip", "index"]
        .iter()
        .any(|word| name.contains(word))
}
