//! What says which event a message is: a header, or a member of its body, that has other values for each event.
//!
//! Only what the document or the configuration declares counts. Where that does not tell every event from every other one,
//! nothing is guessed: events are then read by functions of their own.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::super::tags::{allowed, inner_alternatives};
use super::super::{Lowerer, members};
use super::places::{self, Place};
use crate::config::EventRule;
use crate::diag::Diagnostic;
use crate::ir::{Clue, Event, Scalar, WebhookKind};
use crate::{pointer, resolve};

/// What each clue says of one event.
type Says = Vec<(Clue, Vec<String>)>;

/// Members deeper than this say nothing.
const DEEPEST: usize = 3;

/// So many schemas of a payload are looked at, and so many clues compared.
const MOST_SCHEMAS: usize = 300;
const MOST_CLUES: usize = 24;

/// What members are usually called that say which event it is, the likeliest first.
const USUAL: [&str; 6] = ["type", "event", "event_type", "eventType", "action", "kind"];

/// The place of a member's name among the usual ones; after all of them for others.
fn usual(at: &str) -> usize {
    let name = at.rsplit('/').next().unwrap_or_default();
    let usual = USUAL.iter().position(|usual| *usual == name);
    usual.unwrap_or(USUAL.len())
}

/// Finds the clues, and notes for each event what they say of it.
pub(super) fn tell(
    lowerer: &mut Lowerer<'_>,
    kind: WebhookKind,
    places: &[&Place<'_>],
    events: &mut [Event],
) -> Option<Vec<Clue>> {
    let rules = match kind {
        WebhookKind::Webhooks => &lowerer.config.webhooks,
        WebhookKind::Callbacks => &lowerer.config.callbacks,
    };
    if let Some(rule) = &rules.event {
        return configured(lowerer, kind, rule, places, events);
    }
    match events {
        [] => return None,
        [only] => {
            only.says = Vec::new();
            return Some(Vec::new());
        }
        _ => {}
    }
    let mut says = Vec::new();
    for depth in 1..=DEEPEST {
        says = places
            .iter()
            .map(|place| declared(lowerer, place, depth))
            .collect();
        let firsts = order(&says)
            .into_iter()
            .filter(|clue| is_in_all(&says, clue));
        if let Some(clues) = choose(&says, &firsts.collect::<Vec<_>>()) {
            note(events, &says, &clues);
            return Some(clues);
        }
    }
    let (one, other) = alike(&says);
    not_told(lowerer, kind, places, one, other);
    None
}

/// What the configuration names, and a second clue of the document where one is needed.
fn configured(
    lowerer: &mut Lowerer<'_>,
    kind: WebhookKind,
    rule: &EventRule,
    places: &[&Place<'_>],
    events: &mut [Event],
) -> Option<Vec<Clue>> {
    let mut says = Vec::new();
    for place in places {
        let values = match &rule.value {
            None => vec![place.key.clone()],
            Some(at) => texts(resolve::lookup(place.node, at)),
        };
        if values.is_empty() {
            let at = rule.value.as_deref().unwrap_or_default();
            let message = format!(
                "there is no text at `{at}` of the event `{}`, so that events cannot be told apart",
                place.key
            );
            lowerer.warn(Diagnostic::warning("webhook-events", &place.at, message));
            return None;
        }
        let mut own = declared(lowerer, place, 1);
        own.retain(|(clue, _)| *clue != rule.clue);
        own.insert(0, (rule.clue.clone(), values));
        says.push(own);
    }
    let Some(clues) = choose(&says, std::slice::from_ref(&rule.clue)) else {
        let (one, other) = alike(&says);
        not_told(lowerer, kind, places, one, other);
        return None;
    };
    note(events, &says, &clues);
    Some(clues)
}

fn texts(node: Option<&Value>) -> Vec<String> {
    match node {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => {
            let texts = items.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// Everything that has values which the document lists, to this depth. Where the event's own name is one of them, it is meant.
fn declared(lowerer: &mut Lowerer<'_>, place: &Place<'_>, depth: usize) -> Says {
    let tree = lowerer.tree;
    let mut says = Says::new();
    for (name, schema) in places::headers(tree, place) {
        let values = schema.and_then(|schema| allowed(tree, schema));
        if let Some(values) = values.and_then(only_texts) {
            says.push((Clue::Header(name.to_ascii_lowercase()), values));
        }
    }
    let body = place.node.get("requestBody");
    let body = body.and_then(|body| resolve::resolve(tree, body, "").ok());
    let content = body.and_then(|body| super::super::body::best(body.node.get("content")?));
    if let Some(schema) = content.and_then(|(_, content)| content.get("schema")) {
        let mut budget = MOST_SCHEMAS;
        let members = of_schema(lowerer, schema, "", depth, &mut budget);
        says.extend(
            members
                .into_iter()
                .map(|(at, values)| (Clue::Member(at), values)),
        );
    }
    for (_, values) in &mut says {
        if values.len() > 1 && values.contains(&place.key) {
            *values = vec![place.key.clone()];
        }
    }
    // A choice among several values is part of an event, unless by its name it is what says which event it is.
    says.retain(|(clue, values)| match clue {
        Clue::Header(_) => true,
        Clue::Member(at) => values.len() == 1 || usual(at) < USUAL.len(),
    });
    says
}

fn only_texts(values: Vec<Scalar>) -> Option<Vec<String>> {
    let texts = values.into_iter().map(|value| match value {
        Scalar::Text(text) => Some(text),
        _ => None,
    });
    texts.collect()
}

/// Members with values that a schema lists, by JSON pointer. Of alternatives, those that all of them have.
fn of_schema(
    lowerer: &mut Lowerer<'_>,
    schema: &Value,
    prefix: &str,
    depth: usize,
    budget: &mut usize,
) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    if depth == 0 || *budget == 0 {
        return found;
    }
    *budget -= 1;
    let Ok(resolved) = resolve::resolve(lowerer.tree, schema, "") else {
        return found;
    };
    let (node, at) = (resolved.node, resolved.pointer.into_owned());
    if !members::is_object(lowerer.tree, node) {
        let mut common: Option<BTreeMap<String, Vec<String>>> = None;
        for (inner, _) in inner_alternatives(node, &at) {
            let inner = of_schema(lowerer, inner, prefix, depth, budget);
            common = Some(match common {
                None => inner,
                Some(common) => both(common, inner),
            });
        }
        return common.unwrap_or_default();
    }
    for (name, (schema, _)) in lowerer.members(node, &at).properties {
        let at = pointer::join(prefix, &name);
        match allowed(lowerer.tree, &schema).and_then(only_texts) {
            Some(values) => {
                found.insert(at, values);
            }
            None => found.extend(of_schema(lowerer, &schema, &at, depth - 1, budget)),
        }
    }
    found
}

fn both(
    mut one: BTreeMap<String, Vec<String>>,
    mut other: BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, Vec<String>> {
    one.retain(|at, values| match other.remove(at) {
        Some(more) => {
            let new = more.into_iter().filter(|value| !values.contains(value));
            let new: Vec<String> = new.collect();
            values.extend(new);
            true
        }
        None => false,
    });
    one
}

/// All clues: headers first, then members, the outer ones and those with usual names before others.
fn order(says: &[Says]) -> Vec<Clue> {
    let rank = |clue: &Clue| match clue {
        Clue::Header(_) => (0, 0),
        Clue::Member(at) => (at.matches('/').count(), usual(at)),
    };
    let mut clues: Vec<Clue> = Vec::new();
    for (clue, _) in says.iter().flatten() {
        if !clues.contains(clue) {
            clues.push(clue.clone());
        }
    }
    clues.sort_by_key(rank);
    clues.truncate(MOST_CLUES);
    clues
}

fn values<'s>(says: &'s Says, clue: &Clue) -> &'s [String] {
    let found = says.iter().find(|(known, _)| known == clue);
    found.map_or(&[], |(_, values)| values.as_slice())
}

fn is_in_all(says: &[Says], clue: &Clue) -> bool {
    says.iter().all(|says| !values(says, clue).is_empty())
}

/// One clue that tells all events apart, or two that do together: the first of them is one of `firsts`.
fn choose(says: &[Says], firsts: &[Clue]) -> Option<Vec<Clue>> {
    let pairs: Vec<(&Clue, Vec<(usize, usize)>)> = firsts
        .iter()
        .map(|first| (first, overlapping(says, first)))
        .collect();
    if let Some((first, _)) = pairs.iter().find(|(_, pairs)| pairs.is_empty()) {
        return Some(vec![(*first).clone()]);
    }
    let seconds = order(says);
    let tells = |clue: &Clue, (one, other): &(usize, usize)| {
        let (one, other) = (values(&says[*one], clue), values(&says[*other], clue));
        !one.is_empty() && !other.is_empty() && !one.iter().any(|value| other.contains(value))
    };
    pairs.iter().find_map(|(first, pairs)| {
        let second = seconds
            .iter()
            .find(|second| second != first && pairs.iter().all(|pair| tells(second, pair)));
        second.map(|second| vec![(*first).clone(), second.clone()])
    })
}

/// Pairs of events of which a clue says the same.
fn overlapping(says: &[Says], clue: &Clue) -> Vec<(usize, usize)> {
    let mut events: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (index, says) in says.iter().enumerate() {
        for value in values(says, clue) {
            let known = events.entry(value).or_default();
            pairs.extend(known.iter().map(|other| (*other, index)));
            known.push(index);
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What each clue says of each event. The second one says nothing where the first is enough.
fn note(events: &mut [Event], says: &[Says], clues: &[Clue]) {
    let needed: Vec<bool> = match clues {
        [first, _] => {
            let pairs = overlapping(says, first);
            let is_in = |index: &usize| pairs.iter().any(|(a, b)| a == index || b == index);
            (0..says.len()).map(|index| is_in(&index)).collect()
        }
        _ => Vec::new(),
    };
    for (index, (event, says)) in events.iter_mut().zip(says).enumerate() {
        let said = clues.iter().enumerate().map(|(place, clue)| {
            if place == 0 || needed.get(index) == Some(&true) {
                values(says, clue).to_vec()
            } else {
                Vec::new()
            }
        });
        event.says = said.collect();
    }
}

/// Two events that nothing tells apart; the first two, if it takes several clues.
fn alike(says: &[Says]) -> (usize, usize) {
    let clues = order(says);
    for other in 1..says.len() {
        for one in 0..other {
            let differ = |clue: &Clue| {
                let (one, other) = (values(&says[one], clue), values(&says[other], clue));
                !one.is_empty() && !other.is_empty() && !one.iter().any(|v| other.contains(v))
            };
            if !clues.iter().any(differ) {
                return (one, other);
            }
        }
    }
    (0, 1)
}

fn not_told(
    lowerer: &mut Lowerer<'_>,
    kind: WebhookKind,
    places: &[&Place<'_>],
    one: usize,
    other: usize,
) {
    let (Some(one), Some(other)) = (places.get(one), places.get(other)) else {
        return;
    };
    let (name, count) = (kind.name(), places.len());
    let message = format!(
        "the document does not say how {count} {name} are told apart (`{}` and `{}`, for two): there is no enum of them, and each is read by a function of its own",
        one.key, other.key
    );
    let help = format!(
        "say it in the configuration under `{name}`, or give a header or a member of the payload an `enum` with one value for each, in an overlay if need be"
    );
    lowerer.warn(Diagnostic::note("webhook-events", &other.at, message).help(help));
}
