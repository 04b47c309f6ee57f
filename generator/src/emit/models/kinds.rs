//! JSON:API resources: their types in each direction, and the markers that say what they are made of.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::Context;
use crate::emit::docs::doc_line;
use crate::emit::scope::Scope;
use crate::ir::{Kind, KindParts, Role, Shape, Type, TypeId};

/// The module with the markers, if there are any.
pub(super) fn markers(context: Context<'_>) -> Option<TokenStream> {
    let kinds = context.api.kinds();
    let mut kinds: Vec<_> = kinds
        .map(|(id, kind)| (context.names.ty(id), kind))
        .collect();
    kinds.sort_by_key(|(name, _)| *name);
    let markers: Vec<TokenStream> = kinds
        .into_iter()
        .map(|(name, kind)| {
            let about = doc_line(&match &kind.resource_type {
                Some(resource_type) => format!("Resources of the type `{resource_type}`."),
                None => {
                    format!("Resources like `{name}`, of a type that the document does not say.")
                }
            });
            quote! { #about pub enum #name {} }
        })
        .collect();
    (!markers.is_empty()).then(|| {
        quote! {
            //! Types of resources: what tells resources, relationships and ids of different types apart. They have no values.

            #(#markers)*
        }
    })
}

/// The resource in the directions that it has, its id, and what its marker stands for.
pub(super) fn kind(
    context: Context<'_>,
    id: TypeId,
    kind: &Kind,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let marker = scope.kind(name);
    let resource_type = kind.resource_type.as_deref().unwrap_or_default();
    let typed = kind.resource_type.is_some().then(|| {
        let typed = scope.json_api("Typed");
        quote! { impl #typed for #marker {} }
    });
    let (id_alias, id_type) = id_of(context, id, kind, &marker, scope);
    let aliases = aliases(context, id, kind, head, &marker, scope);
    let trait_name = scope.json_api("Kind");
    let free_form = KindParts {
        attributes: Type::JsonObject,
        attributes_optional: true,
        relationships: Type::JsonObject,
        relationships_optional: true,
    };
    let (attributes, relationships) =
        parts(context, kind.read.as_ref().unwrap_or(&free_form), scope);
    let fields = fields(context, kind);
    let create = kind.create.as_ref().map(|create| {
        let types = parts(context, create, scope);
        written("Create", &marker, &types, scope)
    });
    let update = kind.update.as_ref().map(|update| {
        // Whatever an update leaves out stays as it is.
        let attributes = context.ty(&update.attributes, scope);
        let relationships = context.ty(&update.relationships, scope);
        written("Update", &marker, &(attributes, relationships), scope)
    });
    quote! {
        #aliases
        #id_alias
        impl #trait_name for #marker {
            const TYPE: &'static str = #resource_type;
            #fields
            type Id = #id_type;
            type Attributes = #attributes;
            type Relationships = #relationships;
        }
        #typed
        #create
        #update
    }
}

/// Attributes and relationships that are called otherwise in Rust.
fn fields(context: Context<'_>, kind: &Kind) -> Option<TokenStream> {
    let roles = [Role::Create, Role::Update, Role::Read].into_iter();
    let parts = roles.filter_map(|role| kind.parts(role));
    let parts = parts.flat_map(|parts| [&parts.attributes, &parts.relationships]);
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for part in parts {
        let Type::Named(id) = context.api.target(part) else {
            continue;
        };
        let Shape::Struct(shape) = &context.api.types[id.0].shape else {
            continue;
        };
        for (index, field) in shape.fields.iter().enumerate() {
            let name = context.names.member(*id, index).to_string();
            names.entry(&field.wire).or_insert(name);
        }
    }
    let pairs = names.iter().filter_map(|(wire, name)| {
        // Whoever compares names writes a keyword without the prefix.
        let name = name.strip_prefix("r#").unwrap_or(name);
        (name != *wire).then(|| quote! { (#wire, #name) })
    });
    let pairs: Vec<TokenStream> = pairs.collect();
    (!pairs.is_empty()).then(|| {
        quote! { const FIELDS: &'static [(&'static str, &'static str)] = &[#(#pairs),*]; }
    })
}

/// The resource in each direction that it has.
fn aliases(
    context: Context<'_>,
    id: TypeId,
    kind: &Kind,
    head: &TokenStream,
    marker: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let own = context.names.ty(id);
    let roles = [Role::Read, Role::Create, Role::Update].into_iter();
    let roles: Vec<Role> = roles.filter(|role| kind.parts(*role).is_some()).collect();
    let aliases = roles.into_iter().map(|role| {
        let name = context.names.kind(id).resource(role);
        let resource = scope.json_api(match role {
            Role::Read => "Resource",
            Role::Create => "NewResource",
            Role::Update => "ResourceUpdate",
        });
        let about = if name == own {
            head.clone()
        } else {
            doc_line(&match role {
                Role::Update => format!("A change of [`{own}`]: what is left out stays as it is."),
                _ => format!("[`{own}`] as it is sent to be created."),
            })
        };
        quote! { #about pub type #name = #resource<#marker>; }
    });
    quote! { #(#aliases)* }
}

/// The definition of the ids, and how they are written.
fn id_of(
    context: Context<'_>,
    id: TypeId,
    kind: &Kind,
    marker: &TokenStream,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    if !kind.typed_id {
        return (quote! {}, quote! { String });
    }
    let own = context.names.ty(id);
    let name: &Ident = &context.names.kind(id).id;
    let generic = scope.json_api("Id");
    let about = doc_line(&format!("The id of [`{own}`], made from any string."));
    (
        quote! { #about pub type #name = #generic<#marker>; },
        quote! { #name },
    )
}

/// What is sent in one direction.
fn written(
    word: &str,
    marker: &TokenStream,
    (attributes, relationships): &(TokenStream, TokenStream),
    scope: &mut Scope<'_>,
) -> TokenStream {
    let trait_name = scope.json_api(word);
    let attributes_name = format_ident!("{word}Attributes");
    let relationships_name = format_ident!("{word}Relationships");
    quote! {
        impl #trait_name for #marker {
            type #attributes_name = #attributes;
            type #relationships_name = #relationships;
        }
    }
}

fn parts(
    context: Context<'_>,
    parts: &KindParts,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let optional = |ty: TokenStream, optional: bool| {
        if optional {
            quote! { Option<#ty> }
        } else {
            ty
        }
    };
    (
        optional(
            context.ty(&parts.attributes, scope),
            parts.attributes_optional,
        ),
        optional(
            context.ty(&parts.relationships, scope),
            parts.relationships_optional,
        ),
    )
}
