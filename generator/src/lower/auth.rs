//! Security schemes.

use openapiv3::{APIKeyLocation, SecurityScheme as Scheme};
use serde::Deserialize;
use serde_json::Value;

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{SchemeKind, SecurityScheme, TokenEndpoint, TokenEnvelope};
use crate::{pointer, resolve};

/// Names the operation that is a scheme's token endpoint (an extension of this generator).
const TOKEN_OPERATION: &str = "x-token-operation";

/// The schemes that a client can use.
pub(super) fn security_schemes(lowerer: &mut Lowerer<'_>) -> Vec<SecurityScheme> {
    let tree = lowerer.tree;
    let mut schemes = Vec::new();
    for (name, node) in tree
        .pointer("/components/securitySchemes")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let at = pointer::join("/components/securitySchemes", name);
        let resolved = match resolve::resolve(tree, node, &at) {
            Ok(resolved) => resolved,
            Err(diagnostic) => {
                lowerer.warn(diagnostic);
                continue;
            }
        };
        let docs = resolved
            .node
            .get("description")
            .and_then(Value::as_str)
            .map(str::to_owned);
        match kind(tree, resolved.node) {
            Ok(kind) => schemes.push(SecurityScheme {
                name: name.clone(),
                docs,
                kind,
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
    schemes
}

fn kind(tree: &Value, node: &Value) -> Result<SchemeKind, String> {
    if node.get("type").and_then(Value::as_str) == Some("oauth2") {
        return Ok(SchemeKind::OAuth2(token_endpoint(tree, node)));
    }
    match Scheme::deserialize(node).map_err(|error| error.to_string())? {
        Scheme::APIKey { location, name, .. } => Ok(match location {
            APIKeyLocation::Header => SchemeKind::ApiKeyHeader(name),
            APIKeyLocation::Query => SchemeKind::ApiKeyQuery(name),
            APIKeyLocation::Cookie => SchemeKind::ApiKeyCookie(name),
        }),
        Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            Ok(SchemeKind::Basic)
        }
        Scheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(SchemeKind::Bearer)
        }
        Scheme::HTTP { scheme, .. } => {
            Err(format!("HTTP authentication `{scheme}` is not built in"))
        }
        // OpenID Connect ends in a bearer token (OpenAPI "Security Scheme Object").
        Scheme::OpenIDConnect { .. } | Scheme::OAuth2 { .. } => Ok(SchemeKind::Bearer),
    }
}

fn token_endpoint(tree: &Value, node: &Value) -> TokenEndpoint {
    let flows = node.get("flows").and_then(Value::as_object);
    let with_token = ["clientCredentials", "password", "authorizationCode"];
    let flow = with_token.iter().find_map(|name| flows?.get(*name));
    let url = flow
        .and_then(|flow| flow.get("tokenUrl"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let scopes = flow
        .and_then(|flow| flow.get("scopes"))
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let operation = node
        .get(TOKEN_OPERATION)
        .and_then(Value::as_str)
        .and_then(|id| find_operation(tree, id));
    TokenEndpoint {
        url: operation.map_or(url, |(path, _)| path).to_owned(),
        scopes: scopes.map(|(name, _)| name.clone()).collect(),
        client_credentials: flows.is_some_and(|flows| flows.contains_key("clientCredentials")),
        envelope: operation.map_or(TokenEnvelope::Form, |(_, operation)| {
            envelope(tree, operation)
        }),
    }
}

fn find_operation<'a>(tree: &'a Value, id: &str) -> Option<(&'a str, &'a Value)> {
    tree.get("paths")?
        .as_object()?
        .iter()
        .find_map(|(path, item)| {
            item.as_object()?
                .values()
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
    /// Alternatives of scheme names that the operation asks for, else those of the document.
    pub(super) fn security_of(&self, operation: &Value) -> Vec<Vec<String>> {
        let requirements = operation
            .get("security")
            .or_else(|| self.tree.get("security"))
            .and_then(Value::as_array);
        let mut alternatives: Vec<Vec<String>> = Vec::new();
        for requirement in requirements.into_iter().flatten() {
            let names = requirement
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .collect();
            alternatives.push(names);
        }
        alternatives
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
