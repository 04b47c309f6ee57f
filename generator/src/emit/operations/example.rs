//! A call of an operation as an example, with the values that the document gives.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::{ToTokens, quote};

use super::body::given;
use super::methods::hidden;
use crate::emit::Context;
use crate::emit::example::{Example, code};
use crate::emit::scope::Scope;
use crate::ir::{DateTime, Operation, Parameter, Shape, Structure, Style, Type};

/// So many optional parameters are set because the document has an example of them.
const MOST_OPTIONAL: usize = 2;
/// A longer text is no example for a line.
const LONGEST: usize = 60;

/// A call of an operation.
pub(in crate::emit) fn call(context: Context<'_>, index: usize) -> Example {
    let operation = &context.api.operations[index];
    let mut inputs = Vec::new();
    let mut scope = Scope::new(1, context.models);
    let mut arguments = required(context, index, &mut scope, &mut inputs);
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let (ty, reference) = given(context, body, &mut scope);
        inputs.push(("body".to_owned(), code(&ty)));
        arguments.push(format!("{reference}body"));
    }
    let method = context.names.method(index);
    let mut chain = vec![format!("{method}({})", arguments.join(", "))];
    for position in chosen(context, operation) {
        let name = context.names.parameter(index, position);
        let parameter = &operation.parameters[position];
        let value = argument(context, parameter, name, &mut scope, &mut inputs);
        chain.push(format!("{name}({value})"));
    }
    let statements = sent(context, index, chain);
    Example {
        uses: scope.uses(&BTreeSet::new()),
        inputs,
        statements,
    }
}

/// The arguments of the method, with texts in a row as one.
fn required(
    context: Context<'_>,
    index: usize,
    scope: &mut Scope<'_>,
    inputs: &mut Vec<(String, String)>,
) -> Vec<String> {
    let operation = &context.api.operations[index];
    let parameters = operation.parameters.iter().enumerate();
    let required = parameters.filter(|(_, parameter)| parameter.required);
    let mut given: Vec<(&Ident, String)> = required
        .map(|(position, parameter)| {
            let name = context.names.parameter(index, position);
            (name, argument(context, parameter, name, scope, inputs))
        })
        .collect();
    // From the end, so that positions before it stay.
    let mut arguments: Vec<String> = given.iter().map(|(_, value)| value.clone()).collect();
    for run in context.api.texts_of(operation).into_iter().rev() {
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

/// Optional parameters that are set: one of each group of which one is needed, and some that the document has values of.
fn chosen(context: Context<'_>, operation: &Operation) -> Vec<usize> {
    let optional = || {
        let parameters = operation.parameters.iter().enumerate();
        parameters.filter(|(_, parameter)| !parameter.required && !parameter.deprecated)
    };
    let mut chosen: Vec<usize> = Vec::new();
    for group in &operation.required_one_of {
        let mut named = optional().filter(|(_, parameter)| group.contains(&parameter.wire));
        chosen.extend(named.next().map(|(position, _)| position));
    }
    let shown = optional().filter(|(_, parameter)| {
        parameter.example.is_some()
            && literal(
                context,
                &parameter.ty,
                parameter.example.as_ref(),
                "",
                &mut Scope::new(1, context.models),
            )
            .is_some()
            && !is_object(parameter)
    });
    let shown = shown.map(|(position, _)| position).take(MOST_OPTIONAL);
    chosen.extend(shown);
    for group in &operation.required_together {
        let named = || optional().filter(|(_, parameter)| group.contains(&parameter.wire));
        if named().any(|(position, _)| chosen.contains(&position)) {
            chosen.extend(named().map(|(position, _)| position));
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// The call with whatever sends it.
fn sent(context: Context<'_>, index: usize, mut chain: Vec<String>) -> Vec<String> {
    let operation = &context.api.operations[index];
    let hidden = hidden(context, index);
    let has = |method: &str| !hidden.contains(&method);
    if operation.paging.is_some() && has("items") {
        chain.push("items()".to_owned());
        let mut lines = chained("let mut items = client", &chain, ";");
        lines.push("while let Some(item) = items.try_next().await? {".to_owned());
        lines.push("    // One item after the other, from all pages.".to_owned());
        lines.push("}".to_owned());
        return lines;
    }
    if operation.streamed_only {
        let (what, method) = match operation.events {
            Some(_) => ("events", "send_events"),
            None => ("lines", "send_lines"),
        };
        if has(method) {
            chain.push(format!("{method}()"));
            return chained(&format!("let {what} = client"), &chain, ".await?;");
        }
    }
    chained("let response = client", &chain, ".await?;")
}

/// On one line if that is short, else a line for each call.
fn chained(start: &str, chain: &[String], end: &str) -> Vec<String> {
    let line = format!("{start}.{}{end}", chain.join("."));
    if line.len() <= 90 {
        return vec![line];
    }
    let mut lines = vec![start.to_owned()];
    lines.extend(chain.iter().map(|call| format!("    .{call}")));
    match end {
        ".await?;" => lines.push(format!("    {end}")),
        end => {
            if let Some(last) = lines.last_mut() {
                last.push_str(end);
            }
        }
    }
    lines
}

pub(super) fn is_object(parameter: &Parameter) -> bool {
    match parameter.style {
        Style::DeepObject
        | Style::FormObject { .. }
        | Style::JoinedObject(_)
        | Style::Members { .. }
        | Style::Json => true,
        Style::Path { structure, .. } => structure == Structure::Object,
        _ => false,
    }
}

/// What is given for a parameter; an input of the example where no literal says it.
fn argument(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    scope: &mut Scope<'_>,
    inputs: &mut Vec<(String, String)>,
) -> String {
    let mut input = |ty: String, reference: &str| {
        let name = match name.to_string().as_str() {
            taken @ ("client" | "body") => format!("{taken}_"),
            name => name.to_owned(),
        };
        let expression = format!("{reference}{name}");
        inputs.push((name, ty));
        expression
    };
    if is_object(parameter) {
        let ty = code(&context.ty(&parameter.ty, scope));
        return input(ty, "&");
    }
    let name = name.to_string();
    let example = match (&parameter.example, parameter.is_list()) {
        (Some(serde_json::Value::Array(items)), true) => items.first(),
        (example, _) => example.as_ref(),
    };
    match literal(
        context,
        &parameter.ty,
        example,
        name.trim_start_matches("r#"),
        scope,
    ) {
        Some(literal) if parameter.is_list() => format!("[{literal}]"),
        Some(literal) => literal,
        None => {
            let ty = code(&context.ty(&parameter.ty, scope));
            let ty = if parameter.is_list() {
                format!("Vec<{ty}>")
            } else {
                ty
            };
            input(ty, "")
        }
    }
}

/// A value as it is written in Rust: the document's, or a plain one of the type.
fn literal(
    context: Context<'_>,
    ty: &Type,
    example: Option<&serde_json::Value>,
    name: &str,
    scope: &mut Scope<'_>,
) -> Option<String> {
    let text = example.and_then(serde_json::Value::as_str);
    let text = text.filter(|text| text.len() <= LONGEST && !text.is_empty());
    let parsed = |ty: &str, fallback: &str| {
        let text = text.unwrap_or(fallback);
        Some(format!("{text:?}.parse::<{ty}>()?"))
    };
    match context.api.target(ty) {
        Type::Bool => {
            let value = example.and_then(serde_json::Value::as_bool);
            Some(value.unwrap_or(true).to_string())
        }
        Type::Int64 => {
            let value = example.and_then(serde_json::Value::as_i64);
            Some(value.unwrap_or(1).to_string())
        }
        Type::Uint64 => {
            let value = example.and_then(serde_json::Value::as_u64);
            Some(value.unwrap_or(1).to_string())
        }
        Type::Float => {
            let value = example.and_then(serde_json::Value::as_f64);
            Some(format!("{:?}", value.unwrap_or(1.0)))
        }
        Type::Number => {
            let value = example.and_then(serde_json::Value::as_i64);
            Some(format!("{}_i64", value.unwrap_or(1)))
        }
        Type::DateTime => match context.api.package.date_time {
            DateTime::Jiff => parsed("jiff::Timestamp", "2026-01-31T12:00:00Z"),
            DateTime::Chrono => parsed("chrono::DateTime<chrono::Utc>", "2026-01-31T12:00:00Z"),
            DateTime::Time => None,
            DateTime::String => Some(format!("{:?}", text.unwrap_or("2026-01-31T12:00:00Z"))),
        },
        Type::Date => match context.api.package.date_time {
            DateTime::Jiff => parsed("jiff::civil::Date", "2026-01-31"),
            DateTime::Chrono => parsed("chrono::NaiveDate", "2026-01-31"),
            DateTime::Time => None,
            DateTime::String => Some(format!("{:?}", text.unwrap_or("2026-01-31"))),
        },
        Type::DateRange | Type::Foreign(_) => None,
        Type::Secret => Some("\"secret\"".to_owned()),
        Type::Named(id) => {
            let variant = match &context.api.types[id.0].shape {
                Shape::StringEnum { values, .. } => {
                    let known = values
                        .iter()
                        .position(|value| Some(value.wire.as_str()) == text);
                    known.or((!values.is_empty()).then_some(0))?
                }
                Shape::IntegerEnum(values) => {
                    let wanted = example.and_then(serde_json::Value::as_i64);
                    let known = values.iter().position(|value| Some(*value) == wanted);
                    known.or((!values.is_empty()).then_some(0))?
                }
                _ => return Some(format!("{:?}", text.unwrap_or(name))),
            };
            let (ty, variant) = (context.names.ty(*id), context.names.member(*id, variant));
            scope.model(ty);
            Some(code(&quote! { #ty::#variant }.to_token_stream()))
        }
        _ => {
            let shown = example.filter(|value| value.is_number() || value.is_boolean());
            let shown = shown.map(ToString::to_string);
            Some(format!("{:?}", text.or(shown.as_deref()).unwrap_or(name)))
        }
    }
}
