//! What the runtime has to know to page through a collection.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::scope::Scope;
use crate::ir::{Field, PageShape, Paging, Presence, Role, Shape, Struct, Type, TypeId};

/// The paging traits of an operation's marker type.
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
        PageShape::JsonApi { count } => json_api(count.as_deref(), paging, &head, &info, scope),
        PageShape::List => list(paging, &head, &info, scope),
        PageShape::Object { .. } => object(context, operation, paging, &head, &info, scope),
    };
    let identity = identity(context, &paging.item, scope);
    let size = [
        paging
            .cursor
            .as_ref()
            .and_then(|cursor| cursor.size.as_ref()),
        paging.skip.as_ref().and_then(|skip| skip.size.as_ref()),
    ];
    let count = size
        .into_iter()
        .flatten()
        .next()
        .filter(|_| matches!(paging.page, PageShape::JsonApi { .. }))
        .map(|size| {
            // JSON:API servers answer a page size of 0 with the count alone.
            quote! { const COUNT: &'static [(&'static str, &'static str)] = &[(#size, "0")]; }
        });
    let default = default(paging, scope);
    let (skip, cursor) = (skip(name, paging, scope), cursor(name, paging, scope));
    quote! {
        impl #paged_trait for #name {
            type Item = #item;
            #shape
            #identity
            #default
            #count
        }
        #skip
        #cursor
    }
}

fn json_api(
    count: Option<&str>,
    paging: &Paging,
    head: &TokenStream,
    info: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let count = if let Some(member) = count {
        let member = format_ident!("{member}");
        quote! { |meta| meta.#member.and_then(|count| u64::try_from(count).ok()) }
    } else {
        quote! { |_| None }
    };
    let identity = matches!(paging.item, Type::Resource { role: Role::Read, .. }).then(|| {
        let cow = scope.external("std::borrow", "Cow");
        quote! { const IDENTITY: fn(&Self::Item) -> Option<#cow<'_, str>> = |item| Some(item.id.as_str().into()); }
    });
    quote! {
        const PAGE: fn(&Self::Output, &#head) -> #info = |output, _| output.page_info(#count);
        const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> = |output| Some(&mut output.data);
        #identity
    }
}

fn list(
    paging: &Paging,
    head: &TokenStream,
    info: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let next = scope.runtime("Next");
    let (argument, next) = if paging.link_header {
        (quote! { head }, quote! { #next::from_link_header(head) })
    } else {
        (quote! { _ }, quote! { #next::Unknown })
    };
    quote! {
        const PAGE: fn(&Self::Output, &#head) -> #info = |_, #argument| #info { next: #next, total: None };
        const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> = |items| Some(items);
    }
}

fn object(
    context: Context<'_>,
    operation: usize,
    paging: &Paging,
    head: &TokenStream,
    info: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let PageShape::Object {
        items,
        next_link,
        next_cursor,
        total,
    } = &paging.page
    else {
        return quote! {};
    };
    let Some(page) = context.struct_of(&context.api.operations[operation].output.ty) else {
        return quote! {};
    };
    let next = scope.runtime("Next");
    let mut uses = (false, false);
    let text = |path: &[String], uses: &mut (bool, bool)| {
        uses.0 = true;
        if let [only] = path
            && let Some((member, field)) = context.field(page, only)
            && field.presence != Presence::Required
        {
            return quote! { page.#member.as_deref() };
        }
        let value = context.walk(page, path);
        quote! { #value.map(String::as_str) }
    };
    let next = if paging.link_header {
        uses.1 = true;
        quote! { #next::from_link_header(head) }
    } else if let Some(path) = next_link {
        let value = text(path, &mut uses);
        quote! { #next::from_link(#value) }
    } else if let (Some(path), Some(_)) = (next_cursor, &paging.cursor) {
        let value = text(path, &mut uses);
        quote! { #next::from_cursor(#value) }
    } else {
        quote! { #next::Unknown }
    };
    let total = if let Some(path) = total {
        uses.0 = true;
        let value = context.walk(page, path);
        quote! { #value.and_then(|total| u64::try_from(*total).ok()) }
    } else {
        quote! { None }
    };
    let argument = if uses.0 {
        quote! { page }
    } else {
        quote! { _ }
    };
    let head_argument = if uses.1 {
        quote! { head }
    } else {
        quote! { _ }
    };
    let list = items.first().and_then(|wire| context.field(page, wire));
    let items = list.map(|(member, field)| {
        if field.presence == Presence::Required {
            quote! { Some(&mut page.#member) }
        } else {
            quote! { page.#member.as_mut() }
        }
    });
    quote! {
        const PAGE: fn(&Self::Output, &#head) -> #info = |#argument, #head_argument| #info { next: #next, total: #total };
        const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> = |page| #items;
    }
}

/// What tells items apart: their member `id`.
fn identity(context: Context<'_>, item: &Type, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let id = context.struct_of(item)?;
    let (member, field) = context.field(id, "id")?;
    let value = match (context.resolved(&field.ty), field.presence) {
        (Type::String, Presence::Required) => quote! { Some(item.#member.as_str().into()) },
        (Type::String, Presence::Optional | Presence::RequiredNullable) => {
            quote! { item.#member.as_deref().map(Into::into) }
        }
        (Type::Int32 | Type::Int64 | Type::Uint64, Presence::Required) => {
            quote! { Some(item.#member.to_string().into()) }
        }
        (
            Type::Int32 | Type::Int64 | Type::Uint64,
            Presence::Optional | Presence::RequiredNullable,
        ) => quote! { item.#member.map(|id| id.to_string().into()) },
        _ => return None,
    };
    let cow = scope.external("std::borrow", "Cow");
    Some(quote! { const IDENTITY: fn(&Self::Item) -> Option<#cow<'_, str>> = |item| #value; })
}

/// How to go on where responses have no links.
fn default(paging: &Paging, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let linked = match &paging.page {
        PageShape::JsonApi { .. } => true,
        PageShape::List => paging.link_header,
        PageShape::Object { next_link, .. } => paging.link_header || next_link.is_some(),
    };
    let strategy = match (&paging.cursor, &paging.skip) {
        _ if linked => return None,
        (Some(_), _) => {
            scope.runtime("CursorPaged");
            quote! { Cursor(Self::CURSOR) }
        }
        (None, Some(_)) => {
            scope.runtime("SkipPaged");
            quote! { Skip(Self::SKIP) }
        }
        (None, None) => return None,
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
    let (number, first) = (&skip.number, literal(skip.first));
    let kind = if skip.offset {
        quote! { #kind::Offset }
    } else {
        quote! { #kind::PageNumber }
    };
    let size = option(skip.size.as_ref().map(|size| quote! { #size }));
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
    let parameter = &cursor.cursor;
    let size = option(cursor.size.as_ref().map(|size| quote! { #size }));
    let max_size = option(cursor.max_size.map(literal));
    Some(quote! {
        impl #cursor_paged for #name {
            const CURSOR: #cursor_paging = #cursor_paging { cursor: #parameter, size: #size, max_size: #max_size };
        }
    })
}

fn literal(number: u64) -> TokenStream {
    let number = proc_macro2::Literal::u64_unsuffixed(number);
    quote! { #number }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote! { None }, |value| quote! { Some(#value) })
}

impl<'a> Context<'a> {
    /// What a type stands for, through aliases.
    fn resolved<'t>(&self, ty: &'t Type) -> &'t Type
    where
        'a: 't,
    {
        match ty {
            Type::Named(id) => match &self.api.types[id.0].shape {
                Shape::Alias(target) => self.resolved(target),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// The struct that a type is.
    fn struct_of(&self, ty: &Type) -> Option<TypeId> {
        match self.resolved(ty) {
            Type::Named(id) if matches!(self.api.types[id.0].shape, Shape::Struct(_)) => Some(*id),
            _ => None,
        }
    }

    fn field(&self, id: TypeId, wire: &str) -> Option<(&'a Ident, &'a Field)> {
        let Shape::Struct(Struct { fields, .. }) = &self.api.types[id.0].shape else {
            return None;
        };
        let index = fields.iter().position(|field| field.wire == wire)?;
        Some((self.names.member(id, index), &fields[index]))
    }

    /// An optional reference to what stands at the end of a path through `page`.
    fn walk(&self, page: TypeId, path: &[String]) -> TokenStream {
        let mut tokens = quote! { Some(page) };
        let mut at = Some(page);
        for (depth, wire) in path.iter().enumerate() {
            let Some((member, field)) = at.and_then(|id| self.field(id, wire)) else {
                return quote! { None };
            };
            let required = field.presence == Presence::Required;
            tokens = match (depth, required) {
                (0, true) => quote! { Some(&page.#member) },
                (0, false) => quote! { page.#member.as_ref() },
                (_, true) => quote! { #tokens.map(|found| &found.#member) },
                (_, false) => quote! { #tokens.and_then(|found| found.#member.as_ref()) },
            };
            at = self.struct_of(&field.ty);
        }
        tokens
    }
}
