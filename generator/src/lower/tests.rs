//! What the lowering leaves out of a document it says, with the place.

use super::lower;
use crate::config::Config;
use crate::diag::Severity;
use crate::ir::{Api, SchemeKind, Shape};
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

/// The base URL, and for each operation its server if that is another one.
fn servers(text: &str) -> (String, Vec<Option<String>>, Vec<String>) {
    let (api, found) = lowered(&format!("openapi: 3.0.3\n{text}"));
    let servers = api
        .operations
        .iter()
        .map(|operation| operation.server.clone());
    (api.base_url, servers.collect(), found)
}

#[test]
fn an_operation_has_its_own_server_else_that_of_its_path() {
    let (base_url, servers, found) = servers(
        "servers: [{ url: /v1 }]
paths:
  /a:
    servers: [{ url: 'https://{at}.example.com/', variables: { at: { default: files } } }]
    delete: { operationId: a, servers: [{ url: /v1 }] }
    get: { operationId: b, servers: [] }
    post: { operationId: c }
    put: { operationId: d, servers: [{ url: /v1/, description: The same. }] }
    patch: { operationId: e, servers: [https://e.example.com, { url: /v1 }] }
",
    );
    assert_eq!(base_url, "/v1");
    let files = Some("https://files.example.com".to_owned());
    let own = Some("https://e.example.com".to_owned());
    assert_eq!(servers, [None, files.clone(), own, files, None]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn where_each_operation_has_a_server_and_the_document_none_the_first_is_the_base_url() {
    let (base_url, own, found) = servers(
        "paths:
  /a: { servers: [{ url: 'https://a.example.com' }], get: { operationId: a } }
  /b: { servers: [{ url: 'https://b.example.com' }], get: { operationId: b } }
",
    );
    assert_eq!(base_url, "https://a.example.com");
    assert_eq!(own, [None, Some("https://b.example.com".to_owned())]);
    let note = "note server /paths: the document has no server of its own; `https://a.example.com`, that of an operation, is the base URL";
    assert_eq!(found, [note]);
    let (base_url, own, _) = servers(
        "paths:
  /a: { servers: [{ url: 'https://a.example.com' }], get: { operationId: a }, post: { operationId: b, servers: [{ url: /b }] } }
",
    );
    assert_eq!(base_url, "");
    assert_eq!(own.iter().flatten().count(), 2);
}

#[test]
fn a_requirement_of_an_unusable_scheme_is_left_out_with_a_word() {
    let (api, found) = read(
        "components: { securitySchemes: { key: { type: apiKey, in: header, name: X }, odd: { type: http, scheme: negotiate } } }\nsecurity: [{ nothing: [] }]",
        "security: [{ kye: [] }, { key: [] }, { key: [], odd: [] }, odd, {}],",
    );
    assert_eq!(api.operations[0].security, [vec!["key".to_owned()], vec![]]);
    assert_eq!(
        found,
        [
            "warning security-scheme /components/securitySchemes/odd: this security scheme cannot be used: HTTP authentication `negotiate` is not built in",
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
fn a_scheme_offers_the_grants_of_its_flows_and_no_other() {
    for (flows, expected, url, refresh) in [
        (
            "authorizationCode: { tokenUrl: /t }",
            "RefreshToken ClientAuthentication",
            "/t",
            None,
        ),
        (
            "authorizationCode: { authorizationUrl: /a, tokenUrl: /t, refreshUrl: /r }",
            "RefreshToken Authorization AuthorizationCode Scopes ClientAuthentication",
            "/r",
            None,
        ),
        ("authorizationCode: { authorizationUrl: /a }", "", "", None),
        (
            "password: { tokenUrl: /t }",
            "RefreshToken Password Scopes ClientAuthentication",
            "/t",
            None,
        ),
        (
            "deviceAuthorization: { deviceAuthorizationUrl: /d, tokenUrl: /t }",
            "RefreshToken DeviceCode Scopes ClientAuthentication",
            "/t",
            None,
        ),
        (
            "deviceAuthorization: { tokenUrl: /t }",
            "RefreshToken ClientAuthentication",
            "/t",
            None,
        ),
        (
            "clientCredentials: { tokenUrl: /t }",
            "ClientCredentials Scopes ClientAuthentication",
            "/t",
            None,
        ),
        (
            "clientCredentials: { tokenUrl: /t, refreshUrl: /r }",
            "ClientCredentials RefreshToken Scopes ClientAuthentication",
            "/t",
            Some("/r"),
        ),
        (
            "clientCredentials: { tokenUrl: /c }, authorizationCode: { tokenUrl: /a }",
            "ClientCredentials RefreshToken Scopes ClientAuthentication",
            "/c",
            Some("/a"),
        ),
        ("implicit: { authorizationUrl: /a }", "", "", None),
        (
            "implicit: { refreshUrl: /r }",
            "RefreshToken ClientAuthentication",
            "/r",
            None,
        ),
    ] {
        let document = format!(
            "components: {{ securitySchemes: {{ a: {{ type: oauth2, flows: {{ {flows} }} }} }} }}"
        );
        let (api, _) = read(&document, "");
        let scheme = &api.security[0];
        let offered = scheme.credentials.iter().map(|one| format!("{one:?}"));
        let offered: Vec<String> = offered.collect();
        assert_eq!(offered[..2], ["BearerToken", "TokenProvider"], "{flows}");
        assert_eq!(offered[2..].join(" "), expected, "{flows}");
        let SchemeKind::OAuth2(oauth2) = &scheme.kind else {
            panic!("{flows}: {scheme:?}");
        };
        let endpoint = oauth2.endpoint.as_ref();
        let found = endpoint.map(|endpoint| endpoint.url.as_str());
        assert_eq!(found.unwrap_or_default(), url, "{flows}");
        let found = endpoint.and_then(|endpoint| endpoint.refresh_url.as_deref());
        assert_eq!(found, refresh, "{flows}");
    }
}

#[test]
fn scopes_are_those_that_operations_require_of_the_flow() {
    let flows = "clientCredentials: { tokenUrl: /t, scopes: { read: R, all: A } }, authorizationCode: { tokenUrl: /t, scopes: { read: R, me: M } }";
    let document = format!(
        "components: {{ securitySchemes: {{ a: {{ type: oauth2, flows: {{ {flows} }} }} }} }}"
    );
    for (security, expected) in [
        ("security: [{ a: [read] }, { a: [all] }],", vec!["read"]),
        (
            "security: [{ a: [read, me, other] }],",
            vec!["other", "read"],
        ),
        ("security: [{ a: [] }],", vec![]),
        ("security: [],", vec![]),
    ] {
        let (api, _) = read(&document, security);
        let SchemeKind::OAuth2(oauth2) = &api.security[0].kind else {
            panic!("{:?}", api.security[0]);
        };
        assert_eq!(oauth2.scopes, expected, "{security}");
    }
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
fn media_types_that_cannot_be_had_are_noted() {
    let (api, found) = lowered(
        "openapi: 3.0.3
paths:
  /a:
    post:
      operationId: a
      requestBody: { content: { application/xml: {}, application/json: {}, text/json: {}, text/plain: {} } }
      responses:
        200: { description: d, content: { application/json: {}, text/csv: {}, text/event-stream: {} } }
        201: { description: d, content: { application/json: {}, application/x-ndjson: {} } }
        400: { description: d, content: { application/json: {}, text/html: {} } }
    get:
      operationId: b
      responses: { 200: { description: d, content: { application/json: {}, text/json: {}, text/csv: {}, image/png: {} } } }
",
    );
    let names = |bodies: &[crate::ir::Body]| -> Vec<String> {
        bodies.iter().map(|body| body.media_type.clone()).collect()
    };
    let post = api.operations.iter().find(|operation| operation.id == "a");
    let post = post.expect("it is there");
    assert_eq!(names(&post.other_bodies), ["application/xml", "text/plain"]);
    let body = post.body.as_ref().expect("it is there");
    assert_eq!(body.also, ["text/json"]);
    assert_eq!(post.output.untyped, ["text/csv"]);
    let get = api.operations.iter().find(|operation| operation.id == "b");
    let get = get.expect("it is there");
    let others: Vec<&str> = get
        .other_outputs
        .iter()
        .map(|it| it.accept.as_str())
        .collect();
    assert_eq!(others, ["text/csv", "image/png"]);
    assert_eq!(get.output.also, ["text/json"]);
    let at = "/paths/~1a/post/responses";
    assert_eq!(
        found,
        [
            format!(
                "note media-type {at}/200/content: the answer is asked for as `application/json`; left out: `text/csv`"
            ),
            format!(
                "note media-type {at}/400/content: the error is read as `application/json`; left out: `text/html`"
            ),
        ]
    );
}

/// The types that are found for a resource with this schema as its `type`, and what is said about it.
fn resource_type(schema: &str) -> (Vec<Option<String>>, Vec<String>) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n    Account: {{ type: object, properties: {{ type: {schema}, id: {{ type: string }}, attributes: {{ type: object, properties: {{ name: {{ type: string }} }} }} }} }}\n    One: {{ type: string, enum: [accounts] }}\n    Few: {{ type: string, enum: [accounts, tags] }}\n"
    );
    let (api, found) = lowered(&text);
    let kinds = api.types.into_iter().filter_map(|def| match def.shape {
        Shape::Kind(kind) => Some(kind.resource_type),
        _ => None,
    });
    (kinds.collect(), found)
}

#[test]
fn a_resource_has_the_type_that_the_document_says_in_any_way() {
    for schema in [
        "{ type: string, enum: [accounts] }",
        "{ type: string, example: accounts }",
        "{ type: string, pattern: '^accounts$' }",
        "{ type: string, description: 'The type of this resource: `accounts`' }",
        "{ type: string, description: 'Its `type`, \"accounts\" that is.', example: accounts }",
        "{ $ref: '#/components/schemas/One' }",
        "{ allOf: [{ $ref: '#/components/schemas/Few' }, { $ref: '#/components/schemas/One' }] }",
    ] {
        let (types, found) = resource_type(schema);
        assert_eq!(types, [Some("accounts".to_owned())], "{schema}");
        assert_eq!(found, [""; 0], "{schema}");
    }
}

#[test]
fn a_resource_whose_type_is_in_doubt_has_none_and_that_is_said() {
    for schema in [
        "{ type: string }",
        "{ $ref: '#/components/schemas/Few' }",
        "{ type: string, enum: [accounts, tags], example: accounts }",
        "{ type: string, example: accounts, description: 'Always `tags`' }",
        "{ type: string, description: 'Either `accounts` or `tags`' }",
        "{ type: string, description: The resource type }",
    ] {
        let (types, found) = resource_type(schema);
        assert_eq!(types, [None], "{schema}");
        let said = "warning resource-type /components/schemas/Account: ";
        assert!(
            found.iter().any(|found| found.starts_with(said)),
            "{schema}: {found:?}"
        );
    }
}

#[test]
fn a_reference_with_a_description_beside_it_is_no_circle() {
    let (_, found) = lowered(
        "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    get: { operationId: a, responses: { 200: { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Doc' } } } } } }
components:
  schemas:
    Doc: { type: object, required: [data], properties: { data: { description: The event, allOf: [{ $ref: '#/components/schemas/Event' }] } } }
    Event: { type: object, required: [type, id, attributes], properties: { type: { type: string, example: events }, id: { type: string }, attributes: { type: object, properties: { a: { type: string } } } } }
",
    );
    assert_eq!(found, [""; 0]);
}

#[test]
fn xml_has_a_type_where_every_value_in_it_can_be_told() {
    let (api, found) = lowered(
        "openapi: 3.0.3
paths:
  /any: { get: { operationId: any, responses: { 200: { description: d, content: { application/xml: { schema: {} } } } } } }
  /text: { get: { operationId: text, responses: { 200: { description: d, content: { application/xml: { schema: { type: string } } } } } } }
  /item: { get: { operationId: item, responses: { 200: { description: d, content: { application/xml: { schema: { $ref: '#/components/schemas/Item' } } } } } } }
  /list: { get: { operationId: list, responses: { 200: { description: d, content: { application/xml: { schema: { type: array, items: { $ref: '#/components/schemas/Item' } } } } } } } }
  /either: { get: { operationId: either, responses: { 200: { description: d, content: { application/xml: { schema: { $ref: '#/components/schemas/Around' } } } } } } }
  /again: { get: { operationId: again, responses: { 200: { description: d, content: { application/xml: { schema: { $ref: '#/components/schemas/Around' } } } } } } }
  /nameless: { post: { operationId: nameless, requestBody: { content: { text/xml: { schema: { type: object, properties: { a: { type: string } } } } } }, responses: {} } }
components:
  schemas:
    Item: { type: object, properties: { id: { type: integer }, items: { type: array, items: { $ref: '#/components/schemas/Item' } } } }
    Around: { type: object, properties: { around: { $ref: '#/components/schemas/Around' }, either: { $ref: '#/components/schemas/Either' } } }
    Either: { oneOf: [{ $ref: '#/components/schemas/Item' }, { type: string }] }
",
    );
    let decoded = |id: &str| {
        let mut operations = api.operations.iter();
        operations
            .find(|operation| operation.id == id)
            .map(|it| it.output.decode)
    };
    let is_xml = |id| matches!(decoded(id), Some(crate::ir::Decode::Xml(_)));
    assert_eq!(
        ["any", "text", "either", "again"].map(decoded),
        [Some(crate::ir::Decode::Text); 4]
    );
    assert!(is_xml("item") && is_xml("list"));
    let nameless = api
        .operations
        .iter()
        .find(|operation| operation.id == "nameless");
    let body = nameless.and_then(|operation| operation.body.as_ref());
    assert_eq!(body.map(|body| body.encode), Some(crate::ir::Encode::Text));
    assert!(
        found
            .iter()
            .any(|text| text.starts_with("note xml") && text.contains("/Either")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|text| text.contains("has no name")),
        "{found:?}"
    );
}
