//! How messages prove where they are from.

use serde_json::Value;

use super::super::Lowerer;
use super::super::header::is_token;
use super::places::{self, Place};
use crate::config::{self, ConfigPlace};
use crate::ir::{Signature, WebhookKind};
use crate::{pointer, resolve};

/// The extension of a document that says it, as the configuration does under `signature`.
const EXTENSION: &str = "x-webhook-signature";

/// What the configuration says, or the document: by an extension, as all events declare the headers of Standard Webhooks, or as
/// all declare the same secret.
pub(super) fn signature(
    lowerer: &mut Lowerer<'_>,
    kind: WebhookKind,
    places: &[&Place<'_>],
) -> Option<Signature> {
    let rules = match kind {
        WebhookKind::Webhooks => &lowerer.config.webhooks,
        WebhookKind::Callbacks => &lowerer.config.callbacks,
    };
    if rules.signature.is_some() {
        return rules.signature.clone();
    }
    if let Some(declared) = lowerer.tree.get(EXTENSION) {
        let pointer = format!("/{EXTENSION}");
        let (key, pointer) = (EXTENSION, pointer.as_str());
        match config::signature_rule(declared, ConfigPlace { key, pointer }) {
            Ok(signature) => return Some(signature),
            Err(wrong) => lowerer.warn(wrong),
        }
    }
    let declares = |place: &&Place<'_>| declares_standard(lowerer.tree, place);
    if !places.is_empty() && places.iter().all(declares) {
        let prefix = "webhook-".to_owned();
        return Some(Signature::Standard { prefix });
    }
    secret(lowerer.tree, places)
}

/// The secret that all events declare to come with, by the same security scheme. What the document requires of its own operations
/// says nothing of events.
fn secret(tree: &Value, places: &[&Place<'_>]) -> Option<Signature> {
    let mut declared = places.iter().map(|place| scheme(place.node));
    let name = declared.next()??;
    if !declared.all(|other| other == Some(name)) {
        return None;
    }
    let at = pointer::join("/components/securitySchemes", name);
    let scheme = resolve::resolve(tree, resolve::lookup(tree, &at)?, "").ok()?;
    let text = |name: &str| scheme.node.get(name).and_then(Value::as_str);
    let authorization = |prefix, base64| {
        let header = "authorization".to_owned();
        Some(Signature::Secret {
            header,
            prefix,
            base64,
        })
    };
    match (text("type")?, text("in"), text("scheme")) {
        ("apiKey", Some("header"), _) => Some(Signature::Secret {
            header: text("name")
                .filter(|name| is_token(name))?
                .to_ascii_lowercase(),
            prefix: "",
            base64: false,
        }),
        ("http", _, Some(scheme)) if scheme.eq_ignore_ascii_case("bearer") => {
            authorization("Bearer ", false)
        }
        ("http", _, Some(scheme)) if scheme.eq_ignore_ascii_case("basic") => {
            authorization("Basic ", true)
        }
        _ => None,
    }
}

/// The only scheme of the only requirement of an operation.
fn scheme(node: &Value) -> Option<&str> {
    let [only] = node.get("security")?.as_array()?.as_slice() else {
        return None;
    };
    let mut schemes = only.as_object()?.keys();
    schemes
        .next()
        .filter(|_| schemes.next().is_none())
        .map(String::as_str)
}

/// Whether an event declares the headers of Standard Webhooks, all three.
fn declares_standard(tree: &Value, place: &Place<'_>) -> bool {
    const HEADERS: [&str; 3] = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let declared = places::headers(tree, place);
    HEADERS.iter().all(|wanted| {
        let mut names = declared.iter().map(|(name, _)| name);
        names.any(|name| name.eq_ignore_ascii_case(wanted))
    })
}
