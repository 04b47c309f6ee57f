//! What several kinds of types need to know of a member.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::Context;
use crate::emit::docs::{code, docs};
use crate::emit::scope::Scope;
use crate::ir::{Field, Presence, Scalar, Struct, TypeId};

/// The name of the field for members that are not declared.
pub(super) fn undeclared<'a>(context: Context<'a>, id: TypeId, shape: &Struct) -> &'a Ident {
    context.names.member(id, shape.fields.len())
}

/// The position of a member among those that an object tells apart. The constants come first.
pub(super) fn position(shape: &Struct, index: usize) -> Literal {
    Literal::usize_unsuffixed(shape.constants.len() + index)
}

/// A value as the runtime's macros take it.
pub(super) fn scalar(value: &Scalar) -> TokenStream {
    match value {
        Scalar::Text(text) => quote! { Text(#text) },
        Scalar::Integer(integer) => {
            let integer = Literal::i64_unsuffixed(*integer);
            quote! { Integer(#integer) }
        }
        Scalar::Bool(is) => quote! { Bool(#is) },
    }
}

/// Whether a struct can be empty.
pub(in crate::emit) fn defaulted(shape: &Struct) -> bool {
    shape
        .fields
        .iter()
        .all(|field| matches!(field.presence, Presence::Optional | Presence::Patch))
}

/// A member as it stands in a struct.
pub(in crate::emit) fn member(
    context: Context<'_>,
    id: TypeId,
    index: usize,
    field: &Field,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.member(id, index);
    let ty = context.ty(&field.ty, scope);
    let docs = field_docs(field, name);
    let ty = match field.presence {
        Presence::Required => ty,
        Presence::RequiredNullable | Presence::Optional => quote! { Option<#ty> },
        Presence::Patch => {
            let patch = scope.runtime("Patch");
            quote! { #patch<#ty> }
        }
    };
    quote! { #docs pub #name: #ty, }
}

/// A name without the mark of raw identifiers.
pub(super) fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// What the document says of a member, and nothing where it says nothing.
fn field_docs(field: &Field, name: &Ident) -> TokenStream {
    let mut text = field.docs.clone().unwrap_or_default();
    if text.is_empty() && unraw(name) != field.wire {
        text = format!("{} on the wire.", code(&field.wire));
    }
    if let Some(default) = &field.default {
        text.push_str(&format!(
            "\n\nDefault: `{}`.",
            default.to_string().replace('`', "'")
        ));
    }
    if field.deprecated {
        // The attribute would make the code around it warn.
        text.push_str("\n\nDeprecated.");
    }
    docs(&text)
}
