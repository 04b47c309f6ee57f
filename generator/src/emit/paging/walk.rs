//! Expressions that lead through members, some of which may be absent.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::Context;
use crate::ir::{Field, Presence, Shape, Struct, Type, TypeId};

impl<'a> Context<'a> {
    /// The struct that a type is.
    pub(super) fn struct_of(&self, ty: &Type) -> Option<TypeId> {
        match self.api.target(ty) {
            Type::Named(id) if matches!(self.api.types[id.0].shape, Shape::Struct(_)) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn field(&self, id: TypeId, wire: &str) -> Option<(&'a Ident, &'a Field)> {
        let Shape::Struct(Struct { fields, .. }) = &self.api.types[id.0].shape else {
            return None;
        };
        let index = fields.iter().position(|field| field.wire == wire)?;
        Some((self.names.member(id, index), &fields[index]))
    }

    /// What stands at the end of a path.
    pub(super) fn end_of(&self, from: TypeId, path: &[String]) -> Option<&'a Type> {
        let (last, before) = path.split_last()?;
        let owner = before.iter().try_fold(from, |id, wire| {
            let (_, field) = self.field(id, wire)?;
            self.struct_of(&field.ty)
        })?;
        let (_, field) = self.field(owner, last)?;
        Some(self.api.target(&field.ty))
    }

    /// An optional reference to what stands at the end of a path through `page`.
    pub(super) fn walk(&self, page: TypeId, path: &[String]) -> TokenStream {
        self.walk_from(page, path, &quote! { page })
    }

    /// An optional reference to what stands at the end of a path through the last item of a list.
    pub(super) fn last_item(
        &self,
        item: &Type,
        path: &[String],
        last: &TokenStream,
    ) -> TokenStream {
        let Some(item) = self.struct_of(item) else {
            return quote! { None::<&str> };
        };
        if let [only] = path
            && let Some((member, field)) = self.field(item, only)
            && field.presence == Presence::Required
        {
            return quote! { #last.map(|item| &item.#member) };
        }
        let value = self.walk_from(item, path, &quote! { item });
        quote! { #last.and_then(|item| #value) }
    }

    fn walk_from(&self, from: TypeId, path: &[String], root: &TokenStream) -> TokenStream {
        let mut tokens = quote! { Some(#root) };
        let mut at = Some(from);
        for (depth, wire) in path.iter().enumerate() {
            let Some((member, field)) = at.and_then(|id| self.field(id, wire)) else {
                return quote! { None };
            };
            tokens = match (depth, field.presence) {
                (0, Presence::Required) => quote! { Some(&#root.#member) },
                (0, Presence::Patch) => quote! { #root.#member.value() },
                (0, _) => quote! { #root.#member.as_ref() },
                (_, Presence::Required) => quote! { #tokens.map(|found| &found.#member) },
                (_, Presence::Patch) => quote! { #tokens.and_then(|found| found.#member.value()) },
                (_, _) => quote! { #tokens.and_then(|found| found.#member.as_ref()) },
            };
            at = self.struct_of(&field.ty);
        }
        tokens
    }

    /// The value at the end of a path, of a type that is copied.
    pub(super) fn copied(&self, page: TypeId, path: &[String]) -> TokenStream {
        if let [only] = path
            && let Some((member, field)) = self.field(page, only)
        {
            match field.presence {
                Presence::Required => return quote! { Some(page.#member) },
                Presence::RequiredNullable | Presence::Optional => return quote! { page.#member },
                Presence::Patch => {}
            }
        }
        let value = self.walk(page, path);
        quote! { #value.copied() }
    }

    /// An optional reference for a change to what stands at the end of a path through `page`.
    pub(super) fn walk_mut(&self, page: TypeId, path: &[String]) -> TokenStream {
        let mut tokens = quote! { Some(page) };
        let mut at = Some(page);
        for (depth, wire) in path.iter().enumerate() {
            let Some((member, field)) = at.and_then(|id| self.field(id, wire)) else {
                return quote! { None };
            };
            tokens = match (depth, field.presence) {
                (0, Presence::Required) => quote! { Some(&mut page.#member) },
                (0, _) => quote! { page.#member.as_mut() },
                (_, Presence::Required) => quote! { #tokens.map(|found| &mut found.#member) },
                (_, _) => quote! { #tokens.and_then(|found| found.#member.as_mut()) },
            };
            at = self.struct_of(&field.ty);
        }
        tokens
    }
}
