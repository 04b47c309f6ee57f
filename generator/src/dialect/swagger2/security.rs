//! Security definitions (Swagger 2.0, "Security Scheme Object").

use serde_json::{Map, Value, json};

use super::lost;
use crate::diag::Diagnostics;
use crate::trail::Trail;

pub(super) fn schemes(
    schemes: Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> Value {
    let rewritten = schemes.into_iter().map(|(name, scheme)| {
        let scheme = match scheme {
            Value::Object(scheme) => {
                Value::Object(self::scheme(scheme, &trail.member(&name), diagnostics))
            }
            other => other,
        };
        (name, scheme)
    });
    Value::Object(rewritten.collect())
}

fn scheme(
    mut scheme: Map<String, Value>,
    trail: &Trail<'_>,
    diagnostics: &mut Diagnostics,
) -> Map<String, Value> {
    match scheme.get("type").and_then(Value::as_str) {
        Some("basic") => {
            scheme.insert("type".to_owned(), json!("http"));
            scheme.insert("scheme".to_owned(), json!("basic"));
        }
        Some("oauth2") => oauth2(&mut scheme, trail, diagnostics),
        _ => {}
    }
    scheme
}

fn oauth2(scheme: &mut Map<String, Value>, trail: &Trail<'_>, diagnostics: &mut Diagnostics) {
    let flow = scheme.shift_remove("flow");
    let name = match flow.as_ref().and_then(Value::as_str) {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application" | "clientCredentials") => "clientCredentials",
        Some("accessCode" | "authorizationCode") => "authorizationCode",
        _ => {
            lost(
                diagnostics,
                trail,
                "the OAuth 2 scheme does not say its flow",
            );
            scheme.insert("flows".to_owned(), json!({}));
            return;
        }
    };
    let mut flow = Map::new();
    for member in ["authorizationUrl", "tokenUrl"] {
        if let Some(value) = scheme.shift_remove(member) {
            flow.insert(member.to_owned(), value);
        }
    }
    let scopes = scheme.shift_remove("scopes").filter(Value::is_object);
    flow.insert("scopes".to_owned(), scopes.unwrap_or_else(|| json!({})));
    scheme.insert("flows".to_owned(), json!({ name: flow }));
}
