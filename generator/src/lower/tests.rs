//! What the lowering leaves out of a document it says, with the place.

use super::lower;
use crate::config::Config;
use crate::diag::Severity;
use crate::ir::{Api, SchemeKind};
use crate::{Document, Source};

/// A document that begins so and has these operations' members.
fn read(root: &str, operation: &str) -> (Api, Vec<String>) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\n{root}\npaths:\n  /a:\n    post: {{ operationId: a, {operation} responses: {{ 204: {{ description: d }} }} }}\n"
    );
    lowered(&text)
}

/// The findings as `severity code pointer: message`.
fn lowered(text: &str) -> (Api, Vec<String>) {
    let document = Document::read(Source::new("api.yaml", text), &[]).expect("it can be read");
    let mut diagnostics = document.diagnostics.clone();
    let api = lower(&document.tree, &Config::default(), &mut diagnostics);
    let line = |found: &crate::diag::Diagnostic| {
        let severity = match found.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let (code, at, message) = (found.code, &found.pointer, &found.message);
        format!("{severity} {code} {at}: {message}")
    };
    (api, diagnostics.iter().map(line).collect())
}

#[test]
fn odd_variables_do_not_cost_the_server() {
    let (api, found) = read(
        "servers: [{ url: 'https://{host}.example.com:{port}/{base}', variables: { host: { description: 1 }, port: { default: 443, enum: [443, 8443] }, base: v1 } }]",
        "",
    );
    assert_eq!(api.base_url, "https://{host}.example.com:443/v1");
    assert_eq!(api.servers[0].variables[2].values, ["443", "8443"]);
    assert_eq!(
        found,
        [
            "warning server /servers/0/variables/port/enum/0: the value is not a text; it is read as \"443\"",
            "warning server /servers/0/variables/port/enum/1: the value is not a text; it is read as \"8443\"",
            "warning server /servers/0/variables/port/default: `default` is not a text; it is read as \"443\"",
            "warning server /servers/0/variables/base: a server variable is an object; this value is read as its default",
            "warning server /servers/0/variables/host: the server variable `host` has no default; users must set it",
        ]
    );
}

#[test]
fn a_server_without_a_url_is_skipped_with_a_word() {
    let (api, found) = read("servers: [{ description: x }, { url: /v1 }]", "");
    assert_eq!(api.base_url, "/v1");
    assert_eq!(
        found,
        ["warning server /servers/0: this server has no `url`; it is skipped"]
    );
}

#[test]
fn servers_of_paths_and_operations_are_reported() {
    let (_, found) = read(
        "servers: [{ url: /v1 }]",
        "servers: [{ url: 'https://files.example.com' }],",
    );
    let message = "servers of single paths and operations are not used; calls go to the server of the document";
    assert_eq!(
        found,
        [format!("warning server /paths/~1a/post/servers: {message}")]
    );
    let (_, found) = read("servers: [{ url: /v1 }]", "servers: [{ url: /v1 }],");
    assert!(found.is_empty(), "{found:?}");
    let (_, found) = lowered(
        "openapi: 3.0.3\npaths: { /a: { servers: [{ url: /v2 }], get: { operationId: a, responses: {} }, put: { operationId: b, responses: {} } } }",
    );
    assert_eq!(
        found,
        [format!("warning server /paths/~1a/servers: {message}")]
    );
}

#[test]
fn a_requirement_of_an_unusable_scheme_is_left_out_with_a_word() {
    let (api, found) = read(
        "components: { securitySchemes: { key: { type: apiKey, in: header, name: X }, odd: { type: http, scheme: digest } } }\nsecurity: [{ nothing: [] }]",
        "security: [{ kye: [] }, { key: [] }, { key: [], odd: [] }, odd, {}],",
    );
    assert_eq!(api.operations[0].security, [vec!["key".to_owned()], vec![]]);
    assert_eq!(
        found,
        [
            "warning security-scheme /components/securitySchemes/odd: this security scheme cannot be used: HTTP authentication `digest` is not built in",
            "warning security /paths/~1a/post/security/0/kye: there is no security scheme `kye`: calls are sent without it",
            "warning security /paths/~1a/post/security/2/odd: the security scheme `odd` cannot be used: calls are sent without it",
            "warning security /paths/~1a/post/security/3: a security requirement is an object; calls are sent without it",
        ]
    );
    let (api, found) = read("security: [{ nothing: [] }]", "");
    assert!(api.operations[0].security.is_empty());
    assert_eq!(
        found,
        [
            "warning security /security/0/nothing: there is no security scheme `nothing`: calls are sent without it"
        ]
    );
}

#[test]
fn a_malformed_security_scheme_is_read_as_far_as_it_goes() {
    let (api, found) = read(
        "components: { securitySchemes: { a: { type: apiKey, in: body, name: X }, b: { type: http }, c: { type: http, scheme: Bearer, bearerFormat: 1, description: 2 }, d: { type: oauth2, flows: [] }, e: { type: oauth2, flows: { password: {} } }, f: token, g: { type: oauth2, flows: {}, x-token-operation: nowhere } } }",
        "",
    );
    let names: Vec<&str> = api.security.iter().map(|scheme| &*scheme.name).collect();
    assert_eq!(names, ["c", "d", "e", "g"]);
    assert_eq!(api.security[0].kind, SchemeKind::Bearer);
    let at = "/components/securitySchemes";
    assert_eq!(
        found,
        [
            format!(
                "warning security-scheme {at}/a: this security scheme cannot be used: unknown variant `body`, expected one of `query`, `header`, `cookie`"
            ),
            format!(
                "warning security-scheme {at}/b: this security scheme cannot be used: missing field `scheme`"
            ),
            format!(
                "warning security-scheme {at}/d: the OAuth 2 scheme has no object of `flows`: users must bring their tokens"
            ),
            format!(
                "warning security-scheme {at}/e: the flow has no `tokenUrl`: users must bring their tokens"
            ),
            format!(
                "warning security-scheme {at}/f: this security scheme cannot be used: missing field `type`"
            ),
            format!(
                "warning security-scheme {at}/g/x-token-operation: `x-token-operation` names no operation: there is no \"nowhere\""
            ),
        ]
    );
}

#[test]
fn media_types_that_are_left_out_are_noted() {
    let (_, found) = lowered(
        "openapi: 3.0.3
paths:
  /a:
    post:
      operationId: a
      requestBody: { content: { application/xml: {}, application/json: {}, text/plain: {} } }
      responses:
        200: { description: d, content: { application/json: {}, text/csv: {}, text/event-stream: {} } }
        201: { description: d, content: { application/json: {}, application/x-ndjson: {} } }
        400: { description: d, content: { application/json: {}, text/html: {} } }
",
    );
    let at = "/paths/~1a/post";
    assert_eq!(
        found,
        [
            format!(
                "note media-type {at}/requestBody/content: the body is sent as `application/json`; left out: `application/xml`, `text/plain`"
            ),
            format!(
                "note media-type {at}/responses/200/content: the answer is asked for as `application/json`; left out: `text/csv`"
            ),
            format!(
                "note media-type {at}/responses/400/content: the error is read as `application/json`; left out: `text/html`"
            ),
        ]
    );
}
