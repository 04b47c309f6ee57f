//! How messages prove where they are from.

use serde_json::Value;

use super::super::Lowerer;
use super::places::{self, Place};
use crate::config::{self, ConfigPlace};
use crate::ir::{Signature, WebhookKind};

/// The extension of a document that says it, as the configuration does under `signature`.
const EXTENSION: &str = "x-webhook-signature";

/// What the configuration says, or the document: by an extension, or as all events declare the headers of Standard Webhooks.
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
    (!places.is_empty() && places.iter().all(declares)).then(|| Signature::Standard {
        prefix: "webhook-".to_owned(),
    })
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
