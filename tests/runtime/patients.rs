//! A collection of patients, paged as the sample API pages it.

use serde_json::{Value, json};

use super::server::{Reply, Seen};

pub fn patient(id: usize) -> Value {
    json!({
        "type": "patient",
        "id": format!("p{id}"),
        "attributes": { "first_name": format!("Name {id}"), "gender": "female", "age": 30 },
        "relationships": { "groups": { "data": [{ "type": "group", "id": "g1" }] } },
    })
}

pub fn patients(ids: impl IntoIterator<Item = usize>) -> Vec<Value> {
    ids.into_iter().map(patient).collect()
}

/// The page of a collection that a request asks for, by number or by cursor; ten items where it does not say.
pub fn page(seen: &Seen, all: &[Value]) -> Reply {
    let cursor = seen.number("page[limit]");
    let size = cursor.or(seen.number("page[size]")).unwrap_or(10);
    let number = seen.number("page[number]").unwrap_or(1);
    let start = match cursor {
        // A cursor is the id of the last item read, and so moves with it.
        Some(_) => all
            .iter()
            .position(|item| item["id"].as_str() == seen.query("page[after]").as_deref())
            .map_or(0, |at| at + 1),
        None => (number - 1).saturating_mul(size),
    };
    let end = start.saturating_add(size).min(all.len());
    let items = all.get(start..end).unwrap_or_default();
    let mut links = json!({ "self": seen.target });
    if size > 0 && end < all.len() {
        links["next"] = match cursor {
            Some(limit) => {
                let last = items
                    .last()
                    .and_then(|item| item["id"].as_str())
                    .unwrap_or_default();
                format!("{}?page[limit]={limit}&page[after]={last}", seen.path())
            }
            None => format!(
                "{}?page[size]={size}&page[number]={}",
                seen.path(),
                number + 1
            ),
        }
        .into();
    }
    Reply::json(
        200,
        json!({ "data": items, "links": links, "meta": { "count": all.len() } }),
    )
}
