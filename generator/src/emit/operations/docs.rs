//! What the documentation of an operation's type and of the client's method says.

use proc_macro2::TokenStream;
use quote::quote;

use super::methods;
use crate::emit::Context;
use crate::emit::docs::{code, doc_line, docs, escape};
use crate::emit::scope::Scope;
use crate::ir::{Body, Decode, Operation, Paging, Part, Success, Type};

/// What the type of an operation says: what it is, what has to be set, and how it is read.
pub(super) fn type_docs(context: Context<'_>, index: usize, scope: &mut Scope<'_>) -> TokenStream {
    let operation = &context.api.operations[index];
    let method = context.names.method(index).to_string();
    let method = method.trim_start_matches("r#");
    let client = scope.client("Client").to_string().replace(' ', "");
    let about = summary(operation).map(|summary| {
        let about = docs(&summary);
        quote! { #about #[doc = ""] }
    });
    let called = code(&format!("{} {}", operation.method, operation.path));
    let mut lines = vec![format!(
        "{called}. Returned by [`Client::{method}`]({client}::{method})."
    )];
    for group in &operation.required_one_of {
        let names = setters(context, index, group);
        lines.push(match names.as_slice() {
            [only] => format!("{only} must be set."),
            _ => format!("At least one of {} must be set.", listed(&names, "or")),
        });
    }
    for group in &operation.required_together {
        let names = setters(context, index, group);
        if names.len() > 1 {
            lines.push(format!("{} must be set together.", listed(&names, "and")));
        }
    }
    let hidden = methods::hidden(context, index);
    lines.extend(reading(context, operation, &hidden));
    if !hidden.is_empty() {
        let names: Vec<String> = hidden.iter().map(|name| code(name)).collect();
        let methods = if names.len() == 1 {
            "the method"
        } else {
            "the methods"
        };
        let (names, of) = (listed(&names, "and"), "`Request::from(operation)`");
        lines.push(format!(
            "Parameters of this operation are called like methods of requests: {methods} {names} can be called on {of}."
        ));
    }
    let lines = lines.iter().enumerate().map(|(position, line)| {
        let gap = (position > 0).then(|| quote! { #[doc = ""] });
        let line = doc_line(line);
        quote! { #gap #line }
    });
    quote! { #about #(#lines)* }
}

/// The summary of an operation, else the first paragraph of its description if that is prose.
fn summary(operation: &Operation) -> Option<String> {
    let summary = operation.summary.as_deref().map(str::trim);
    let text = if let Some(summary) = summary.filter(|summary| !summary.is_empty()) {
        summary.lines().next()?.to_owned()
    } else {
        let description = operation.description.as_deref()?.trim();
        let paragraph = description.lines().map(str::trim);
        let paragraph: Vec<&str> = paragraph.take_while(|line| !line.is_empty()).collect();
        paragraph.join(" ")
    };
    let is_prose = text.starts_with(char::is_alphanumeric);
    let stop = if text.ends_with(['.', '!', '?', ':']) {
        ""
    } else {
        "."
    };
    is_prose.then(|| format!("{text}{stop}"))
}

/// What the document says about an operation.
pub(super) fn method_docs(context: Context<'_>, index: usize) -> String {
    let operation = &context.api.operations[index];
    let mut text = String::new();
    if let Some(summary) = &operation.summary {
        text.push_str(summary);
        if !summary.ends_with(['.', '!', '?']) {
            text.push('.');
        }
        text.push_str("\n\n");
    }
    if let Some(description) = operation
        .description
        .as_ref()
        .filter(|description| Some(*description) != operation.summary.as_ref())
    {
        text.push_str(description);
    }
    if let Some(server) = &operation.server {
        text.push_str(&goes_to(context, server));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        text.push_str("\n\n");
        text.push_str(&sent_as(body, "The body is sent"));
        let others = operation.other_bodies.iter().enumerate();
        let others: Vec<String> = others
            .map(|(position, other)| {
                let name = context.names.other_body(index, position);
                format!("as {} by `{name}`", code(&other.media_type))
            })
            .collect();
        if !others.is_empty() {
            text.push_str(&format!(" It is sent {}.", listed(&others, "and")));
        }
    }
    text
}

/// Which server a request goes to, and how to have it go elsewhere.
fn goes_to(context: Context<'_>, server: &str) -> String {
    let servers = context.api.operation_servers.iter();
    let mut named = servers.zip(context.names.server_urls());
    let setter = named.find(|(known, _)| known.url == server);
    let setter = setter.map_or_else(String::new, |(_, name)| {
        format!("; `{name}` of the client's builder replaces it")
    });
    format!("\n\nThe request goes to {}{setter}.", code(server))
}

/// Under which media type a body is sent, and what the caller can choose.
pub(super) fn sent_as(body: &Body, what: &str) -> String {
    let mut text = format!("{what} as {}", code(&body.media_type));
    if !body.also.is_empty() {
        let also = body.also.iter().map(|also| match code(also) {
            range if also.contains('*') => format!("any of {range}"),
            one => one,
        });
        let also: Vec<String> = also.collect();
        text.push_str(&format!(
            "; with `body_media_type` of the request, as {}",
            listed(&also, "or")
        ));
    }
    text.push('.');
    for part in &body.parts {
        let about = part_docs(part);
        if !about.is_empty() {
            text.push_str(&format!("\n\nThe part {} {}.", code(&part.wire), about));
        }
    }
    text
}

fn part_docs(part: &Part) -> String {
    let mut sentences = Vec::new();
    let choices: Vec<String> = part.choices.iter().map(|choice| code(choice)).collect();
    match (choices.len(), part.media_type.as_str()) {
        (0, _) => {}
        (1, media_type) if !media_type.is_empty() => {
            sentences.push(format!("is sent as {}", code(media_type)));
        }
        (_, "") => sentences.push(format!(
            "is {}, whichever the caller names",
            listed(&choices, "or")
        )),
        (_, media_type) => sentences.push(format!(
            "is {}: the first that is no wildcard ({}), unless the caller names another",
            listed(&choices, "or"),
            code(media_type)
        )),
    }
    let headers: Vec<String> = part
        .headers
        .iter()
        .map(|header| match (header.value.as_str(), header.required) {
            ("", true) => format!("{} (which must be set)", code(&header.wire)),
            ("", false) => code(&header.wire),
            (value, _) => format!("{} ({})", code(&header.wire), code(value)),
        })
        .collect();
    if !headers.is_empty() {
        sentences.push(format!(
            "can have headers, set with `part_header` of the request: {}",
            headers.join(", ")
        ));
    }
    sentences.join(", and ")
}

/// The names by which parameters are set; on the wire they may be called otherwise.
fn setters(context: Context<'_>, index: usize, wires: &[String]) -> Vec<String> {
    let parameters = &context.api.operations[index].parameters;
    let name = |wire: &String| {
        let position = parameters
            .iter()
            .position(|parameter| parameter.wire == *wire);
        match position {
            Some(position) => format!("`{}`", context.names.parameter(index, position)),
            None => code(wire),
        }
    };
    wires.iter().map(name).collect()
}

/// `a, b or c`.
fn listed(names: &[String], word: &str) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What a call returns, with a link to its type, and which statuses say what.
pub(super) fn returns(context: Context<'_>, operation: &Operation) -> String {
    let returned = if operation.streamed_only {
        None
    } else if operation.output.decode == Decode::Empty {
        Some("Returns nothing but the status and the headers".to_owned())
    } else {
        Some(format!("Returns {}", link(context, &operation.output.ty)))
    };
    let first = |success: &Success| {
        let line = success.docs.as_deref()?.lines().next()?.trim();
        (!line.is_empty()).then(|| escape(line))
    };
    match (returned, operation.successes.as_slice()) {
        (returned, [_, _, ..]) => {
            let statuses = operation.successes.iter();
            let statuses: Vec<String> = statuses
                .map(|success| match first(success) {
                    Some(about) => {
                        format!("`{}`: {}", success.status, about.trim_end_matches('.'))
                    }
                    None => format!("`{}`", success.status),
                })
                .collect();
            let returned = returned.map_or_else(String::new, |returned| format!("{returned}. "));
            format!("{returned}{}.", statuses.join("; "))
        }
        (Some(returned), [only]) if operation.output.decode != Decode::Empty => match first(only) {
            Some(about) => format!("{returned}: {about}"),
            None => format!("{returned}."),
        },
        (Some(returned), _) => format!("{returned}."),
        (None, _) => String::new(),
    }
}

/// How the response can be read other than by `send`: a line each.
fn reading(context: Context<'_>, operation: &Operation, hidden: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    let paging = operation.paging.as_ref();
    lines.extend(paging.map(|paging| paged(paging, hidden)));
    if let Some(data) = &operation.events {
        let data = link(context, data);
        lines.push(format!("Streams {data}: `send_events`."));
    }
    if let Some(line) = &operation.lines {
        let line = link(context, line);
        lines.push(format!("Streams {line}: `send_lines`."));
    }
    lines.extend(other_answers(operation));
    let binary = operation.output.decode == Decode::Bytes && !operation.streamed_only;
    if binary {
        lines.push("The body can be read piece by piece: `send_stream`.".to_owned());
    }
    lines
}

/// In which other media types the answer can be asked for, where no setter says it.
fn other_answers(operation: &Operation) -> Option<String> {
    let output = &operation.output;
    let also: Vec<String> = output.also.iter().map(|also| code(also)).collect();
    let untyped: Vec<String> = output.untyped.iter().map(|other| code(other)).collect();
    let mut text = String::new();
    if !also.is_empty() {
        text = format!(
            "With `CallOptions::accept`, the response comes as {}.",
            listed(&also, "or")
        );
    }
    if !untyped.is_empty() {
        let between = if text.is_empty() { "" } else { " " };
        let untyped = listed(&untyped, "or");
        text = format!(
            "{text}{between}The document lists {untyped} too: `CallOptions::accept` requests it, `send_any` reads it."
        );
    }
    (!text.is_empty()).then_some(text)
}

/// The ways to read a collection, without those whose names parameters have.
fn paged(paging: &Paging, hidden: &[&str]) -> String {
    let ways = [
        ("items", "reads all items", true),
        ("pages", "reads all pages", true),
        (
            "by_page",
            "reads pages of a given size",
            paging.skip.is_some(),
        ),
        (
            "by_cursor",
            "reads by cursor, in pages of a given size",
            paging.cursor.is_some(),
        ),
        ("page_at", "reads one page", paging.skip.is_some()),
        ("count", "asks for the number of items", paging.has_total()),
    ];
    let ways = ways
        .iter()
        .filter(|(name, _, there)| *there && !hidden.contains(name));
    let ways: Vec<String> = ways
        .map(|(name, what, _)| format!("`{name}` {what}"))
        .collect();
    match ways.as_slice() {
        [] => "Paged.".to_owned(),
        ways => format!("Paged: {}.", ways.join(", ")),
    }
}

/// A type in a sentence; the file names it elsewhere too, so that links lead to it.
fn link(context: Context<'_>, ty: &Type) -> String {
    match ty {
        Type::Named(id) => format!("[`{}`]", context.names.ty(*id)),
        ty => format!(
            "`{}`",
            context
                .ty(ty, &mut Scope::new(2, context.models))
                .to_string()
                .replace(' ', "")
        ),
    }
}
