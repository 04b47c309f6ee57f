//! What an API sends by itself: `webhooks`, `x-webhooks` and the `callbacks` of operations.
//!
//! An event is an operation turned around: its body is received, and its responses are sent. While types are decided it is
//! kept as such an operation, so that whatever is decided over all operations is decided over events as well.

mod clues;
mod message;
mod places;
mod signature;

use std::collections::HashSet;

use serde_json::Value;

use super::Lowerer;
use super::node::flag;
use crate::diag::Diagnostic;
use crate::ir::{
    Body, Decode, Encode, Event, EventInput, Operation, Output, Reply, Retries, TagId, WebhookKind,
    Webhooks,
};
use crate::pointer;

use super::header::is_token;
use places::Place;

/// All events of a document. Callbacks are those of the operations that are generated.
pub(super) fn webhooks(lowerer: &mut Lowerer<'_>, operations: &[Operation]) -> Vec<Webhooks> {
    let tree = lowerer.tree;
    let generated: HashSet<&str> = operations.iter().map(|one| one.pointer.as_str()).collect();
    let mut all = Vec::new();
    for kind in [WebhookKind::Webhooks, WebhookKind::Callbacks] {
        let (places, dangling) = match kind {
            WebhookKind::Webhooks => places::webhooks(tree),
            WebhookKind::Callbacks => places::callbacks(tree),
        };
        for found in dangling {
            lowerer.warn(found);
        }
        if !places.is_empty() {
            all.push(of_kind(lowerer, kind, &places, &generated));
        }
    }
    all
}

fn of_kind(
    lowerer: &mut Lowerer<'_>,
    kind: WebhookKind,
    places: &[Place<'_>],
    generated: &HashSet<&str>,
) -> Webhooks {
    let mut kept: Vec<&Place<'_>> = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    for place in places {
        let admitted = if let Some(operation) = &place.operation {
            generated.contains(operation.as_str())
        } else {
            let tag = place.node.pointer("/tags/0").and_then(Value::as_str);
            let id = text(place.node, "operationId").unwrap_or_else(|| place.key.clone());
            lowerer.filter.admits(tag.unwrap_or(kind.name()), &id)
        };
        if !admitted {
            continue;
        }
        let event = event(lowerer, place);
        // Operations that call back in the same way say so one by one.
        let same = |known: &&mut Event| {
            kind == WebhookKind::Callbacks
                && known.key == event.key
                && (known.decode, &known.payload) == (event.decode, &event.payload)
                && known.replies == event.replies
        };
        if let Some(known) = events.iter_mut().find(same) {
            known.places += 1;
        } else {
            events.push(event);
            kept.push(place);
        }
    }
    let clues = clues::tell(lowerer, kind, &kept, &mut events);
    Webhooks {
        kind,
        in_document: places.len(),
        clues,
        signature: signature::signature(lowerer, kind, &kept),
        tag: if events.is_empty() {
            TagId(0)
        } else {
            tag(lowerer, kind)
        },
        events,
    }
}

/// Types of events share the file, and the cargo feature, of a tag of that name.
fn tag(lowerer: &mut Lowerer<'_>, kind: WebhookKind) -> TagId {
    let mut tags = lowerer.tags.iter();
    let known = tags.find(|tag| tag.name.eq_ignore_ascii_case(kind.name()));
    let name = known.map_or(kind.name().to_owned(), |tag| tag.name.clone());
    lowerer.tag(&name)
}

fn event(lowerer: &mut Lowerer<'_>, place: &Place<'_>) -> Event {
    let (node, at) = (place.node, place.at.as_str());
    if node.get("callbacks").is_some() {
        let message = "callbacks of what is itself sent by the API are not generated";
        let at = pointer::join(at, "callbacks");
        lowerer.warn(Diagnostic::warning("webhook", at, message));
    }
    let (decode, payload) = message::payload(lowerer, node, at);
    Event {
        pointer: at.to_owned(),
        key: place.key.clone(),
        places: 1,
        method: place.method.clone(),
        summary: text(node, "summary"),
        description: text(node, "description"),
        deprecated: flag(node, "deprecated"),
        inputs: inputs(lowerer, place),
        decode,
        payload,
        replies: message::replies(lowerer, node, at),
        says: Vec::new(),
    }
}

/// What comes beside the body. Cookies and paths are no part of messages that an application receives.
fn inputs(lowerer: &mut Lowerer<'_>, place: &Place<'_>) -> Vec<EventInput> {
    let mut inputs: Vec<EventInput> = Vec::new();
    for is_header in [true, false] {
        let kind = if is_header { "header" } else { "query" };
        for (wire, parameter) in places::parameters(lowerer.tree, place, kind) {
            if is_header && !is_token(&wire) {
                continue;
            }
            inputs.push(EventInput {
                wire,
                is_header,
                ty: lowerer.header_type(parameter),
                docs: text(parameter, "description"),
            });
        }
    }
    inputs
}

fn text(node: &Value, name: &str) -> Option<String> {
    let text = node.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The events as operations turned around, in their order.
pub(super) fn turned_around(all: &[Webhooks]) -> Vec<Operation> {
    let events = all
        .iter()
        .flat_map(|webhooks| webhooks.events.iter().map(|event| (webhooks.tag, event)));
    events.map(|(tag, event)| operation(tag, event)).collect()
}

/// Takes the types back, once they are decided.
pub(super) fn settle(all: &mut [Webhooks], turned_around: Vec<Operation>) {
    let events = all.iter_mut().flat_map(|webhooks| &mut webhooks.events);
    for (event, operation) in events.zip(turned_around) {
        event.payload = operation.output.ty;
        let bodies = operation.body.into_iter().chain(operation.other_bodies);
        for (reply, body) in event.replies.iter_mut().zip(bodies) {
            reply.ty = body.ty;
        }
    }
}

fn operation(tag: TagId, event: &Event) -> Operation {
    let body = |reply: &Reply| Body {
        media_type: reply.media_type.clone(),
        encode: Encode::Json,
        also: Vec::new(),
        styles: Vec::new(),
        parts: Vec::new(),
        ty: reply.ty.clone(),
        required: true,
        docs: None,
    };
    let mut bodies = event.replies.iter().map(body);
    Operation {
        pointer: event.pointer.clone(),
        id: event.key.clone(),
        method: event.method.clone(),
        path: String::new(),
        tag,
        summary: None,
        description: None,
        deprecated: false,
        parameters: Vec::new(),
        server: None,
        body: bodies.next(),
        other_bodies: bodies.collect(),
        output: Output {
            accept: String::new(),
            decode: Decode::Json,
            ty: event.payload.clone(),
            also: Vec::new(),
            untyped: Vec::new(),
            docs: None,
        },
        other_outputs: Vec::new(),
        successes: Vec::new(),
        streamed_only: false,
        events: None,
        lines: None,
        errors: Vec::new(),
        error: None,
        headers: Vec::new(),
        security: Vec::new(),
        paging: None,
        looks_paged: false,
        idempotency_key: None,
        retries: Retries::default(),
        required_one_of: Vec::new(),
        required_together: Vec::new(),
    }
}
