//! OAuth2 flows in which people sign in.

use serde_json::{Map, Value};

use super::Lowerer;
use crate::diag::Diagnostic;
use crate::ir::{Credential, Flow, FlowKind};
use crate::pointer;

/// The flows of a scheme that a client can go through. `own` is the path of the operation that stands for every token
/// endpoint of the scheme.
pub(super) fn flows(
    lowerer: &mut Lowerer<'_>,
    flows: Option<&Map<String, Value>>,
    own: Option<&str>,
    at: &str,
) -> Vec<Flow> {
    let mut found = Vec::new();
    for kind in FlowKind::ALL {
        let Some(flow) = flows.and_then(|flows| flows.get(kind.member())) else {
            continue;
        };
        let url = |name: &str| {
            let url = flow.get(name).and_then(Value::as_str);
            url.filter(|url| !url.is_empty()).map(str::to_owned)
        };
        let begin = match kind {
            FlowKind::AuthorizationCode => Some("authorizationUrl"),
            FlowKind::Device => Some("deviceAuthorizationUrl"),
            FlowKind::Password => None,
        };
        // Of a flow without a token endpoint nothing else is of use, and its lack is told elsewhere.
        let Some(token_url) = own.map(str::to_owned).or_else(|| url("tokenUrl")) else {
            continue;
        };
        let authorization_url = match begin.map(|name| (name, url(name))) {
            None => String::new(),
            Some((_, Some(url))) => url,
            Some((name, None)) => {
                let at = pointer::join(&pointer::join(at, "flows"), kind.member());
                let message = format!("the flow has no `{name}`: nobody can sign in by it");
                lowerer.warn(Diagnostic::warning("security-scheme", at, message));
                continue;
            }
        };
        found.push(Flow {
            kind,
            authorization_url,
            refresh_url: url("refreshUrl").filter(|refresh| *refresh != token_url),
            token_url,
            // Known when the operations are.
            scopes: Vec::new(),
        });
    }
    found
}

/// What the builder has for a flow.
pub(super) fn credentials(flow: &Flow) -> &'static [Credential] {
    match flow.kind {
        FlowKind::AuthorizationCode => &[Credential::Authorization, Credential::AuthorizationCode],
        FlowKind::Device => &[Credential::DeviceCode],
        FlowKind::Password => &[Credential::Password],
    }
}
