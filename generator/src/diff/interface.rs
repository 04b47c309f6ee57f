//! The names that users of a client meet. They come from more than the structure of a document: from descriptions of
//! servers, titles, words that show how a collection is paged, and other names that are alike.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Difference;
use super::Subject;
use super::level::Level;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::http_method;
use crate::ir::{Api, Operation, Shape, TypeId};
use crate::lower;
use crate::names::Names;

/// What has a name, by its path (`models::Pet.name`).
type Interface = BTreeMap<String, Item>;

#[derive(Clone, PartialEq)]
struct Item {
    /// The place in the document that it is made of.
    pointer: String,
    /// The path of what it belongs to.
    owner: Option<String>,
}

/// Names that are gone or new, though none of the changes that are known is about their place in the document.
pub(super) fn unexplained(
    old: &Value,
    new: &Value,
    known: &[(Level, &str)],
) -> Vec<(Level, String, Difference)> {
    let (old, new) = (interface(old), interface(new));
    let gone = only(&old, &new, Level::Major, known);
    let come = only(&new, &old, Level::Minor, known);
    let row = |(path, item): (&String, &Item), level, word: &str| {
        let name = Some(Value::String(path.clone()));
        let is_gone = level == Level::Major;
        let difference = Difference {
            pointer: item.pointer.clone(),
            subject: Subject::Name,
            old: name.clone().filter(|_| is_gone),
            new: name.filter(|_| !is_gone),
        };
        (level, format!("{word} `{path}`"), difference)
    };
    let gone = gone.map(|found| row(found, Level::Major, "removed"));
    let come = come.map(|found| row(found, Level::Minor, "new"));
    gone.chain(come).collect()
}

/// What only one of two interfaces has, without what belongs to it, where no change of this level or above says so.
fn only<'i>(
    one: &'i Interface,
    other: &'i Interface,
    level: Level,
    known: &'i [(Level, &str)],
) -> impl Iterator<Item = (&'i String, &'i Item)> {
    let lacks = move |path: &String| !other.contains_key(path);
    one.iter().filter(move |(path, item)| {
        lacks(path)
            && !item.owner.as_ref().is_some_and(lacks)
            && !known
                .iter()
                .any(|(found, at)| *found >= level && related(at, &item.pointer))
    })
}

/// Whether one place is in the other.
fn related(one: &str, other: &str) -> bool {
    let within = |outer: &str, inner: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within(one, other) || within(other, one)
}

fn interface(tree: &Value) -> Interface {
    let (config, mut diagnostics) = (Config::default(), Diagnostics::default());
    let api = lower::lower(tree, &config, &mut diagnostics);
    let names = Names::assign(&api, &mut diagnostics);
    let mut found = Interface::new();
    for index in 0..api.types.len() {
        models(&api, &names, TypeId(index), &mut found);
    }
    for (index, operation) in api.operations.iter().enumerate() {
        operations(&names, index, operation, &mut found);
    }
    webhooks(&api, &names, &mut found);
    builder(&api, &names, &mut found);
    found
}

fn models(api: &Api, names: &Names, id: TypeId, found: &mut Interface) {
    let def = &api.types[id.0];
    let path = format!("models::{}", names.ty(id));
    let separator = match def.shape {
        Shape::Struct(_) | Shape::Form(_) => ".",
        _ => "::",
    };
    for member in names.fields(id) {
        let item = Item {
            pointer: def.pointer.clone(),
            owner: Some(path.clone()),
        };
        found.insert(format!("{path}{separator}{member}"), item);
    }
    for name in names.of_type(id) {
        let item = Item {
            pointer: def.pointer.clone(),
            owner: None,
        };
        found.insert(format!("models::{name}"), item);
    }
}

fn operations(names: &Names, index: usize, operation: &Operation, found: &mut Interface) {
    let path = format!(
        "operations::{}::{}",
        names.module(operation.tag),
        names.operation(index)
    );
    // Parameters may stand beside the operation, for all operations of the path.
    let (item, _) = http_method::split(&operation.pointer);
    let mut setters = names.setters(index, operation);
    setters.extend(operation.paging.is_some().then(|| "items".to_owned()));
    for setter in setters {
        let item = Item {
            pointer: item.to_owned(),
            owner: Some(path.clone()),
        };
        found.insert(format!("{path}::{setter}"), item);
    }
    for header in 0..operation.headers.len() {
        let item = Item {
            pointer: operation.pointer.clone(),
            owner: Some(path.clone()),
        };
        found.insert(format!("{path}::{}", names.header(index, header)), item);
    }
    let whole = Item {
        pointer: operation.pointer.clone(),
        owner: None,
    };
    found.insert(format!("Client::{}", names.method(index)), whole.clone());
    found.insert(path, whole);
}

/// Events and their answers.
fn webhooks(api: &Api, names: &Names, found: &mut Interface) {
    for (index, webhooks) in api.webhooks.iter().enumerate() {
        let kind = webhooks.kind.name();
        let names = names.webhooks(index);
        for (event, (module, replies)) in webhooks
            .events
            .iter()
            .zip(names.modules.iter().zip(&names.replies))
        {
            let path = format!("{kind}::{module}");
            let item = |owner| Item {
                pointer: event.pointer.clone(),
                owner,
            };
            for reply in replies {
                found.insert(format!("{path}::Reply::{reply}"), item(Some(path.clone())));
            }
            found.insert(path, item(None));
        }
        if webhooks.clues.is_some() && !webhooks.events.is_empty() {
            let pointer = format!("/{kind}");
            found.insert(
                format!("{kind}::Event"),
                Item {
                    pointer,
                    owner: None,
                },
            );
        }
    }
}

fn builder(api: &Api, names: &Names, found: &mut Interface) {
    let variables = names.server_variables().iter().map(|(_, name)| name);
    let servers = names.servers().iter().chain(variables);
    let servers = servers.map(|name| (name, "/servers"));
    let urls = names.server_urls().iter().map(|name| (name, "/paths"));
    let headers = names.constant_headers().iter().map(|name| (name, "/paths"));
    let schemes = 0..api.security.len();
    let credentials = schemes.flat_map(|scheme| names.credentials(scheme));
    let credentials = credentials.map(|name| (name, "/components/securitySchemes"));
    for (name, pointer) in servers.chain(urls).chain(headers).chain(credentials) {
        let item = Item {
            pointer: pointer.to_owned(),
            owner: None,
        };
        found.insert(format!("ClientBuilder::{name}"), item);
    }
}
