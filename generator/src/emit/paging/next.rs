//! Where the next page is, as an expression over `page` (or `output`, for JSON:API) and `head`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::emit::scope::Scope;
use crate::ir::{NextCursor, PageObject, Paging, Presence, Type, TypeId};

/// From an object that is a page.
pub(super) fn next(
    context: Context<'_>,
    page: TypeId,
    places: &PageObject,
    paging: &Paging,
    next: &TokenStream,
) -> TokenStream {
    if paging.link_header {
        return quote! { #next::from_link_header(head) };
    }
    if let Some(path) = &places.next_link {
        let value = text(context, page, path);
        return quote! { #next::from_link(#value) };
    }
    let Some(cursor) = &paging.cursor else {
        return quote! { #next::Unknown };
    };
    match &cursor.next {
        NextCursor::Link => quote! { #next::Unknown },
        NextCursor::Member(path) => member(context, page, path, cursor.counts, next),
        NextCursor::MemberOrLink(path) => {
            let value = text(context, page, path);
            quote! { #next::from_cursor_or_link(#value) }
        }
        NextCursor::LastItem(path) => {
            let items = context.walk(page, &places.items);
            let last = quote! { #items.and_then(|items| items.last()) };
            let value = context.last_item(&paging.item, path, &last);
            quote! { #next::after_item(#value) }
        }
    }
}

fn member(
    context: Context<'_>,
    from: TypeId,
    path: &[String],
    counts: bool,
    next: &TokenStream,
) -> TokenStream {
    match context.end_of(from, path) {
        Some(Type::String) => {
            let value = text(context, from, path);
            quote! { #next::from_cursor(#value) }
        }
        Some(Type::Int64 | Type::Uint64 | Type::Float) if counts => {
            let value = context.walk(from, path);
            quote! { #next::from_number(#value) }
        }
        _ => {
            let value = context.walk(from, path);
            quote! { #next::from_value(#value) }
        }
    }
}

/// An optional text.
fn text(context: Context<'_>, page: TypeId, path: &[String]) -> TokenStream {
    if let [only] = path
        && let Some((member, field)) = context.field(page, only)
    {
        match field.presence {
            Presence::Optional | Presence::RequiredNullable => {
                return quote! { page.#member.as_deref() };
            }
            Presence::Required => return quote! { Some(page.#member.as_str()) },
            Presence::Patch => {}
        }
    }
    let value = context.walk(page, path);
    quote! { #value.map(String::as_str) }
}

impl Context<'_> {
    /// What a JSON:API document says of the pages around it.
    pub(super) fn json_api_page(
        &self,
        operation: usize,
        count: Option<&str>,
        linked: bool,
        paging: &Paging,
        scope: &mut Scope<'_>,
    ) -> TokenStream {
        let meta = match self.api.target(&self.api.operations[operation].output.ty) {
            Type::Document { meta, .. } => self.struct_of(meta),
            _ => None,
        };
        let member_of = |meta| self.field(meta, count?);
        let count = match meta.and_then(member_of) {
            Some((member, field)) if field.presence == Presence::Required => {
                quote! { |meta| u64::try_from(meta.#member).ok() }
            }
            Some((member, _)) => {
                quote! { |meta| meta.#member.and_then(|count| u64::try_from(count).ok()) }
            }
            None => quote! { |_| None },
        };
        let info = quote! { output.page_info(#count) };
        let cursor = paging.cursor.as_ref();
        let value = match (cursor.map(|cursor| (&cursor.next, cursor.counts)), meta) {
            (Some((NextCursor::Member(path), counts)), Some(meta)) => {
                let next = scope.runtime("Next");
                Some(member(*self, meta, path, counts, &next))
            }
            (Some((NextCursor::MemberOrLink(path), _)), Some(meta)) => {
                let next = scope.runtime("Next");
                let value = text(*self, meta, path);
                Some(quote! { #next::from_cursor_or_link(#value) })
            }
            _ => None,
        };
        match value {
            Some(value) => {
                let next = scope.runtime("Next");
                quote! {{
                    let cursor = output.meta.as_ref().map_or(#next::End, |page| #value);
                    #info.with_cursor(cursor)
                }}
            }
            None if !linked => quote! { #info.without_links() },
            None => info,
        }
    }
}
