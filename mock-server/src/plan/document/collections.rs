//! Finds the collections of a document, and what its operations do with them.

use openapi_client_generator::unstable::ir::{self, Api, PageShape};
use serde_json::{Value, json};

use crate::plan::{Collection, Operation, Rest, Verb};
use crate::schema::merged;

/// Finds the collections, and what operations do with them.
pub(super) fn collections(
    tree: &Value,
    api: &Api,
    operations: &[Operation],
) -> (Vec<Collection>, Vec<Option<Rest>>) {
    let mut found: Vec<Collection> = Vec::new();
    let mut rests: Vec<Option<Rest>> = operations.iter().map(|_| None).collect();
    let mut items: Vec<&str> = operations
        .iter()
        .map(|operation| operation.path.as_str())
        .filter(|path| item_of(path).is_some())
        .collect();
    items.sort_unstable();
    items.dedup();
    for path in items {
        let Some((front, parameter)) = item_of(path) else {
            continue;
        };
        let at = |method: &str, path: &str| {
            operations
                .iter()
                .position(|operation| operation.method == method && operation.path == path)
        };
        let list = at("GET", front).and_then(|list| {
            let schema = answer(tree, operations.get(list)?)?;
            let place = list_place(tree, api.operations.get(list)?, &schema)?;
            let item = along(tree, &schema, &place)?;
            let item = merged(tree, &item)?.get("items")?.clone();
            Some((list, place, item))
        });
        let fetch = at("GET", path);
        let add = at("POST", front);
        if list.is_none() && (add.is_none() || fetch.is_none()) {
            continue;
        }
        let one = fetch.and_then(|fetch| answer(tree, operations.get(fetch)?));
        let (schema, wrapped) = match (&one, &list) {
            (Some(one), listed) => {
                let way = item_place(tree, one, parameter, listed.as_ref().map(|(.., item)| item));
                let Some(way) = way else { continue };
                let Some(schema) = along(tree, one, &way) else {
                    continue;
                };
                (schema, Some(way))
            }
            (None, Some((.., item))) => (item.clone(), None),
            (None, None) => continue,
        };
        let Some((id, numeric)) = id_of(tree, &schema, parameter) else {
            continue;
        };
        let collection = found.len();
        found.push(Collection {
            path: front.to_owned(),
            schema,
            id,
            numeric,
        });
        let mut set = |operation: Option<usize>, verb, place, paging| {
            if let Some(rest) = operation.and_then(|operation| rests.get_mut(operation)) {
                *rest = Some(Rest {
                    collection,
                    verb,
                    place,
                    paging,
                });
            }
        };
        if let Some((list, place, _)) = list {
            let paging = api
                .operations
                .get(list)
                .and_then(|operation| operation.paging.as_ref())
                .map(super::paging::paging);
            set(Some(list), Verb::List, Some(place), paging);
        }
        set(fetch, Verb::Fetch, wrapped, None);
        let replied = |operation: Option<usize>| -> Option<Vec<String>> {
            let schema = answer(tree, operations.get(operation?)?)?;
            item_place(tree, &schema, parameter, None)
        };
        set(add, Verb::Create, replied(add), None);
        let (put, patch) = (at("PUT", path), at("PATCH", path));
        set(put, Verb::Replace, replied(put), None);
        set(patch, Verb::Change, replied(patch), None);
        if put.is_none() && patch.is_none() {
            // As some APIs have it, a POST to an item changes it.
            let post = at("POST", path);
            set(post, Verb::Change, replied(post), None);
        }
        let delete = at("DELETE", path);
        set(delete, Verb::Delete, replied(delete), None);
    }
    (found, rests)
}

/// The path of the collection and the parameter that names the item.
fn item_of(path: &str) -> Option<(&str, &str)> {
    let (front, last) = path.rsplit_once('/')?;
    let parameter = last.strip_prefix('{')?.strip_suffix('}')?;
    let named = front.rsplit('/').next()?;
    (!named.is_empty() && !named.contains('{')).then_some((front, parameter))
}

/// The schema of the answer of success.
fn answer(tree: &Value, operation: &Operation) -> Option<Value> {
    let pointer = operation.response(operation.success())?.schema.as_deref()?;
    crate::tree::lookup(tree, pointer)?;
    Some(json!({ "$ref": format!("#{pointer}") }))
}

/// Where the list of items stands: where paging finds it, or else the only list of objects.
fn list_place(tree: &Value, operation: &ir::Operation, schema: &Value) -> Option<Vec<String>> {
    if let Some(paging) = &operation.paging {
        match &paging.page {
            PageShape::List => return Some(Vec::new()),
            PageShape::Object(page) => return Some(page.items.clone()),
            PageShape::JsonApi { .. } => return Some(vec!["data".to_owned()]),
        }
    }
    let schema = merged(tree, schema)?;
    if is_list(&schema) {
        return Some(Vec::new());
    }
    let members = schema.get("properties")?.as_object()?;
    let mut lists = members.iter().filter(|(_, member)| {
        merged(tree, member).is_some_and(|member| {
            is_list(&member)
                && member
                    .get("items")
                    .and_then(|items| merged(tree, items))
                    .is_some_and(|items| items.contains_key("properties"))
        })
    });
    let first = lists.next()?;
    lists.next().is_none().then(|| vec![first.0.clone()])
}

fn is_list(schema: &serde_json::Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|ty| ty == "array") && schema.contains_key("items")
}

/// Where the item stands: the answer itself, or a member of it that is like an item.
fn item_place(
    tree: &Value,
    schema: &Value,
    parameter: &str,
    item: Option<&Value>,
) -> Option<Vec<String>> {
    let whole = merged(tree, schema)?;
    let members = whole.get("properties")?.as_object()?;
    let within: Vec<&String> = members
        .iter()
        .filter(|(_, member)| {
            item == Some(member)
                || member.get("$ref").is_some_and(|reference| {
                    item.is_some_and(|item| item.get("$ref") == Some(reference))
                })
        })
        .map(|(name, _)| name)
        .collect();
    if let [one] = within.as_slice() {
        return Some(vec![(*one).clone()]);
    }
    if id_of(tree, schema, parameter).is_some() {
        return Some(Vec::new());
    }
    let objects: Vec<&String> = members
        .iter()
        .filter(|(_, member)| id_of(tree, member, parameter).is_some())
        .map(|(name, _)| name)
        .collect();
    match objects.as_slice() {
        [one] => Some(vec![(*one).clone()]),
        _ => None,
    }
}

/// The schema at the end of a way through members.
fn along(tree: &Value, schema: &Value, way: &[String]) -> Option<Value> {
    way.iter().try_fold(schema.clone(), |schema, name| {
        merged(tree, &schema)?.get("properties")?.get(name).cloned()
    })
}

/// The member that holds an item's id, and whether it is a number.
fn id_of(tree: &Value, schema: &Value, parameter: &str) -> Option<(String, bool)> {
    let schema = merged(tree, schema)?;
    let members = schema.get("properties")?.as_object()?;
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect::<String>()
    };
    let wanted = plain(parameter);
    let scalar = |schema: &Value| {
        let schema = merged(tree, schema)?;
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => Some(false),
            Some("integer" | "number") => Some(true),
            _ => None,
        }
    };
    let named = |fits: &dyn Fn(&str) -> bool| {
        members
            .iter()
            .find(|(name, _)| fits(&plain(name)))
            .and_then(|(name, schema)| Some((name.clone(), scalar(schema)?)))
    };
    named(&|name| name == wanted)
        .or_else(|| named(&|name| name.len() > 1 && wanted.ends_with(name) && name != "name"))
        .or_else(|| named(&|name| name == "id"))
        .or_else(|| named(&|name| matches!(name, "uuid" | "guid" | "sid" | "key" | "slug")))
        .or_else(|| named(&|name| name == "name"))
}
