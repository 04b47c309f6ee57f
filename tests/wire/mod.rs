//! The generated clients of the fixtures, run: what they write on the wire, and what they make of what comes back.

mod server;

mod alternatives;
mod articles;
mod bodies;
mod body_cursors;
mod choices;
mod collections;
mod counted;
mod cursors;
mod declared;
mod default_mappings;
mod digest;
mod echoes;
mod endless;
mod errors;
mod event_inputs;
mod events;
mod feed;
mod formats;
mod grants;
mod idempotency;
mod keys;
mod keywords;
mod known_formats;
mod lines;
mod meaning;
mod media;
mod merge_patches;
mod methods;
mod numbers;
mod opaque;
mod operation_servers;
mod optionals;
mod pages;
mod parameters;
mod parts;
mod paths;
mod providers;
mod proxies;
mod renewal;
mod resource_types;
mod retries;
mod revision;
mod rotation;
mod samples;
mod sequences;
mod servers;
mod sign_in;
mod signing;
mod streams;
mod successes;
mod uploads;
mod upserts;
mod versions;
mod waits;
mod webhooks;
mod xml_bodies;

use std::time::Duration;

use server::Server;
use tests::client::{Client, ClientBuilder};
use tests::runtime::{Api, RetryPolicy};

/// What all fixtures have in common.
static API: Api = Api {
    name: "fixtures",
    version: "1",
    base_url: "",
    user_agent: "fixtures/1",
    operation_servers: &[],
    headers: &[],
    schemes: &[],
};

/// Retries do not keep anyone waiting.
fn builder(server: &Server) -> ClientBuilder {
    let retry = RetryPolicy::default().pauses(Duration::from_millis(1), Duration::from_millis(2));
    ClientBuilder::new(&API).base_url(&server.url).retry(retry)
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("a client")
}
