//! Operations as data, one file per tag.

mod docs;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::{docs, inner_docs};
use super::paging::paged;
use super::scope::Scope;
use super::{Context, File, file_name, models};
use crate::config::DateTime;
use crate::ir::{
    Body, Decode, Encode, FormStyle, Parameter, PathStyle, Place, Shape, Structure, Style, TagId,
    Type,
};

/// All files below `operations/`.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let mut tags: BTreeMap<TagId, Vec<usize>> = BTreeMap::new();
    for (index, operation) in context.api.operations.iter().enumerate() {
        tags.entry(operation.tag).or_default().push(index);
    }
    let names = tags.keys().map(|tag| context.names.module(*tag));
    let conditions = tags.keys().map(|tag| context.tag_condition(*tag));
    let mut files = vec![File::Tokens(
        "operations/mod.rs".to_owned(),
        quote! {
            //! Operations of the API, one module per tag: a marker type and a method of the client for each.

            #(#conditions pub mod #names;)*
        },
    )];
    for (tag, indices) in tags {
        let path = format!("operations/{}.rs", file_name(&context.module(tag)));
        files.push(File::Tokens(path, file(context, tag, &indices)));
    }
    files
}

fn file(context: Context<'_>, tag: TagId, indices: &[usize]) -> TokenStream {
    let mut scope = Scope::new(2, context.models);
    let tag = &context.api.tags[tag.0];
    let about = match &tag.docs {
        Some(text) => format!("Operations of the tag `{}`.\n\n{text}", tag.name),
        None => format!("Operations of the tag `{}`.", tag.name),
    };
    let about = inner_docs(&about);
    let markers: Vec<TokenStream> = indices
        .iter()
        .map(|index| marker(context, *index, &mut scope))
        .collect();
    let methods: Vec<TokenStream> = indices
        .iter()
        .map(|index| method(context, *index, &mut scope))
        .collect();
    let setters: Vec<TokenStream> = indices
        .iter()
        .map(|index| setters(context, *index, &mut scope))
        .collect();
    let client = scope.runtime("Client");
    let own = indices
        .iter()
        .map(|index| context.names.operation(*index).to_string())
        .collect();
    let uses = scope.uses(&own);
    quote! {
        #about
        #uses
        impl<M> #client<M> {
            #(#methods)*
        }
        #(#setters)*
        #(#markers)*
    }
}

/// The marker type with everything that the runtime needs to know.
fn marker(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let name = context.names.operation(index);
    let (operation_trait, decode_module, method_type) = (
        scope.runtime("Operation"),
        scope.runtime("decode"),
        scope.runtime("Method"),
    );
    let about = docs(&format!(
        "Operation `{}`: `{} {}`.",
        operation.id, operation.method, operation.path
    ));
    let (id, path, accept) = (&operation.id, &operation.path, &operation.output.accept);
    let method = format_ident!("{}", operation.method);
    let output = context.ty(&operation.output.ty, scope);
    let decode = match operation.output.decode {
        Decode::ByStatus => quote! { Self::Output::decode },
        other => {
            let function = models::decode_function(other);
            quote! { #decode_module::#function }
        }
    };
    let known = |name: &&String| {
        context
            .api
            .security
            .iter()
            .any(|scheme| scheme.name == **name)
    };
    let security = operation
        .security
        .iter()
        .filter(|names| names.iter().all(|name| known(&name)))
        .map(|names| quote! { &[#(#names),*] });
    let groups = |constant: &str, groups: &[Vec<String>]| {
        let constant = format_ident!("{constant}");
        let groups: Vec<TokenStream> = groups
            .iter()
            .map(|group| quote! { &[#(#group),*] })
            .collect();
        (!groups.is_empty()).then(
            || quote! { const #constant: &'static [&'static [&'static str]] = &[#(#groups),*]; },
        )
    };
    let one_of = groups("REQUIRED_ONE_OF", &operation.required_one_of);
    let together = groups("REQUIRED_TOGETHER", &operation.required_together);
    let paging = operation
        .paging
        .as_ref()
        .map(|paging| paged(context, index, paging, scope));
    let events = operation.events.as_ref().map(|data| {
        let (source, data) = (scope.runtime("EventSource"), context.ty(data, scope));
        quote! {
            impl #source for #name {
                type Data = #data;
            }
        }
    });
    let lines = operation.lines.as_ref().map(|line| {
        let (source, line) = (scope.runtime("LineSource"), context.ty(line, scope));
        quote! {
            impl #source for #name {
                type Line = #line;
            }
        }
    });
    let headers = super::headers::constants(context, index, scope);
    quote! {
        #about
        #[derive(Clone, Copy, Debug)]
        pub enum #name {}
        #headers
        impl #operation_trait for #name {
            type Output = #output;
            const ID: &'static str = #id;
            const METHOD: #method_type = #method_type::#method;
            const PATH: &'static str = #path;
            const ACCEPT: &'static str = #accept;
            const SECURITY: &'static [&'static [&'static str]] = &[#(#security),*];
            const DECODE: #decode_module::Decode<Self::Output> = #decode;
            #one_of
            #together
        }
        #paging
        #events
        #lines
    }
}

/// The client's method: required inputs are arguments.
fn method(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let (method, marker) = (context.names.method(index), context.names.operation(index));
    let request = scope.runtime("Request");
    let about = self::docs::method_docs(context, index);
    let about = (!about.is_empty()).then(|| {
        let about = docs(&about);
        quote! { #about #[doc = ""] }
    });
    let returns = format!(
        " `{} {}`. {}",
        operation.method,
        operation.path,
        self::docs::returns(context, operation)
    );
    let returns = returns.trim_end();
    let reading = self::docs::reading(context, operation)
        .into_iter()
        .map(|line| {
            let line = format!(" {line}");
            quote! { #[doc = ""] #[doc = #line] }
        });
    let errors = super::errors::about(context, index);
    let deprecated = operation.deprecated.then(|| quote! { #[deprecated] });
    let mut arguments = Vec::new();
    let mut calls = Vec::new();
    for (position, parameter) in operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.required)
    {
        let name = context.names.parameter(index, position);
        let (argument, call) = fill(context, parameter, name, scope);
        arguments.push(quote! { #name: #argument });
        calls.push(call);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let (argument, call) = body_call(context, body, scope);
        arguments.push(quote! { body: #argument });
        calls.push(call);
    }
    let too_many = (arguments.len() > 6).then(|| quote! { #[allow(clippy::too_many_arguments)] });
    quote! {
        #about
        #[doc = #returns]
        #(#reading)*
        #errors
        #deprecated
        #too_many
        pub fn #method(&self, #(#arguments),*) -> #request<#marker, M> {
            self.request() #(#calls)*
        }
    }
}

/// Setters for what is optional.
fn setters(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let marker = context.names.operation(index);
    let mut setters = Vec::new();
    for (position, parameter) in operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| !parameter.required)
    {
        let name = context.names.parameter(index, position);
        let (argument, call) = fill(context, parameter, name, scope);
        let about = docs(&parameter_docs(parameter));
        let deprecated = parameter.deprecated.then(|| quote! { #[deprecated] });
        setters.push(quote! {
            #about
            #deprecated
            pub fn #name(self, #name: #argument) -> Self {
                self #call
            }
        });
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let (argument, call) = body_call(context, body, scope);
        let about = docs(body.docs.as_deref().unwrap_or("The request body."));
        setters.push(quote! {
            #about
            pub fn body(self, body: #argument) -> Self {
                self #call
            }
        });
    }
    if setters.is_empty() {
        return quote! {};
    }
    let request = scope.runtime("Request");
    quote! {
        impl<M> #request<#marker, M> {
            #(#setters)*
        }
    }
}

fn parameter_docs(parameter: &Parameter) -> String {
    let mut text = parameter
        .docs
        .clone()
        .unwrap_or_else(|| format!("Parameter `{}`.", parameter.wire));
    if let Some(default) = &parameter.default {
        text.push_str(&format!("\n\nDefault: `{default}`."));
    }
    text
}

/// Argument type of a parameter, and the call that puts it into the request.
fn fill(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let (argument, mut call) = set(context, parameter, name, scope);
    if parameter.reserved {
        let wire = &parameter.wire;
        call.extend(quote! { .allow_reserved(#wire) });
    }
    (argument, call)
}

fn set(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let wire = &parameter.wire;
    let item = |scope: &mut Scope<'_>| {
        if displayed(context, &parameter.ty) {
            context.ty(&parameter.ty, scope)
        } else {
            let display = scope.external("std::fmt", "Display");
            quote! { impl #display }
        }
    };
    if parameter.is_list() {
        let item = item(scope);
        let list_style = match parameter.place {
            Place::Query => scope.runtime("ListStyle"),
            _ => quote! {},
        };
        let style = format_ident!(
            "{}",
            match parameter.style {
                Style::Joined(" ") => "Space",
                Style::Joined("|") => "Pipe",
                Style::Joined(_) => "Comma",
                Style::Brackets => "Brackets",
                _ => "Repeat",
            }
        );
        let argument = quote! { impl IntoIterator<Item = #item> };
        return (
            argument,
            list_call(parameter, name, &quote! { #list_style::#style }, scope),
        );
    }
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let call = format_ident!("{place}");
    let reference = |scope: &mut Scope<'_>| {
        let ty = context.ty(&parameter.ty, scope);
        quote! { &#ty }
    };
    match parameter.style {
        Style::DeepObject => {
            let style = scope.runtime("ObjectStyle");
            (
                reference(scope),
                quote! { .query_members(#wire, #name, #style::DeepObject) },
            )
        }
        Style::FormObject { explode } => {
            let style = scope.runtime("ObjectStyle");
            (
                reference(scope),
                quote! { .query_members(#wire, #name, #style::Form { explode: #explode }) },
            )
        }
        Style::JoinedObject(separator) => {
            let style = scope.runtime("ObjectStyle");
            let separator = if separator == " " {
                quote! { Space }
            } else {
                quote! { Pipe }
            };
            (
                reference(scope),
                quote! { .query_members(#wire, #name, #style::#separator) },
            )
        }
        Style::Members { explode } if parameter.place == Place::Header => (
            reference(scope),
            quote! { .header_members(#wire, #name, #explode) },
        ),
        Style::Members { explode } => (
            reference(scope),
            quote! { .cookie_members(#wire, #name, #explode) },
        ),
        Style::Path {
            structure: Structure::Object,
            style,
            explode,
        } => {
            let style = path_style(style, scope);
            (
                reference(scope),
                quote! { .path_members(#wire, #name, #style, #explode) },
            )
        }
        Style::Path { style, .. } => {
            let style = path_style(style, scope);
            let item = item(scope);
            (item, quote! { .path_value(#wire, #name, #style) })
        }
        Style::Json => {
            let call = format_ident!("{place}_json");
            (reference(scope), quote! { .#call(#wire, #name) })
        }
        _ if parameter.ty == Type::DateRange
            || (parameter.ty == Type::DateTime && context.config.date_time != DateTime::Jiff) =>
        {
            let ty = context.ty(&parameter.ty, scope);
            (
                quote! { impl Into<#ty> },
                quote! { .#call(#wire, #name.into()) },
            )
        }
        _ => {
            let item = item(scope);
            (item, quote! { .#call(#wire, #name) })
        }
    }
}

fn list_call(
    parameter: &Parameter,
    name: &Ident,
    style: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let wire = &parameter.wire;
    match (parameter.place, parameter.style) {
        (Place::Path, Style::Path { style, explode, .. }) => {
            let style = path_style(style, scope);
            quote! { .path_list(#wire, #name, #style, #explode) }
        }
        (Place::Header, _) => quote! { .header_list(#wire, #name) },
        (Place::Cookie, style) => {
            let explode = style == Style::Repeated;
            quote! { .cookie_list(#wire, #name, #explode) }
        }
        _ => quote! { .query_list(#wire, #name, #style) },
    }
}

fn path_style(style: PathStyle, scope: &mut Scope<'_>) -> TokenStream {
    let path_style = scope.runtime("PathStyle");
    let style = match style {
        PathStyle::Simple => "Simple",
        PathStyle::Label => "Label",
        PathStyle::Matrix => "Matrix",
    };
    let style = format_ident!("{style}");
    quote! { #path_style::#style }
}

/// Whether values of the type know how they are written in a parameter, and are worth asking for by type.
pub(super) fn displayed(context: Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Bool
        | Type::Int32
        | Type::Int64
        | Type::Uint64
        | Type::Float
        | Type::DateTime
        | Type::Date
        | Type::DateRange => true,
        Type::Named(id) => match &context.api.types[id.0].shape {
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
            Shape::Alias(target) => displayed(context, target),
            _ => false,
        },
        _ => false,
    }
}

fn body_call(
    context: Context<'_>,
    body: &Body,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let media_type = &body.media_type;
    match body.encode {
        Encode::Json => {
            let ty = context.ty(&body.ty, scope);
            match by_value(context, &body.ty) {
                true => (
                    quote! { impl Into<#ty> },
                    quote! { .json(#media_type, &body.into()) },
                ),
                false if body.ty == Type::String => {
                    (quote! { &str }, quote! { .json(#media_type, &body) })
                }
                false => (quote! { &#ty }, quote! { .json(#media_type, body) }),
            }
        }
        Encode::Form => {
            let ty = context.ty(&body.ty, scope);
            if body.styles.is_empty() {
                return (quote! { &#ty }, quote! { .form(body) });
            }
            let styles = body.styles.iter().map(|(name, style)| {
                let form_style = scope.runtime("FormStyle");
                let style = format_ident!(
                    "{}",
                    match style {
                        FormStyle::Comma => "Comma",
                        FormStyle::Space => "Space",
                        FormStyle::Pipe => "Pipe",
                        FormStyle::Members => "Members",
                        FormStyle::Brackets => "Brackets",
                        FormStyle::Json => "Json",
                    }
                );
                quote! { (#name, #form_style::#style) }
            });
            let styles: Vec<TokenStream> = styles.collect();
            (
                quote! { &#ty },
                quote! { .form_styled(body, &[#(#styles),*]) },
            )
        }
        Encode::Multipart => {
            if body.ty == Type::Json {
                let multipart = scope.runtime("Multipart");
                return (quote! { &#multipart }, quote! { .multipart(body) });
            }
            let ty = context.ty(&body.ty, scope);
            (quote! { &#ty }, quote! { .multipart(&body.into()) })
        }
        Encode::Text => (
            quote! { impl Into<String> },
            quote! { .text(#media_type, body) },
        ),
        Encode::Bytes => {
            let upload = scope.runtime("Upload");
            (
                quote! { impl Into<#upload> },
                quote! { .upload(#media_type, body) },
            )
        }
    }
}

/// JSON:API documents are made from the resource itself.
fn by_value(context: Context<'_>, ty: &Type) -> bool {
    match ty {
        Type::Document { .. } => true,
        Type::Named(id) => {
            matches!(&context.api.types[id.0].shape, Shape::Alias(target) if by_value(context, target))
        }
        _ => false,
    }
}
