//! Names of what an API sends by itself.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::free::distinct;
use super::member::responses;
use crate::case::{pascal, snake};
use crate::ir::Webhooks;

/// The names of the events of one kind.
#[derive(Clone, Debug)]
pub(crate) struct WebhookNames {
    /// Module of each event.
    pub(crate) modules: Vec<Ident>,
    /// Variant of each event.
    pub(crate) variants: Vec<Ident>,
    /// Constants for what comes beside the body of each event.
    pub(crate) inputs: Vec<Vec<Ident>>,
    /// Variants of its answers.
    pub(crate) replies: Vec<Vec<Ident>>,
}

pub(super) fn webhook_names(webhooks: &Webhooks) -> WebhookNames {
    let events = &webhooks.events;
    // What stands beside the modules: modules of the client and of the runtime.
    let taken = ["mod", "models", "runtime", "webhook"].map(str::to_owned);
    WebhookNames {
        modules: distinct(events.iter().map(|event| snake(&event.key)), taken.into()),
        variants: distinct(
            events.iter().map(|event| pascal(&event.key)),
            HashSet::from(["Unknown".to_owned()]),
        ),
        inputs: events
            .iter()
            .map(|event| {
                let wires = event
                    .inputs
                    .iter()
                    .map(|input| snake(&input.wire).to_uppercase());
                distinct(wires, HashSet::new())
            })
            .collect(),
        replies: events
            .iter()
            .map(|event| {
                let statuses = event.replies.iter().map(|reply| reply.status.as_str());
                distinct(statuses.map(responses), HashSet::new())
            })
            .collect(),
    }
}
