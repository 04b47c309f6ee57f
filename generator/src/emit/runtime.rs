//! The runtime: ordinary Rust, copied as it is, as far as the client needs it.

use std::collections::BTreeSet;

use super::manifest::uses_time;
use super::{Context, File};
use crate::config::DateTime;
use crate::ir::{Api, Decode, Encode, Parameter, Place, SchemeKind, Shape, Style, Type};

include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// The runtime's files that this client needs.
///
/// `runtime/mod.rs` consists of paragraphs. The comment that begins one names the parts of the runtime that its modules
/// belong to; a paragraph is taken if all of them are needed.
pub(super) fn files(context: Context<'_>) -> Vec<File> {
    let needed = needed(context);
    let root = RUNTIME_FILES
        .iter()
        .find(|(path, _)| *path == "mod.rs")
        .map_or("", |(_, text)| *text);
    let mut kept = Vec::new();
    let mut modules: BTreeSet<&str> = BTreeSet::new();
    for paragraph in root.split("\n\n") {
        let Some(parts) = paragraph
            .strip_prefix("// ")
            .and_then(|rest| rest.lines().next())
        else {
            kept.push(paragraph.trim().to_owned());
            continue;
        };
        if parts.split(" and ").all(|part| needed.contains(part)) {
            modules.extend(paragraph.lines().filter_map(module));
            let code: Vec<&str> = paragraph.lines().skip(1).collect();
            kept.push(code.join("\n").trim().to_owned());
        }
    }
    let mut files = vec![File::Text(
        "runtime/mod.rs".to_owned(),
        kept.join("\n\n") + "\n",
    )];
    for (path, text) in RUNTIME_FILES.iter().filter(|(path, _)| *path != "mod.rs") {
        let module = path
            .split('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".rs");
        if modules.contains(module) {
            files.push(File::Text(format!("runtime/{path}"), (*text).to_owned()));
        }
    }
    files
}

/// Whether a client sends bodies or files as they are, in pieces if need be.
pub(super) fn uploads(api: &Api) -> bool {
    let operations = api.operations.iter();
    operations
        .flat_map(crate::ir::Operation::bodies)
        .any(|body| matches!(body.encode, Encode::Bytes | Encode::Multipart))
}

/// The module that a line declares.
fn module(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.strip_prefix("mod ")?.strip_suffix(';')
}

/// Names of the parts that this client uses.
fn needed(context: Context<'_>) -> BTreeSet<&'static str> {
    let api = context.api;
    let mut needed = BTreeSet::from(["always", "blocking"]);
    let mut add = |part, condition: bool| {
        if condition {
            needed.insert(part);
        }
    };
    add("jsonapi", api.json_api);
    add("oauth2", api.security.iter().any(|scheme| matches!(&scheme.kind, SchemeKind::OAuth2(endpoint) if !endpoint.url.is_empty())));
    let styled = |parameter: &Parameter| match parameter.style {
        Style::Path { .. }
        | Style::Members { .. }
        | Style::DeepObject
        | Style::FormObject { .. }
        | Style::JoinedObject(_) => true,
        _ => parameter.reserved || (parameter.is_list() && parameter.place != Place::Query),
    };
    let parameters = || {
        api.operations
            .iter()
            .flat_map(|operation| &operation.parameters)
    };
    add("parameter", parameters().any(styled));
    add(
        "json_parameter",
        parameters().any(|parameter| parameter.style == Style::Json),
    );
    let bodies = || api.operations.iter().flat_map(crate::ir::Operation::bodies);
    add(
        "multipart",
        bodies().any(|body| body.encode == Encode::Multipart),
    );
    add("upload", uploads(api));
    add("form_style", bodies().any(|body| !body.styles.is_empty()));
    add("error_bodies", super::errors::needed(context));
    add(
        "response_header",
        api.operations
            .iter()
            .any(|operation| !operation.headers.is_empty()),
    );
    add("server", !api.servers.is_empty());
    add("operation_server", !api.operation_servers.is_empty());
    add(
        "answer",
        api.operations
            .iter()
            .any(crate::ir::Operation::has_other_answers),
    );
    let events = api
        .operations
        .iter()
        .any(|operation| operation.events.is_some());
    add("sse", events);
    let lines = api
        .operations
        .iter()
        .any(|operation| operation.lines.is_some());
    add("json_lines", lines);
    add(
        "stream",
        events
            || lines
            || api
                .operations
                .iter()
                .flat_map(crate::ir::Operation::outputs)
                .any(|output| output.decode == Decode::Bytes),
    );
    add(
        "form",
        api.types
            .iter()
            .any(|def| matches!(def.shape, Shape::Form(_))),
    );
    add(
        "paging",
        api.operations
            .iter()
            .any(|operation| operation.paging.is_some()),
    );
    let shape = |test: fn(&Shape) -> bool| api.types.iter().any(|def| test(&def.shape));
    add(
        "string_enum",
        shape(|shape| matches!(shape, Shape::StringEnum { .. })),
    );
    add(
        "integer_enum",
        shape(|shape| matches!(shape, Shape::IntegerEnum(_))),
    );
    let unions = shape(|shape| matches!(shape, Shape::Union(_)));
    let objects = shape(|shape| matches!(shape, Shape::Struct(_)));
    add("one_of", unions);
    add("object", objects);
    add("patch", objects);
    add("tag", objects || unions);
    let (mut secret, mut range, mut one_or_many) = (false, false, api.json_api);
    let mut number = false;
    let mut look = |ty: &Type| {
        secret |= *ty == Type::Secret;
        range |= *ty == Type::DateRange;
        number |= *ty == Type::Number;
        one_or_many |= matches!(ty, Type::OneOrMany(_));
    };
    api.visit(&mut look);
    add("number", number);
    add("secret", secret);
    add("one_or_many", one_or_many);
    add("date_range", range);
    let library = match context.config.date_time {
        DateTime::Jiff => Some("jiff"),
        DateTime::Chrono => Some("chrono"),
        DateTime::Time => Some("time"),
        DateTime::String => None,
    };
    let library = library.filter(|_| uses_time(api));
    needed.extend(library.map(|_| "formatted"));
    needed.extend(library);
    needed
}
