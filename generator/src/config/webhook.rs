//! How events are told apart and verified, where the document does not say it: in a configuration under `webhooks` and
//! `callbacks`; how they are verified, also in a document by the extension `x-webhook-signature`.

use serde_json::Value;

use super::value::{Place, choice, header_name, members, text};
use crate::diag::Diagnostic;
use crate::ir::{Clue, Signature};

/// What is said about webhooks or callbacks.
///
/// ```yaml
/// webhooks:
///   event: { header: X-Event, value: /x-event-name }
///   signature: { scheme: hmac-sha256, header: X-Signature-256, prefix: "sha256=" }
/// callbacks:
///   event: { member: /data/event_type }
///   signature: { scheme: standard-webhooks }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookRules {
    /// What says which event a message is.
    pub event: Option<EventRule>,
    /// How messages prove where they are from.
    pub signature: Option<Signature>,
}

/// What says which event a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRule {
    /// A header, or a member of the body by JSON pointer.
    pub clue: Clue,
    /// Where the document says which value that is: a JSON pointer into the operation of an event, to a text or a list of
    /// texts. Otherwise it is the key of the event.
    pub value: Option<String>,
}

/// The two ways to sign, by their names.
const SCHEMES: [(&str, bool); 2] = [("standard-webhooks", true), ("hmac-sha256", false)];

/// The two ways to write a signature, by their names: whether it is base64.
const ENCODINGS: [(&str, bool); 2] = [("hex", false), ("base64", true)];

pub(super) fn rules(value: &Value, at: Place<'_>) -> Result<WebhookRules, Diagnostic> {
    let [event, signature] = members(value, at, ["event", "signature"])?;
    Ok(WebhookRules {
        event: event
            .map(|(value, at)| event_rule(value, at.place()))
            .transpose()?,
        signature: signature
            .map(|(value, at)| signature_rule(value, at.place()))
            .transpose()?,
    })
}

fn event_rule(value: &Value, at: Place<'_>) -> Result<EventRule, Diagnostic> {
    let [header, member, from] = members(value, at, ["header", "member", "value"])?;
    let clue = match (header, member) {
        (Some((value, at)), None) => {
            Clue::Header(header_name(value, at.place())?.to_ascii_lowercase())
        }
        (None, Some((value, at))) => Clue::Member(place(value, at.place())?),
        _ => return Err(at.error("an event is told by one of `header` and `member`")),
    };
    let value = from
        .map(|(value, at)| place(value, at.place()))
        .transpose()?;
    Ok(EventRule { clue, value })
}

/// Reads how messages are signed.
pub(crate) fn signature_rule(value: &Value, at: Place<'_>) -> Result<Signature, Diagnostic> {
    let keys = ["scheme", "header", "prefix", "encoding"];
    let [scheme, header, prefix, encoding] = members(value, at, keys)?;
    let Some((scheme, place)) = scheme else {
        return Err(at.error("`scheme` says how messages are signed"));
    };
    let is_standard = choice(scheme, place.place(), &SCHEMES)?;
    let prefix = prefix
        .map(|(value, at)| text(value, at.place()))
        .transpose()?;
    if is_standard {
        if let Some((_, at)) = header.or(encoding) {
            let message = "Standard Webhooks says it; only the `prefix` of its headers can differ";
            return Err(at.place().error(message));
        }
        let prefix = prefix.unwrap_or_else(|| "webhook-".to_owned());
        return Ok(Signature::Standard { prefix });
    }
    let Some((header, place)) = header else {
        return Err(at.error("`header` says which header has the signature"));
    };
    let encoding = encoding.map(|(value, at)| choice(value, at.place(), &ENCODINGS));
    Ok(Signature::HmacSha256 {
        header: header_name(header, place.place())?.to_ascii_lowercase(),
        prefix: prefix.unwrap_or_default(),
        base64: encoding.transpose()?.unwrap_or(false),
    })
}

fn place(value: &Value, at: Place<'_>) -> Result<String, Diagnostic> {
    let place = text(value, at)?;
    if place.starts_with('/') {
        return Ok(place);
    }
    let message = format!("`{}` takes a JSON pointer, such as `/{place}`", at.key);
    Err(at.error(message))
}
