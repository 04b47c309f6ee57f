//! Which parts of the runtime a client uses.

use std::collections::BTreeSet;

use crate::config::{Config, DateTime, Transport};
use crate::ir::{
    Api, Decode, Encode, Extra, FlowKind, Operation, Parameter, Place, Presence, Retries,
    SchemeKind, Shape, Struct, Style, Success, Type,
};

/// Whether operations take or give the versions of resources.
fn versions(api: &Api) -> bool {
    const CONDITIONS: [&str; 2] = ["if-match", "if-none-match"];
    let is =
        |name: &str, known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
    api.operations.iter().any(|operation| {
        let mut parameters = operation.parameters.iter();
        parameters
            .any(|parameter| parameter.place == Place::Header && is(&parameter.wire, &CONDITIONS))
            || operation
                .headers
                .iter()
                .any(|header| is(&header.wire, &["etag"]))
    })
}

/// Whether requests carry tokens, which a provider may give.
fn tokens(api: &Api) -> bool {
    let mut kinds = api.security.iter().map(|scheme| &scheme.kind);
    kinds.any(|kind| matches!(kind, SchemeKind::Bearer | SchemeKind::OAuth2(_)))
}

/// Whether a client obtains tokens itself.
fn grants(api: &Api) -> bool {
    let mut kinds = api.security.iter().map(|scheme| &scheme.kind);
    kinds.any(|kind| matches!(kind, SchemeKind::OAuth2(oauth2) if oauth2.endpoint.is_some()))
}

/// Whether people can sign in by a flow of this kind.
fn signs_in(api: &Api, kind: FlowKind) -> bool {
    let mut flows = api.security.iter().flat_map(|scheme| match &scheme.kind {
        SchemeKind::OAuth2(oauth2) => oauth2.flows.as_slice(),
        _ => &[],
    });
    flows.any(|flow| flow.kind == kind)
}

/// Whether a client sends bodies or files as they are, in pieces if need be.
fn uploads(api: &Api) -> bool {
    let operations = api.operations.iter();
    operations
        .flat_map(Operation::bodies)
        .any(|body| matches!(body.encode, Encode::Bytes | Encode::Multipart))
}

/// Whether callers tell null from what they leave out: of members of updates, and of optional members that may be null.
fn patches(api: &Api) -> bool {
    let told = |shape: &Struct, sent: bool| {
        let mut fields = shape.fields.iter();
        fields.any(|field| match field.presence {
            Presence::Patch => true,
            Presence::Optional => sent && field.nullable && shape.keeps_undeclared,
            Presence::Required | Presence::RequiredNullable => false,
        })
    };
    api.types.iter().any(|def| match &def.shape {
        Shape::Struct(shape) => told(shape, def.sent),
        Shape::Form(shape) => told(shape, true),
        _ => false,
    })
}

/// The parts of the runtime that a client uses: cargo features of its crate. All else about the client is decided.
pub(super) fn parts(api: &Api, config: &Config) -> BTreeSet<&'static str> {
    let mut needed = BTreeSet::new();
    if config.transport == Transport::Reqwest {
        needed.insert("reqwest");
    }
    let mut add = |part, condition: bool| {
        if condition {
            needed.insert(part);
        }
    };
    add("jsonapi", api.json_api);
    let has = |extra| !config.leave_out.contains(&extra);
    add("hooks", has(Extra::Hooks));
    add("rate-limit", has(Extra::RateLimit));
    add(
        "idempotency-key",
        api.operations
            .iter()
            .any(|operation| operation.idempotency_key.is_some()),
    );
    let repeated = |one: &Operation| one.retries != Retries::default();
    add("operation-retry", api.operations.iter().any(repeated));
    add("etag", versions(api));
    let later = |success: &Success| matches!(success.status.as_str(), "202" | "2XX");
    let mut successes = api.operations.iter().flat_map(|one| &one.successes);
    add("wait", successes.any(later));
    let mut received = api.webhooks.iter().filter(|one| !one.events.is_empty());
    let signed = received.clone().any(|one| one.signature.is_some());
    add("webhook", received.next().is_some());
    add("webhook-signature", signed);
    add("tokens", tokens(api));
    let scheme = |test: fn(&SchemeKind) -> bool| api.security.iter().any(|one| test(&one.kind));
    add("basic", scheme(|kind| *kind == SchemeKind::Basic));
    add("digest", scheme(|kind| *kind == SchemeKind::Digest));
    add(
        "query-key",
        scheme(|kind| matches!(kind, SchemeKind::ApiKeyQuery(_))),
    );
    add("oauth2", grants(api));
    add(
        "authorization-code",
        signs_in(api, FlowKind::AuthorizationCode),
    );
    add("device-code", signs_in(api, FlowKind::Device));
    add("password", signs_in(api, FlowKind::Password));
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
    let list = |one: &Parameter| one.is_list() && one.place == Place::Query;
    add("list", parameters().any(list));
    add(
        "json-parameter",
        parameters().any(|parameter| parameter.style == Style::Json),
    );
    let bodies = || api.operations.iter().flat_map(Operation::bodies);
    add(
        "multipart",
        bodies().any(|body| body.encode == Encode::Multipart),
    );
    add("upload", uploads(api));
    add("xml", !api.xml.roots.is_empty());
    add("form-style", bodies().any(|body| !body.styles.is_empty()));
    let shape = |test: fn(&Shape) -> bool| api.types.iter().any(|def| test(&def.shape));
    add(
        "error-bodies",
        shape(|shape| matches!(shape, Shape::Errors(_))),
    );
    add(
        "response-header",
        api.operations
            .iter()
            .any(|operation| !operation.headers.is_empty()),
    );
    add("server", !api.servers.is_empty());
    add("operation-server", !api.operation_servers.is_empty());
    add(
        "answer",
        api.operations.iter().any(Operation::has_other_answers),
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
    add("json-lines", lines);
    add(
        "stream",
        events
            || lines
            || api
                .operations
                .iter()
                .flat_map(Operation::outputs)
                .any(|output| output.decode == Decode::Bytes),
    );
    add("form", shape(|shape| matches!(shape, Shape::Form(_))));
    add(
        "paging",
        api.operations
            .iter()
            .any(|operation| operation.paging.is_some()),
    );
    add(
        "string-enum",
        shape(|shape| matches!(shape, Shape::StringEnum { .. })),
    );
    add(
        "integer-enum",
        shape(|shape| matches!(shape, Shape::IntegerEnum(_))),
    );
    let unions = shape(|shape| matches!(shape, Shape::Union(_)));
    let objects = shape(|shape| matches!(shape, Shape::Struct(_)));
    add("one-of", unions);
    add("object", objects);
    add("patch", patches(api));
    let tagged = |shape: &Shape| matches!(shape, Shape::Struct(one) if !one.constants.is_empty());
    add("tag", unions || shape(tagged));
    let (mut secret, mut range, mut one_or_many) = (false, false, api.json_api);
    let (mut number, mut integer) = (false, false);
    let mut look = |ty: &Type| {
        secret |= *ty == Type::Secret;
        range |= *ty == Type::DateRange;
        number |= *ty == Type::Number;
        integer |= matches!(ty, Type::Int64 | Type::Uint64);
        one_or_many |= matches!(ty, Type::OneOrMany(_));
    };
    api.visit(&mut look);
    add("number", number);
    add("integer", integer);
    add("secret", secret);
    add("one-or-many", one_or_many);
    add("date-range", range);
    let library = match config.date_time {
        DateTime::Jiff => Some("jiff"),
        DateTime::Chrono => Some("chrono"),
        DateTime::Time => Some("time"),
        DateTime::String => None,
    };
    let library = library.filter(|_| uses_time(api));
    needed.extend(library);
    needed
}

/// Whether the client has dates or times anywhere.
fn uses_time(api: &Api) -> bool {
    let mut found = false;
    api.visit(&mut |ty| {
        found |= matches!(ty, Type::DateTime | Type::Date | Type::DateRange);
    });
    found
}
