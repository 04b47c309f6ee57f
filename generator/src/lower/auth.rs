//! Security schemes.

use openapiv3::{APIKeyLocation, SecurityScheme as Scheme};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Lowerer, sign_in};
use crate::diag::Diagnostic;
use crate::http_method::operations;
use crate::ir::{Credential, OAuth2, SchemeKind, SecurityScheme, TokenEndpoint, TokenEnvelope};
use crate::{pointer, resolve};

/// Names the operation that is a scheme's token endpoint (an extension of this generator).
const TOKEN_OPERATION: &str = "x-token-operation";

/// Members that say what a scheme is.
const NEEDED: [&str; 5] = ["type", "in", "name", "scheme", "openIdConnectUrl"];

/// The schemes that a client can use.
pub(super) fn security_schemes(lowerer: &mut Lowerer<'_>) -> Vec<SecurityScheme> {
    const AT: &str = "/components/securitySchemes";
    let tree = lowerer.tree;
    let mut schemes = Vec::new();
    let nodes = tree.pointer(AT);
    if nodes.is_some_and(|nodes| !nodes.is_object()) {
        let message = "`securitySchemes` is not an object; no scheme is known";
        lowerer.warn(Diagnostic::warning("security-scheme", AT, message));
    }
    for (name, node) in nodes.and_then(Value::as_object).into_iter().flatten() {
        let at = pointer::join(AT, name);
        let resolved = match resolve::resolve(tree, node, &at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                lowerer.warn(diagnostic);
                continue;
            }
        };
        let docs = text(resolved.node, "description").map(str::to_owned);
        match kind(lowerer, resolved.node, &at) {
            Ok((kind, credentials)) => schemes.push(SecurityScheme {
                name: name.clone(),
                docs,
                kind,
                credentials,
            }),
            Err(why) => lowerer.warn(
                Diagnostic::warning(
                    "security-scheme",
                    &at,
                    format!("this security scheme cannot be used: {why}"),
                )
                .help("set the header it needs with `default_header`"),
            ),
        }
    }
    lowerer.schemes = schemes.iter().map(|scheme| scheme.name.clone()).collect();
    schemes
}

fn text<'a>(node: &'a Value, name: &str) -> Option<&'a str> {
    node.get(name).and_then(Value::as_str)
}

/// Whether the credentials of an HTTP authentication scheme can be given as they are sent, as far as its name tells: they are not
/// made anew for each request, from a challenge or by a signature.
fn is_ready_made(scheme: &str) -> bool {
    /// Begin the names of schemes of which this is known to be otherwise (IANA, "HTTP Authentication Schemes", and some of vendors).
    const COMPUTED: [&str; 13] = [
        "aws",
        "concealed",
        "digest",
        "dpop",
        "hawk",
        "hmac",
        "hoba",
        "mutual",
        "negotiate",
        "ntlm",
        "oauth",
        "scram",
        "signature",
    ];
    let name = scheme.to_ascii_lowercase();
    // A token (RFC 9110 section 5.6.2).
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty()
        && name.bytes().all(is_token)
        && !COMPUTED.iter().any(|computed| name.starts_with(computed))
}

/// What a scheme is ("Security Scheme Object"), and what a client may authenticate with. OAuth2 is read member by
/// member: a flow may lack what a client does not need.
fn kind(
    lowerer: &mut Lowerer<'_>,
    node: &Value,
    at: &str,
) -> Result<(SchemeKind, Vec<Credential>), String> {
    if text(node, "type") == Some("oauth2") {
        let (oauth2, credentials) = oauth2(lowerer, node, at);
        return Ok((SchemeKind::OAuth2(oauth2), credentials));
    }
    // What a client does not need (`bearerFormat`, say) cannot be malformed.
    let members = node.as_object().into_iter().flatten();
    let needed: Map<String, Value> = members
        .filter(|(name, _)| NEEDED.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let bearer = vec![Credential::BearerToken, Credential::TokenProvider];
    let (kind, credentials) =
        match Scheme::deserialize(Value::Object(needed)).map_err(|error| error.to_string())? {
            Scheme::APIKey { location, name, .. } => {
                let kind = match location {
                    APIKeyLocation::Header => SchemeKind::ApiKeyHeader(name),
                    APIKeyLocation::Query => SchemeKind::ApiKeyQuery(name),
                    APIKeyLocation::Cookie => SchemeKind::ApiKeyCookie(name),
                };
                (kind, vec![Credential::ApiKey])
            }
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
                (SchemeKind::Basic, vec![Credential::Basic])
            }
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
                (SchemeKind::Bearer, bearer)
            }
            Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("digest") => {
                (SchemeKind::Digest, vec![Credential::Digest])
            }
            Scheme::HTTP { scheme, .. } if is_ready_made(&scheme) => {
                (SchemeKind::Http(scheme), vec![Credential::HttpCredentials])
            }
            Scheme::HTTP { scheme, .. } => {
                return Err(format!("HTTP authentication `{scheme}` is not built in"));
            }
            // OpenID Connect ends in a bearer token.
            Scheme::OpenIDConnect { .. } | Scheme::OAuth2 { .. } => (SchemeKind::Bearer, bearer),
        };
    Ok((kind, credentials))
}

/// The flows of an OAuth2 scheme, of which a client needs the URLs.
struct Flows<'a>(Option<&'a Map<String, Value>>);

impl<'a> Flows<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0?.get(name)
    }

    /// The flow whose refresh tokens a user may bring. Other flows than these give none unless they say where they
    /// are exchanged.
    fn with_refresh(&self) -> Option<&'a Value> {
        const ALWAYS: [&str; 3] = ["authorizationCode", "password", "deviceAuthorization"];
        const DECLARED: [&str; 2] = ["clientCredentials", "implicit"];
        let always = ALWAYS.iter().find_map(|name| self.get(name));
        let declared = || DECLARED.iter().filter_map(|name| self.get(name));
        always.or_else(|| declared().find(|flow| refresh_url(flow).is_some()))
    }
}

fn refresh_url(flow: &Value) -> Option<&str> {
    text(flow, "refreshUrl").filter(|url| !url.is_empty())
}

/// The token endpoint, and which of its grants the document declares: it is asked for no other.
fn oauth2(lowerer: &mut Lowerer<'_>, node: &Value, at: &str) -> (OAuth2, Vec<Credential>) {
    let tree = lowerer.tree;
    let flows = Flows(node.get("flows").and_then(Value::as_object));
    if flows.0.is_none() && !node.get(TOKEN_OPERATION).is_some_and(Value::is_string) {
        let message = "the OAuth 2 scheme has no object of `flows`: users must bring their tokens";
        lowerer.warn(Diagnostic::warning("security-scheme", at, message));
    }
    let with_token = [
        "clientCredentials",
        "password",
        "authorizationCode",
        "deviceAuthorization",
    ];
    let flow = with_token.iter().find_map(|name| flows.get(name));
    if flow.is_some_and(|flow| text(flow, "tokenUrl").is_none()) {
        let message = "the flow has no `tokenUrl`: users must bring their tokens";
        lowerer.warn(Diagnostic::warning("security-scheme", at, message));
    }
    let wanted = node.get(TOKEN_OPERATION);
    let operation = wanted
        .and_then(Value::as_str)
        .and_then(|id| find_operation(tree, id));
    if let Some(wanted) = wanted
        && operation.is_none()
    {
        let message = format!("`{TOKEN_OPERATION}` names no operation: there is no {wanted}");
        let at = pointer::join(at, TOKEN_OPERATION);
        lowerer.warn(Diagnostic::warning("security-scheme", at, message));
    }
    let own = operation.map(|(path, _)| path);
    let url_of = |flow: &'_ Value| own.or_else(|| text(flow, "tokenUrl")).map(str::to_owned);
    let token_url = flows.get("clientCredentials").and_then(url_of);
    let refresh_url = flows.with_refresh().and_then(|flow| {
        refresh_url(flow)
            .map(str::to_owned)
            .or_else(|| url_of(flow))
    });
    let mut credentials = vec![Credential::BearerToken, Credential::TokenProvider];
    if token_url.is_some() {
        credentials.push(Credential::ClientCredentials);
    }
    if refresh_url.is_some() {
        credentials.push(Credential::RefreshToken);
    }
    let signed_in = sign_in::flows(lowerer, flows.0, own, at);
    credentials.extend(signed_in.iter().flat_map(sign_in::credentials));
    // A refreshed token has the scopes of the one before (RFC 6749, section 6).
    if token_url.is_some() || !signed_in.is_empty() {
        credentials.push(Credential::Scopes);
    }
    let envelope = operation.map_or(TokenEnvelope::Form, |(_, operation)| {
        envelope(tree, operation)
    });
    // Other envelopes have one place for the application's id and secret.
    let has_grant = token_url.is_some() || refresh_url.is_some();
    if has_grant && envelope == TokenEnvelope::Form {
        credentials.push(Credential::ClientAuthentication);
    }
    let url = token_url.or_else(|| refresh_url.clone());
    let url = url.filter(|url| !url.is_empty());
    let oauth2 = OAuth2 {
        endpoint: url.map(|url| TokenEndpoint {
            refresh_url: refresh_url.filter(|refresh| *refresh != url),
            url,
            envelope,
        }),
        // Known when the operations are.
        scopes: Vec::new(),
        flows: signed_in,
    };
    (oauth2, credentials)
}

/// The scopes that a client asks for by itself: those that its operations require, never all that are declared. What
/// only another flow of the scheme declares, such as scopes of people who sign in, is not asked for.
pub(super) fn settle_scopes(lowerer: &Lowerer<'_>, schemes: &mut [SecurityScheme]) {
    for scheme in schemes {
        let (SchemeKind::OAuth2(oauth2), Some(required)) =
            (&mut scheme.kind, lowerer.scopes.get(&scheme.name))
        else {
            continue;
        };
        if !scheme.credentials.contains(&Credential::Scopes) {
            continue;
        }
        let at = pointer::join("/components/securitySchemes", &scheme.name);
        let node = lowerer.tree.pointer(&at);
        let node = node.and_then(|node| resolve::resolve(lowerer.tree, node, &at).ok());
        let flows = node.and_then(|found| found.node.get("flows")?.as_object());
        let declares = |flow: &Value, scope: &str| {
            let scopes = flow.get("scopes").and_then(Value::as_object);
            scopes.is_some_and(|scopes| scopes.contains_key(scope))
        };
        let of = |member: &str| -> Vec<String> {
            let own = flows.and_then(|flows| flows.get(member));
            let is_foreign = |scope: &str| {
                let mut all = flows.into_iter().flatten();
                !own.is_some_and(|flow| declares(flow, scope))
                    && all.any(|(_, flow)| declares(flow, scope))
            };
            let scopes = required.iter().filter(|scope| !is_foreign(scope));
            scopes.cloned().collect()
        };
        if flows.is_some_and(|flows| flows.contains_key("clientCredentials")) {
            oauth2.scopes = of("clientCredentials");
        }
        for flow in &mut oauth2.flows {
            flow.scopes = of(flow.kind.member());
        }
    }
}

fn find_operation<'a>(tree: &'a Value, id: &str) -> Option<(&'a str, &'a Value)> {
    tree.get("paths")?
        .as_object()?
        .iter()
        .find_map(|(path, item)| {
            operations(item)
                .map(|found| found.node)
                .find(|operation| operation.get("operationId").and_then(Value::as_str) == Some(id))
                .map(|operation| (path.as_str(), operation))
        })
}

/// The form of the token request, from the operation's request body.
fn envelope(tree: &Value, operation: &Value) -> TokenEnvelope {
    let content = operation
        .pointer("/requestBody/content")
        .and_then(Value::as_object);
    let media_types: Vec<&String> = content
        .into_iter()
        .flatten()
        .map(|(media_type, _)| media_type)
        .collect();
    let json_api = content.and_then(|content| content.get("application/vnd.api+json"));
    if let Some(content) = json_api {
        let member = |node: &'_ Value, name: &str| -> Option<Value> {
            let resolved = resolve::resolve(tree, node, "").ok()?;
            resolved.node.get("properties")?.get(name).cloned()
        };
        let resource_type = content
            .get("schema")
            .and_then(|schema| member(schema, "data"))
            .and_then(|data| member(&data, "type"));
        let resource_type = resource_type.and_then(|schema| {
            schema
                .pointer("/enum/0")
                .and_then(Value::as_str)
                .map(str::to_owned)
        });
        return TokenEnvelope::JsonApi {
            media_type: "application/vnd.api+json".to_owned(),
            resource_type: resource_type.unwrap_or_else(|| "token".to_owned()),
        };
    }
    match media_types.as_slice() {
        [only] if only.contains("json") => TokenEnvelope::Json((*only).clone()),
        _ => TokenEnvelope::Form,
    }
}

impl Lowerer<'_> {
    /// Alternatives of scheme names that the operation asks for, else those of the document. Only names of schemes
    /// that a client can use: an alternative with another one is left out.
    pub(super) fn security_of(&mut self, operation: &Value, at: &str) -> Vec<Vec<String>> {
        let tree = self.tree;
        let (requirements, at) = match operation.get("security") {
            Some(own) => (Some(own), pointer::join(at, "security")),
            None => (tree.get("security"), "/security".to_owned()),
        };
        let requirements = requirements.and_then(Value::as_array);
        let mut alternatives: Vec<Vec<String>> = Vec::new();
        for (index, requirement) in requirements.into_iter().flatten().enumerate() {
            let at = format!("{at}/{index}");
            let Some(names) = requirement.as_object() else {
                let message = "a security requirement is an object; calls are sent without it";
                self.warn(Diagnostic::warning("security", at, message));
                continue;
            };
            let mut usable = true;
            for (name, _) in names {
                if !self.schemes.contains(name) {
                    usable = false;
                    self.warn(self.unusable(name, &at));
                }
            }
            let schemes: Vec<String> = names.keys().cloned().collect();
            if !usable || alternatives.contains(&schemes) {
                // Of alternatives of the same schemes a client takes the first, whatever their scopes.
                continue;
            }
            alternatives.push(schemes);
            for (name, scopes) in names {
                let scopes = scopes.as_array().into_iter().flatten();
                let required = self.scopes.entry(name.clone()).or_default();
                required.extend(scopes.filter_map(Value::as_str).map(str::to_owned));
            }
        }
        alternatives
    }

    fn unusable(&self, name: &str, requirement: &str) -> Diagnostic {
        let schemes = self.tree.pointer("/components/securitySchemes");
        let why = match schemes.and_then(|schemes| schemes.get(name)) {
            Some(_) => format!("the security scheme `{name}` cannot be used"),
            None => format!("there is no security scheme `{name}`"),
        };
        let at = pointer::join(requirement, name);
        Diagnostic::warning("security", at, format!("{why}: calls are sent without it"))
    }

    /// Whether a security scheme names this operation as its token endpoint.
    pub(super) fn is_token_operation(&self, id: &str) -> bool {
        let schemes = self
            .tree
            .pointer("/components/securitySchemes")
            .and_then(Value::as_object);
        schemes
            .into_iter()
            .flatten()
            .any(|(_, scheme)| scheme.get(TOKEN_OPERATION).and_then(Value::as_str) == Some(id))
    }
}
