//! A call of an operation as the text of a function that is given every value when it runs: for programs that check
//! clients on the wire. What `given` is, the program says.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::quote;

use super::body::given;
use super::example::is_object;
use crate::emit::Context;
use crate::emit::example::code;
use crate::emit::scope::Scope;
use crate::ir::{
    Body, Decode, Encode, Operation, Parameter, Place, Presence, ResponseVariant, Shape, Struct,
    Type, TypeId,
};

/// `async fn name(client: &Client, given: &Given) -> Outcome`, which sets all for which there is a value.
pub(in crate::emit) fn driven(context: Context<'_>, index: usize, name: &str) -> String {
    let operation = &context.api.operations[index];
    let mut scope = Scope::new(1, context.models);
    let request = scope.runtime("Request");
    let arguments = required(context, index, &mut scope);
    let mut lines = vec![format!(
        "let request = {};",
        call(context, index, &arguments, &mut scope)
    )];
    for (position, parameter) in optional(operation) {
        let name = context.names.parameter(index, position);
        let value = argument(context, parameter, &mut scope);
        let key = key(parameter);
        lines.push(format!(
            "let request = if given.has({key}) {{ request.{name}({value}) }} else {{ request }};"
        ));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let value = self::body(context, body, &mut scope);
        let media_type = &body.media_type;
        lines.push(format!(
            "let request = if given.has_body({media_type:?}) {{ request.body({value}) }} else {{ request }};"
        ));
    }
    let others = operation.other_bodies.iter().enumerate();
    for (position, body) in others.filter(|(_, body)| !body.required) {
        let name = context.names.other_body(index, position);
        let value = self::body(context, body, &mut scope);
        lines.push(format!(
            "let request = if given.is_sent_as({:?}) {{ request.{name}({value}) }} else {{ request }};",
            body.media_type
        ));
    }
    let request = code(&request);
    let with = "with(given.options()?)";
    if operation.paging.is_some() {
        lines.push(format!(
            "if given.is_paged_through() {{ return items!({request}::from(request).{with}.items()); }}"
        ));
    }
    for (position, output) in operation.other_outputs.iter().enumerate() {
        let name = context.names.other_output(index, position);
        lines.push(format!(
            "if given.is_asked_for({:?}) {{ return {}({request}::from(request.{name}()).{with}.send().await.map(|response| response.into_inner())); }}",
            output.accept,
            report(context, output.decode, &mut scope)
        ));
    }
    if operation.streamed_only {
        let read = match operation.events {
            Some(_) => "events",
            None => "lines",
        };
        lines.push(format!(
            "{read}!({request}::from(request).{with}.send_{read}().await)"
        ));
    } else {
        lines.push(format!(
            "let response = {request}::from(request).{with}.send().await;"
        ));
        lines.push(outcome(context, operation, &mut scope));
    }
    let krate = context.names.package.replace('-', "_");
    let uses =
        code(&scope.uses(&BTreeSet::new())).replace("use super::", &format!("use {krate}::"));
    format!(
        "async fn {name}(client: &{krate}::Client, given: &Given) -> Outcome {{\n    {uses}\n    {}\n}}\n",
        lines.join("\n    ")
    )
}

/// The call of the method: of the one for another body, if that is given.
fn call(context: Context<'_>, index: usize, arguments: &[String], scope: &mut Scope<'_>) -> String {
    let operation = &context.api.operations[index];
    let mut spelled = |method: &Ident, body: Option<&Body>| {
        let body = body.map(|body| self::body(context, body, scope));
        let arguments: Vec<String> = arguments.iter().cloned().chain(body).collect();
        format!("client.{method}({})", arguments.join(", "))
    };
    let first = operation.body.as_ref().filter(|body| body.required);
    let mut text = spelled(context.names.method(index), first);
    let others = operation.other_bodies.iter().enumerate();
    for (position, body) in others.filter(|(_, body)| body.required) {
        let other = spelled(context.names.other_body(index, position), Some(body));
        text = format!(
            "if given.is_sent_as({:?}) {{ {other} }} else {{ {text} }}",
            body.media_type
        );
    }
    text
}

fn optional(operation: &Operation) -> impl Iterator<Item = (usize, &Parameter)> {
    let parameters = operation.parameters.iter().enumerate();
    parameters.filter(|(_, parameter)| !parameter.required)
}

/// The arguments of the method, with texts in a row as one.
fn required(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> Vec<String> {
    let operation = &context.api.operations[index];
    let parameters = operation.parameters.iter().enumerate();
    let required = parameters.filter(|(_, parameter)| parameter.required);
    let arguments: Vec<(&Ident, String)> = required
        .map(|(position, parameter)| {
            let name = context.names.parameter(index, position);
            (name, argument(context, parameter, scope))
        })
        .collect();
    together(context, arguments, context.api.texts_of(operation), scope)
}

/// Values by name as arguments: each run as a struct.
fn together(
    context: Context<'_>,
    mut given: Vec<(&Ident, String)>,
    runs: Vec<std::ops::Range<usize>>,
    scope: &mut Scope<'_>,
) -> Vec<String> {
    let mut arguments: Vec<String> = given.iter().map(|(_, value)| value.clone()).collect();
    // From the end, so that positions before it stay.
    for run in runs.into_iter().rev() {
        let row: Vec<(&Ident, String)> = given.drain(run.clone()).collect();
        let names: Vec<&Ident> = row.iter().map(|(name, _)| *name).collect();
        let Some(ty) = context.names.texts(&names) else {
            continue;
        };
        scope.model(ty);
        let fields = row.iter().map(|(name, value)| format!("{name}: {value}"));
        let fields: Vec<String> = fields.collect();
        arguments.splice(run, [format!("{ty} {{ {} }}", fields.join(", "))]);
    }
    arguments
}

/// Where a value of a parameter is found: its place and its name.
fn key(parameter: &Parameter) -> String {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    format!("{place:?}, {:?}", parameter.wire)
}

/// The value of a parameter as an expression.
fn argument(context: Context<'_>, parameter: &Parameter, scope: &mut Scope<'_>) -> String {
    let key = key(parameter);
    if parameter.ty == Type::DateRange {
        let range = code(&scope.runtime("DateRange"));
        return format!("{{ let (start, end) = given.range({key})?; {range}::new(start, end) }}");
    }
    // Everything else takes whatever can be written.
    let typed = is_object(parameter) || context.api.is_displayed(&parameter.ty);
    if !typed {
        let function = if parameter.is_list() { "texts" } else { "text" };
        return format!("given.{function}({key})?");
    }
    let ty = code(&context.ty(&parameter.ty, scope));
    if parameter.is_list() {
        return format!("given.value::<Vec<{ty}>>({key})?");
    }
    let reference = if is_object(parameter) { "&" } else { "" };
    format!("{reference}given.value::<{ty}>({key})?")
}

/// The body as an expression.
fn body(context: Context<'_>, body: &Body, scope: &mut Scope<'_>) -> String {
    let media_type = &body.media_type;
    let (ty, reference) = given(context, body, scope);
    let ty = code(&ty);
    match body.encode {
        Encode::Json if body.ty == Type::String => {
            format!("&given.body::<String>({media_type:?})?")
        }
        Encode::Json | Encode::Form => format!("{reference}given.body::<{ty}>({media_type:?})?"),
        Encode::Xml(root) => {
            scope.module("runtime");
            let root = code(&super::super::xml::root(context, root, scope));
            format!("&given.body_xml({media_type:?}, runtime::xml::from_str::<{root}, {ty}>)?")
        }
        Encode::Text => format!("given.body_text({media_type:?})?"),
        Encode::Bytes => format!("given.body_bytes({media_type:?})?"),
        Encode::Multipart => match form_of(context, &body.ty) {
            Some((id, shape)) => form(context, id, shape, media_type, scope),
            None => format!(
                "&given.fields({media_type:?})?.into_iter().fold({ty}::new(), |form, (name, value)| form.text(&name, value))"
            ),
        },
    }
}

fn form_of<'a>(context: Context<'a>, ty: &Type) -> Option<(TypeId, &'a Struct)> {
    let Type::Named(id) = ty else { return None };
    match &context.api.types[id.0].shape {
        Shape::Form(shape) => Some((*id, shape)),
        Shape::Alias(target) => form_of(context, target),
        _ => None,
    }
}

/// A form with parts: what is required, then every other member that has a value.
fn form(
    context: Context<'_>,
    id: TypeId,
    shape: &Struct,
    media_type: &str,
    scope: &mut Scope<'_>,
) -> String {
    let ty = context.names.ty(id);
    scope.model(ty);
    let mut arguments = Vec::new();
    let mut lines = Vec::new();
    for (index, field) in shape.fields.iter().enumerate() {
        let member = context.names.member(id, index);
        let value = part(context, &field.ty, media_type, &field.wire, scope);
        match field.presence {
            Presence::Required => arguments.push((member, value)),
            Presence::RequiredNullable => arguments.push((member, format!("Some({value})"))),
            Presence::Optional | Presence::Patch => lines.push(format!(
                "if given.has_field({media_type:?}, {:?}) {{ form.{member} = Some({value}); }}",
                field.wire
            )),
        }
    }
    let arguments = together(context, arguments, context.api.texts_in(shape), scope);
    let mutable = if lines.is_empty() { "" } else { "mut " };
    format!(
        "&{{ let {mutable}form = {ty}::new({}); {} form }}",
        arguments.join(", "),
        lines.join(" ")
    )
}

/// The value of a part as an expression.
fn part(
    context: Context<'_>,
    ty: &Type,
    media_type: &str,
    wire: &str,
    scope: &mut Scope<'_>,
) -> String {
    let key = format!("{media_type:?}, {wire:?}");
    match ty {
        Type::File => {
            let file = code(&scope.runtime("FormFile"));
            format!("given.file({key}, {})?", made(&file))
        }
        Type::Array(item) if **item == Type::File => {
            let file = code(&scope.runtime("FormFile"));
            format!("given.files({key}, {})?", made(&file))
        }
        _ => format!("given.field::<{}>({key})?", code(&context.ty(ty, scope))),
    }
}

/// How the program makes a file: of its name and its bytes, and with a media type.
fn made(file: &str) -> String {
    format!(
        "|name: String, bytes: Vec<u8>| {file}::new(name, bytes), |file: {file}, media_type: String| file.media_type(media_type)"
    )
}

/// What came back, as the program reports it.
fn outcome(context: Context<'_>, operation: &Operation, scope: &mut Scope<'_>) -> String {
    let error = error_outcome(context, operation, scope);
    let success = match &operation.output.ty {
        Type::Named(id) if operation.output.decode == Decode::ByStatus => {
            match &context.api.types[id.0].shape {
                Shape::Responses(variants) => by_status(context, *id, variants, "Ok", scope),
                _ => String::new(),
            }
        }
        _ => {
            let function = report(context, operation.output.decode, scope);
            format!("Ok(response) => {function}(Ok(response.into_inner())),")
        }
    };
    if operation.output.decode == Decode::ByStatus {
        let response = "response.map(|response| response.into_inner())";
        return format!("match {response} {{ {error} {success} Ok(_) => unreachable!() }}");
    }
    format!("match response {{ {error} {success} }}")
}

/// An arm for each variant of an enumeration by status.
fn by_status(
    context: Context<'_>,
    id: TypeId,
    variants: &[ResponseVariant],
    pattern: &str,
    scope: &mut Scope<'_>,
) -> String {
    let ty = context.names.ty(id);
    scope.model(ty);
    let mut arms = Vec::with_capacity(variants.len());
    for (index, variant) in variants.iter().enumerate() {
        let name = context.names.member(id, index);
        let path = code(&quote! { #ty::#name });
        let function = report(context, variant.decode, scope);
        arms.push(match variant.decode {
            Decode::Empty => format!("{pattern}({path}) => {function}(Ok(())),"),
            _ => format!("{pattern}({path}(value)) => {function}(Ok(value)),"),
        });
    }
    arms.join(" ")
}

/// The arm for an error: its body, where the call is about one.
fn error_outcome(context: Context<'_>, operation: &Operation, scope: &mut Scope<'_>) -> String {
    // Operations with the same errors share a type.
    let error = operation.error.as_ref().map(|ty| context.api.target(ty));
    let typed = match (error, operation.errors.first()) {
        (Some(Type::Named(id)), _) => match &context.api.types[id.0].shape {
            Shape::Errors(variants) => {
                let arms = by_status(context, *id, variants, "Some", scope);
                let ty = context.names.ty(*id);
                format!("match error.typed::<{ty}>() {{ {arms} _ => unread(given, error) }}")
            }
            _ => "untyped(error)".to_owned(),
        },
        (None, Some(variant)) if variant.decode == Decode::Json => {
            let ty = code(&context.ty(&variant.ty, scope));
            format!(
                "match error.body::<{ty}>() {{ Ok(value) => json(Ok(value)), Err(_) => unread(given, error) }}"
            )
        }
        _ => "untyped(error)".to_owned(),
    };
    format!("Err(error) if given.is_error(&error) => {typed}, Err(error) => failed(error),")
}

/// The program's function for a value that was decoded in this way.
fn report(context: Context<'_>, decode: Decode, scope: &mut Scope<'_>) -> String {
    let function = match decode {
        Decode::Xml(root) | Decode::XmlOrEmpty(root) => {
            scope.module("runtime");
            let root = code(&super::super::xml::root(context, root, scope));
            let optional = match decode {
                Decode::Xml(_) => "",
                _ => "_or_nothing",
            };
            return format!("written{optional}(|value| runtime::xml::to_string::<{root}>(value))");
        }
        Decode::Bytes => "bytes",
        Decode::Text | Decode::TextOrJson => "text",
        Decode::Empty => "empty",
        Decode::Json | Decode::JsonOrEmpty | Decode::ByStatus => "json",
    };
    function.to_owned()
}
