//! What the runtime has to know to page through a collection.

mod next;
mod walk;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Context;
use super::scope::Scope;
use crate::ir::{
    Identity, NextCursor, PageInput, PageObject, PageShape, Paging, Presence, Route, Type,
};

/// The paging traits of an operation's type.
pub(super) fn paged(
    context: Context<'_>,
    operation: usize,
    paging: &Paging,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.operation(operation);
    let (paged_trait, head, info) = (
        scope.runtime("Paged"),
        scope.runtime("RawResponseHead"),
        scope.runtime("PageInfo"),
    );
    let item = context.ty(&paging.item, scope);
    let shape = match &paging.page {
        PageShape::JsonApi { count, linked } => {
            let page = context.json_api_page(operation, count.as_deref(), *linked, paging, scope);
            json_api(&page, &head, &info)
        }
        PageShape::List => list(context, paging, &head, &info, scope),
        PageShape::Object(page) => object(context, operation, page, paging, &head, &info, scope),
    };
    let identity = identity(context, paging, scope);
    let count = paging.count.iter();
    let default = default(paging, scope);
    let (skip, cursor) = (skip(name, paging, scope), cursor(name, paging, scope));
    quote! {
        impl #paged_trait for #name {
            type Item = #item;
            #shape
            #identity
            #default
            #(const COUNT: &'static [(&'static str, &'static str)] = &[(#count, "0")];)*
        }
        #skip
        #cursor
    }
}

fn json_api(page: &TokenStream, head: &TokenStream, info: &TokenStream) -> TokenStream {
    quote! {
        const PAGE: fn(&Self::Output, &#head) -> #info = |output, _| #page;
        const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> = |output| Some(&mut output.data);
    }
}

fn list(
    context: Context<'_>,
    paging: &Paging,
    head: &TokenStream,
    info: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let next = scope.runtime("Next");
    let last = paging.cursor.as_ref().map(|cursor| &cursor.next);
    let (arguments, next) = if paging.link_header {
        (quote! { _, head }, quote! { #next::from_link_header(head) })
    } else if let Some(NextCursor::LastItem(path)) = last {
        let value = context.last_item(&paging.item, path, &quote! { items.last() });
        (quote! { items, _ }, quote! { #next::after_item(#value) })
    } else {
        (quote! { _, _ }, quote! { #next::Unknown })
    };
    quote! {
        const PAGE: fn(&Self::Output, &#head) -> #info = |#arguments| #info { next: #next, total: None, pages: None };
        const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> = |items| Some(items);
    }
}

fn object(
    context: Context<'_>,
    operation: usize,
    places: &PageObject,
    paging: &Paging,
    head: &TokenStream,
    info: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let Some(page) = context.struct_of(&context.api.operations[operation].output.ty) else {
        return quote! {};
    };
    let next_type = scope.runtime("Next");
    let mut next = next::next(context, page, places, paging, &next_type);
    if let Some(more) = &places.more {
        let value = context.copied(page, &more.path);
        next = if more.last {
            quote! { #next.until_last(#value) }
        } else {
            quote! { #next.while_more(#value) }
        };
    }
    let mut number = |path: &Option<Vec<String>>| {
        let Some(path) = path else {
            return quote! { None };
        };
        let value = context.walk(page, path);
        match context.end_of(page, path) {
            Some(Type::Int64) => {
                quote! { #value.and_then(|total| u64::try_from(*total).ok()) }
            }
            Some(Type::Uint64) => quote! { #value.copied() },
            _ => {
                let info = scope.runtime("PageInfo");
                quote! { #value.and_then(#info::count) }
            }
        }
    };
    let (total, pages) = (number(&places.total), number(&places.total_pages));
    let reads_page = places.more.is_some()
        || places.total.is_some()
        || places.total_pages.is_some()
        || (!paging.link_header && (places.next_link.is_some() || paging.cursor.is_some()));
    let argument = if reads_page {
        quote! { page }
    } else {
        quote! { _ }
    };
    let head_argument = if paging.link_header {
        quote! { head }
    } else {
        quote! { _ }
    };
    let items = context.walk_mut(page, &places.items);
    quote! {
        const PAGE: fn(&Self::Output, &#head) -> #info = |#argument, #head_argument| #info { next: #next, total: #total, pages: #pages };
        const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> = |page| #items;
    }
}

/// What tells items apart.
fn identity(context: Context<'_>, paging: &Paging, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let value = match paging.identity.as_ref()? {
        Identity::Resource => quote! { Some(item.id.as_str().into()) },
        Identity::Member(wire) => {
            let id = context.struct_of(&paging.item)?;
            let (member, field) = context.field(id, wire)?;
            let text = *context.api.target(&field.ty) == Type::String;
            match (text, field.presence) {
                (true, Presence::Required) => quote! { Some(item.#member.as_str().into()) },
                (true, _) => quote! { item.#member.as_deref().map(Into::into) },
                (false, Presence::Required) => quote! { Some(item.#member.to_string().into()) },
                (false, _) => quote! { item.#member.map(|id| id.to_string().into()) },
            }
        }
    };
    let cow = scope.external("std::borrow", "Cow");
    Some(quote! { const IDENTITY: fn(&Self::Item) -> Option<#cow<'_, str>> = |item| #value; })
}

/// How to go on unless the caller chooses.
fn default(paging: &Paging, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let strategy = match paging.default {
        Route::Links => return None,
        Route::Cursor => {
            scope.runtime("CursorPaged");
            quote! { Cursor(Self::CURSOR) }
        }
        Route::Skip => {
            scope.runtime("SkipPaged");
            quote! { Skip(Self::SKIP) }
        }
    };
    let strategies = scope.runtime("Paging");
    Some(quote! { const DEFAULT: #strategies = #strategies::#strategy; })
}

fn skip(name: &Ident, paging: &Paging, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let skip = paging.skip.as_ref()?;
    let (skip_paged, skip_paging, kind) = (
        scope.runtime("SkipPaged"),
        scope.runtime("SkipPaging"),
        scope.runtime("SkipKind"),
    );
    let (number, first) = (input(&skip.number, scope), literal(skip.first));
    let kind = if skip.offset {
        quote! { #kind::Offset }
    } else {
        quote! { #kind::PageNumber }
    };
    let size = option(skip.size.as_ref().map(|size| input(size, scope)));
    let max_size = option(skip.max_size.map(literal));
    Some(quote! {
        impl #skip_paged for #name {
            const SKIP: #skip_paging = #skip_paging { number: #number, size: #size, first: #first, max_size: #max_size, kind: #kind };
        }
    })
}

fn cursor(name: &Ident, paging: &Paging, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let cursor = paging.cursor.as_ref()?;
    let (cursor_paged, cursor_paging) =
        (scope.runtime("CursorPaged"), scope.runtime("CursorPaging"));
    let place = input(&cursor.cursor, scope);
    let size = option(cursor.size.as_ref().map(|size| input(size, scope)));
    let max_size = option(cursor.max_size.map(literal));
    Some(quote! {
        impl #cursor_paged for #name {
            const CURSOR: #cursor_paging = #cursor_paging { cursor: #place, size: #size, max_size: #max_size };
        }
    })
}

fn input(input: &PageInput, scope: &mut Scope<'_>) -> TokenStream {
    let place = scope.runtime("PageInput");
    match input {
        PageInput::Query(name) => quote! { #place::Query(#name) },
        PageInput::Body { media_type, path } => {
            quote! { #place::Body { media_type: #media_type, path: &[#(#path),*] } }
        }
    }
}

fn literal(number: u64) -> TokenStream {
    let number = proc_macro2::Literal::u64_unsuffixed(number);
    quote! { #number }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote! { None }, |value| quote! { Some(#value) })
}
