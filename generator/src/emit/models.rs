//! Type definitions, one file per tag and one for what tags share.

mod about;
mod conversions;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::{code, docs, inner_docs};
use super::scope::Scope;
use super::{Context, File, file_name};
use crate::config::{DateTime, Derive};
use crate::ir::{Decode, Field, KindParts, Presence, Shape, Struct, Type, TypeId, Union};

/// All files below `models/`.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let mut modules: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
    for index in 0..context.api.types.len() {
        modules
            .entry(context.module_of(TypeId(index)))
            .or_default()
            .push(TypeId(index));
    }
    let names: Vec<Ident> = modules.keys().map(|module| crate_ident(module)).collect();
    // All types of a module have one gate.
    let conditions: Vec<TokenStream> = modules
        .values()
        .map(|ids| match ids.first() {
            Some(id) => context.condition(&context.api.types[id.0].gate),
            None => quote! {},
        })
        .collect();
    let paths = names.iter().map(|name| {
        if is_crate(name) {
            quote! { self::#name }
        } else {
            quote! { #name }
        }
    });
    let mut files = vec![File::Tokens(
        "models/mod.rs".to_owned(),
        quote! {
            //! Types of the API: one module per tag, and `common` for what several tags share.
            //!
            //! All of them are also re-exported here.

            #(#conditions mod #names;)*
            #(#conditions pub use #paths::*;)*
        },
    )];
    let order = |id: &TypeId| {
        (
            context.api.types[id.0].pointer.clone(),
            context.names.ty(*id).to_string(),
        )
    };
    for (module, mut ids) in modules {
        ids.sort_by_key(order);
        files.push(File::Tokens(
            format!("models/{}.rs", file_name(&module)),
            file(context, &ids),
        ));
    }
    files
}

/// Whether a module has the name of a crate, so that its name alone would be ambiguous.
fn is_crate(module: &Ident) -> bool {
    crate::names::CRATES.iter().any(|name| module == name)
}

fn crate_ident(module: &str) -> Ident {
    match module.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, proc_macro2::Span::call_site()),
        None => format_ident!("{module}"),
    }
}

fn file(context: Context<'_>, ids: &[TypeId]) -> TokenStream {
    let mut scope = Scope::new(2, context.models);
    let items: Vec<TokenStream> = ids
        .iter()
        .map(|id| definition(context, *id, &mut scope))
        .collect();
    let own: BTreeSet<String> = ids
        .iter()
        .map(|id| context.names.ty(*id).to_string())
        .collect();
    let uses = scope.uses(&own);
    let about = ids.first().map(|id| inner_docs(&context.about(*id)));
    quote! { #about #uses #(#items)* }
}

fn definition(context: Context<'_>, id: TypeId, scope: &mut Scope<'_>) -> TokenStream {
    let def = &context.api.types[id.0];
    let name = context.names.ty(id);
    let mut text = def.docs.clone().unwrap_or_else(|| about::about(def));
    if def.deprecated {
        // The attribute would make the code around it warn.
        text.push_str("\n\nDeprecated.");
    }
    let docs = docs(&text);
    let head = quote! { #docs };
    match &def.shape {
        Shape::Struct(shape) => structure(context, id, shape, &head, scope),
        Shape::Form(shape) => super::form::form(context, id, shape, &head, scope),
        Shape::StringEnum(values) => {
            let variants: Vec<&Ident> = (0..values.len())
                .map(|index| context.names.member(id, index))
                .collect();
            let wires: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
            let about = wires
                .iter()
                .map(|wire| super::docs::docs(&format!("{}.", code(wire))));
            let string_enum = scope.runtime("string_enum");
            quote! {
                #head
                #[derive(Clone, Debug, PartialEq, Eq, Hash)]
                pub enum #name {
                    #(#about #variants,)*
                    #[doc = " A value that the document does not list, as it was received."]
                    Unknown(String),
                }
                #string_enum!(#name { #(#variants: #wires),* });
            }
        }
        Shape::IntegerEnum(values) => {
            let variants: Vec<&Ident> = (0..values.len())
                .map(|index| context.names.member(id, index))
                .collect();
            let about = values
                .iter()
                .map(|value| super::docs::docs(&format!("`{value}`.")));
            let values = values
                .iter()
                .map(|value| proc_macro2::Literal::i64_unsuffixed(*value));
            let integer_enum = scope.runtime("integer_enum");
            quote! {
                #head
                #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
                pub enum #name {
                    #(#about #variants,)*
                    #[doc = " A value that the document does not list, as it was received."]
                    Unknown(i64),
                }
                #integer_enum!(#name { #(#variants: #values),* });
            }
        }
        Shape::Union(union) => union_type(context, id, union, &head, scope),
        Shape::Alias(ty) => {
            let ty = context.ty(ty, scope);
            quote! { #head pub type #name = #ty; }
        }
        Shape::Newtype(ty) => {
            let ty = context.ty(ty, scope);
            let (further, serde) = (further(context, id), serde(context, id, scope));
            quote! {
                #head
                #[derive(Clone, Debug, PartialEq, #further #serde)]
                #[serde(transparent)]
                pub struct #name(pub #ty);
            }
        }
        Shape::Kind(kind) => {
            let resource_type = &kind.resource_type;
            let trait_name = scope.json_api("Kind");
            let free_form = KindParts {
                attributes: Type::JsonObject,
                attributes_optional: true,
                relationships: Type::JsonObject,
                relationships_optional: true,
            };
            let (attributes, relationships) =
                parts(context, kind.read.as_ref().unwrap_or(&free_form), scope);
            let writes =
                [(&kind.create, "Create"), (&kind.update, "Update")].map(|(written, word)| {
                    written.as_ref().map(|written| {
                        let trait_name = scope.json_api(word);
                        let (attributes, relationships) = parts(context, written, scope);
                        let (attributes_name, relationships_name) = (
                            format_ident!("{word}Attributes"),
                            format_ident!("{word}Relationships"),
                        );
                        quote! {
                            impl #trait_name for #name {
                                type #attributes_name = #attributes;
                                type #relationships_name = #relationships;
                            }
                        }
                    })
                });
            let writes = writes.into_iter().flatten();
            quote! {
                #head
                #[derive(Clone, Copy, Debug, PartialEq, Eq)]
                pub enum #name {}
                impl #trait_name for #name {
                    const TYPE: &'static str = #resource_type;
                    type Attributes = #attributes;
                    type Relationships = #relationships;
                }
                #(#writes)*
            }
        }
        Shape::Responses(variants) => {
            let names: Vec<&Ident> = (0..variants.len())
                .map(|index| context.names.member(id, index))
                .collect();
            let about = variants.iter().map(|variant| {
                super::docs::docs(&match (&variant.docs, variant.decode) {
                    (Some(docs), _) => format!("`{}`: {docs}", variant.status),
                    (None, Decode::Empty) => format!("A `{}`, which has no body.", variant.status),
                    (None, _) => format!("The body of a `{}`.", variant.status),
                })
            });
            let payloads: Vec<Option<TokenStream>> = variants
                .iter()
                .map(|variant| {
                    let held =
                        (variant.decode != Decode::Empty).then(|| context.ty(&variant.ty, scope));
                    held.map(|ty| quote! { (#ty) })
                })
                .collect();
            let decode = scope.runtime("decode");
            let raw = scope.runtime("RawResponse");
            let error = scope.runtime("DecodeError");
            let arms = variants.iter().zip(&names).map(|(variant, name)| {
                let pattern = status_pattern(&variant.status);
                if variant.decode == Decode::Empty {
                    return quote! { #pattern => Ok(Self::#name) };
                }
                let function = decode_function(variant.decode);
                quote! { #pattern => #decode::#function(raw).map(Self::#name) }
            });
            quote! {
                #head
                #[derive(Clone, Debug, PartialEq)]
                pub enum #name {
                    #(#about #names #payloads,)*
                }
                impl #name {
                    pub(crate) fn decode(raw: &#raw) -> Result<Self, #error> {
                        match raw.head.status().as_u16() {
                            #(#arms,)*
                            status => Err(#error::new(format!("status {status} is not one of those that the document describes"), raw)),
                        }
                    }
                }
            }
        }
        Shape::Errors(variants) => super::errors::enumeration(context, id, variants, &head, scope),
        Shape::Pending => quote! {},
    }
}

/// `2XX` covers a hundred statuses (OpenAPI "Responses Object").
fn status_pattern(status: &str) -> TokenStream {
    if let Ok(status) = status.parse::<u16>() {
        let status = proc_macro2::Literal::u16_unsuffixed(status);
        quote! { #status }
    } else {
        quote! { 200..=299 }
    }
}

/// The runtime's function for a decoding.
pub(super) fn decode_function(decode: Decode) -> Ident {
    format_ident!(
        "{}",
        match decode {
            Decode::Empty | Decode::ByStatus => "empty",
            Decode::Json => "json",
            Decode::JsonOrEmpty => "json_or_empty",
            Decode::Text => "text",
            Decode::Bytes => "bytes",
        }
    )
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

/// The traits beyond the usual ones, each with a comma behind it.
fn further(context: Context<'_>, id: TypeId) -> TokenStream {
    let traits = context.api.types[id.0].derives.iter();
    let names = traits.map(|derive| match derive {
        Derive::Eq => quote! { Eq },
        Derive::Hash => quote! { Hash },
    });
    quote! { #(#names,)* }
}

/// What is derived from serde. What is only sent is never decoded, and decoding is what the compiler spends most of its
/// time on.
fn serde(context: Context<'_>, id: TypeId, scope: &mut Scope<'_>) -> TokenStream {
    let serialize = scope.external("serde", "Serialize");
    if !is_read(context, id) {
        return quote! { #serialize };
    }
    let deserialize = scope.external("serde", "Deserialize");
    quote! { #serialize, #deserialize }
}

fn is_read(context: Context<'_>, id: TypeId) -> bool {
    let def = &context.api.types[id.0];
    !def.sent || def.received || context.config.all_derives
}

/// The same for what is not derived.
fn directions(context: Context<'_>, id: TypeId) -> TokenStream {
    if is_read(context, id) {
        quote! { [read write] }
    } else {
        quote! { [write] }
    }
}

fn structure(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let derived = !context.api.compact;
    let fields: Vec<TokenStream> = shape
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| member(context, id, index, field, derived, scope))
        .collect();
    let additional = shape.additional.as_ref().map(|ty| {
        let ty = context.ty(ty, scope);
        let map = scope.external("std::collections", "BTreeMap");
        let flatten = derived.then(|| quote! { #[serde(flatten)] });
        quote! {
            #[doc = " Members that are not declared."]
            #flatten
            pub additional: #map<String, #ty>,
        }
    });
    let default = defaulted(shape).then(|| quote! { Default, });
    let builder = context.api.types[id.0]
        .sent
        .then(|| builder(context, id, shape, scope));
    let further = further(context, id);
    let (derives, implementation) = if derived {
        let serde = serde(context, id, scope);
        (serde, quote! {})
    } else {
        (quote! {}, object(context, id, shape, scope))
    };
    quote! {
        #head
        #[derive(Clone, Debug, #default PartialEq, #further #derives)]
        pub struct #name {
            #(#fields)*
            #additional
        }
        #implementation
        #builder
    }
}

/// Reading and writing of a struct without derived code.
fn object(context: Context<'_>, id: TypeId, shape: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    let object = scope.runtime("object");
    let name = context.names.ty(id);
    let members = shape.fields.iter().enumerate().map(|(index, field)| {
        let (member, wire) = (context.names.member(id, index), &field.wire);
        let presence = format_ident!(
            "{}",
            match field.presence {
                Presence::Required => "required",
                Presence::RequiredNullable => "nullable",
                Presence::Optional => "optional",
                Presence::Patch => "patch",
            }
        );
        quote! { #presence #member: #wire, }
    });
    let additional = shape.additional.is_some().then(|| quote! { ..additional });
    let directions = directions(context, id);
    quote! { #object!(#name #directions { #(#members)* #additional }); }
}

/// Whether a struct can be empty.
pub(super) fn defaulted(shape: &Struct) -> bool {
    shape
        .fields
        .iter()
        .all(|field| matches!(field.presence, Presence::Optional | Presence::Patch))
}

fn field_docs(field: &Field) -> TokenStream {
    let mut text = field
        .docs
        .clone()
        .unwrap_or_else(|| format!("Member {}.", code(&field.wire)));
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

pub(super) fn member(
    context: Context<'_>,
    id: TypeId,
    index: usize,
    field: &Field,
    json: bool,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.member(id, index);
    let ty = context.ty(&field.ty, scope);
    let docs = field_docs(field);
    let wire = &field.wire;
    let rename = (*wire != unraw(name)).then(|| quote! { rename = #wire });
    let (ty, presence) = match field.presence {
        Presence::Required => (ty, None),
        Presence::RequiredNullable => (quote! { Option<#ty> }, None),
        Presence::Optional => (
            quote! { Option<#ty> },
            Some(quote! { skip_serializing_if = "Option::is_none" }),
        ),
        Presence::Patch => {
            let patch = scope.runtime("Patch");
            let is_keep = format!("{}::is_keep", patch.to_string().replace(' ', ""));
            (
                quote! { #patch<#ty> },
                Some(quote! { default, skip_serializing_if = #is_keep }),
            )
        }
    };
    let arguments: Vec<TokenStream> = rename.into_iter().chain(presence).collect();
    let serde = (json && !arguments.is_empty()).then(|| quote! { #[serde(#(#arguments),*)] });
    quote! { #docs #serde pub #name: #ty, }
}

fn unraw(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Required members as constructor arguments, the rest set by name.
pub(super) fn builder(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let mut arguments = Vec::new();
    let mut initials = Vec::new();
    let mut setters = Vec::new();
    for (index, field) in shape.fields.iter().enumerate() {
        let member = context.names.member(id, index);
        let (parameter, value) = context.argument(&field.ty, member, scope);
        match field.presence {
            Presence::Required => {
                arguments.push(quote! { #member: #parameter });
                initials.push(if *member == value.to_string() {
                    quote! { #member }
                } else {
                    quote! { #member: #value }
                });
            }
            Presence::RequiredNullable => {
                let ty = context.ty(&field.ty, scope);
                arguments.push(quote! { #member: Option<#ty> });
                initials.push(quote! { #member });
            }
            Presence::Optional => {
                initials.push(quote! { #member: None });
                setters.push(setter(
                    member,
                    &parameter,
                    &quote! { Some(#value) },
                    field.deprecated,
                ));
            }
            Presence::Patch => {
                let ty = context.ty(&field.ty, scope);
                let patch = scope.runtime("Patch");
                initials.push(quote! { #member: #patch::Keep });
                setters.push(setter(
                    member,
                    &quote! { impl Into<#patch<#ty>> },
                    &quote! { #member.into() },
                    field.deprecated,
                ));
            }
        }
    }
    if shape.additional.is_some() {
        let map = scope.external("std::collections", "BTreeMap");
        initials.push(quote! { additional: #map::new() });
    }
    let all_optional = arguments.is_empty() && shape.additional.is_none();
    let shadowed = shape
        .fields
        .iter()
        .enumerate()
        .any(|(index, _)| context.names.member(id, index) == "default");
    let default = if shadowed {
        quote! { Default::default() }
    } else {
        quote! { Self::default() }
    };
    let body = if all_optional {
        default
    } else {
        quote! { Self { #(#initials),* } }
    };
    let about = if arguments.is_empty() {
        " An empty value; set members by name."
    } else {
        " A value with what is required; set further members by name."
    };
    let too_many = (arguments.len() > 7).then(|| quote! { #[allow(clippy::too_many_arguments)] });
    quote! {
        impl #name {
            #[doc = #about]
            #[must_use]
            #too_many
            pub fn new(#(#arguments),*) -> Self {
                #body
            }
            #(#setters)*
        }
    }
}

fn setter(
    member: &Ident,
    parameter: &TokenStream,
    value: &TokenStream,
    deprecated: bool,
) -> TokenStream {
    let deprecated = deprecated.then(|| quote! { #[deprecated] });
    let about = format!(" Sets `{}`.", unraw(member));
    quote! {
        #[doc = #about]
        #deprecated
        #[must_use]
        pub fn #member(mut self, #member: #parameter) -> Self {
            self.#member = #value;
            self
        }
    }
}

impl Context<'_> {
    /// The most convenient argument for a value of this type, and the value made from it.
    pub(crate) fn argument(
        &self,
        ty: &Type,
        name: &Ident,
        scope: &mut Scope<'_>,
    ) -> (TokenStream, TokenStream) {
        let exact = self.ty(ty, scope);
        match ty {
            Type::String
            | Type::Secret
            | Type::Named(_)
            | Type::DateTime
            | Type::DateRange
            | Type::Binary
            | Type::File
            | Type::OneOrMany(_)
                if !self.is_copy(ty) =>
            {
                (quote! { impl Into<#exact> }, quote! { #name.into() })
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner, scope);
                (quote! { #inner }, quote! { Box::new(#name) })
            }
            _ => (exact, quote! { #name }),
        }
    }

    fn is_copy(&self, ty: &Type) -> bool {
        match ty {
            // The runtime's types around those of a library are made from these.
            Type::DateTime => self.config.date_time == DateTime::Jiff,
            Type::Named(id) => matches!(self.api.types[id.0].shape, Shape::IntegerEnum(_)),
            _ => false,
        }
    }
}

fn union_type(
    context: Context<'_>,
    id: TypeId,
    union: &Union,
    head: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let name = context.names.ty(id);
    let variants: Vec<&Ident> = (0..union.variants.len())
        .map(|index| context.names.member(id, index))
        .collect();
    let types: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| context.ty(&variant.ty, scope))
        .collect();
    let about = variants
        .iter()
        .map(|variant| super::docs::docs(&format!("`{variant}`.")));
    let value = scope.external("serde_json", "Value");
    let froms = conversions::conversions(context, id, union, scope);
    let body = quote! {
        pub enum #name {
            #(#about #variants(#types),)*
            #[doc = " Anything else, as it was received."]
            Other(#value),
        }
    };
    let further = further(context, id);
    let Some(discriminator) = &union.discriminator else {
        if context.api.compact {
            let (untagged_union, directions) =
                (scope.runtime("untagged_union"), directions(context, id));
            return quote! {
                #head
                #[derive(Clone, Debug, PartialEq, #further)]
                #body
                #untagged_union!(#name #directions { #(#variants),* });
                #froms
            };
        }
        let serde = serde(context, id, scope);
        return quote! {
            #head
            #[derive(Clone, Debug, PartialEq, #further #serde)]
            #[serde(untagged)]
            #body
            #froms
        };
    };
    let (tagged_union, directions) = (scope.runtime("tagged_union"), directions(context, id));
    let tags = union.variants.iter().map(|variant| {
        let tags = &variant.tags;
        quote! { [#(#tags),*] }
    });
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq, #further)]
        #body
        #tagged_union!(#name #directions, #discriminator, { #(#variants: #tags),* });
        #froms
    }
}
