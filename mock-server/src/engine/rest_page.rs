//! Lists of plain REST collections: filtered, sorted and paged as far as the document declares parameters for it.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::finish::schema;
use super::rest::{put, text_of};
use super::{Answer, Call, Engine, Outcome};
use crate::plan::{Collection, Next, Rest, ValueType};
use crate::query::encode;

/// Items on a page where neither the request nor the document says how many.
const USUAL: usize = 20;

/// Names of the parameter that says how many items a page has.
const LIMITS: [&str; 9] = [
    "limit",
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "pagesize",
    "max_results",
    "maxResults",
    "$top",
];
const SORTS: [&str; 8] = [
    "sort", "sort_by", "sortBy", "order_by", "orderBy", "orderby", "$orderby", "ordering",
];
const DIRECTIONS: [&str; 8] = [
    "direction",
    "order",
    "sort_order",
    "sortOrder",
    "sort_dir",
    "sortDir",
    "sort_direction",
    "order_direction",
];
const FIELDS: [&str; 4] = ["fields", "select", "$select", "field"];

/// Carries the place in lists that are paged by links alone.
pub(crate) const PLACE: &str = "_mock_start";

impl Engine {
    pub(super) fn rest_list(
        &self,
        call: &Call<'_>,
        rest: &Rest,
        collection: &Collection,
        path: &str,
    ) -> Outcome {
        let mut items: Vec<Value> = {
            let mut store = self.store_mut();
            self.ensure(&mut store, collection, path)?;
            let listed = store.items.list(path).unwrap_or_default();
            listed.iter().map(|(_, item)| item.clone()).collect()
        };
        items.retain(|item| wanted(call, item));
        sort(call, &mut items);
        let way: &[String] = rest.place.as_deref().unwrap_or_default();
        let mut body = self.envelope(call, way);
        let count = items.len();
        let page = Page::of(call, rest, &items);
        let more = page.end < count;
        let shown: Vec<Value> = items
            .into_iter()
            .skip(page.start)
            .take(page.end.saturating_sub(page.start))
            .map(|item| chosen(call, collection, item))
            .collect();
        put(&mut body, way, Value::Array(shown));
        let url = more.then(|| page.next_url(call));
        if let Some(paging) = &rest.paging {
            if let Some(total) = &paging.total {
                put(&mut body, total, json!(count));
            }
            if let Some(pages) = &paging.total_pages {
                put(&mut body, pages, json!(count.div_ceil(page.size.max(1))));
            }
            if let Some((way, on_last)) = &paging.more {
                put(&mut body, way, json!(more != *on_last));
            }
            if let Some(link) = &paging.next_link {
                match &url {
                    Some(url) => put(&mut body, link, json!(url)),
                    None => self.clear(call, &mut body, link),
                }
            }
            let next = paging.cursor.as_ref().map(|cursor| &cursor.next);
            if let Some(Next::Member(at)) = next {
                if more {
                    let cursor = self.cursor(call, &body, at, page.end);
                    put(&mut body, at, cursor);
                } else {
                    self.clear(call, &mut body, at);
                }
            }
        }
        let answer = Answer::new(
            call.operation.success(),
            call.operation.media(),
            body.to_string(),
        );
        let linked = rest
            .paging
            .as_ref()
            .is_some_and(|paging| paging.link_header);
        Ok(match url.filter(|_| linked) {
            Some(url) => answer.header("link", format!("<{url}>; rel=\"next\"")),
            None => answer,
        })
    }

    /// The place as a cursor of the type that the document has for it.
    fn cursor(&self, call: &Call<'_>, body: &Value, at: &[String], end: usize) -> Value {
        let response = call.operation.response(call.operation.success());
        let schema = response.and_then(schema).unwrap_or(Value::Bool(true));
        let number = json!(end);
        let mut tried = body.clone();
        put(&mut tried, at, json!(end.to_string()));
        if self
            .validators
            .fits_answer(&self.plan.tree, &schema, &tried)
        {
            return json!(end.to_string());
        }
        number
    }

    /// Says that nothing follows: the member is gone, null or empty, whichever the schema allows.
    fn clear(&self, call: &Call<'_>, body: &mut Value, at: &[String]) {
        let response = call.operation.response(call.operation.success());
        let Some(schema) = response.and_then(schema) else {
            return;
        };
        let Some((name, front)) = at.split_last() else {
            return;
        };
        let mut without = body.clone();
        let parent = front
            .iter()
            .try_fold(&mut without, |here, name| here.get_mut(name));
        if let Some(parent) = parent.and_then(Value::as_object_mut) {
            parent.remove(name);
        }
        let with = |value: Value| {
            let mut with = body.clone();
            put(&mut with, at, value);
            with
        };
        let tried = [without.clone(), with(Value::Null), with(json!(""))];
        let found = tried
            .into_iter()
            .find(|tried| self.validators.fits_answer(&self.plan.tree, &schema, tried));
        *body = found.unwrap_or(without);
    }
}

/// Which part of a list is asked for.
struct Page {
    start: usize,
    end: usize,
    size: usize,
    /// The parameter that leads to the next page, with its value there.
    next: (String, String),
}

impl Page {
    fn of(call: &Call<'_>, rest: &Rest, items: &[Value]) -> Self {
        let paging = rest.paging.as_ref();
        let skip = paging.and_then(|paging| paging.skip.as_ref());
        let cursor = paging.and_then(|paging| paging.cursor.as_ref());
        let declared = |name: &&str| {
            call.operation
                .parameters
                .iter()
                .any(|parameter| parameter.name == **name)
        };
        let sizes = [
            skip.and_then(|skip| skip.size.clone()),
            cursor.and_then(|cursor| cursor.size.clone()),
            LIMITS
                .iter()
                .find(|name| declared(name))
                .map(|name| (*name).to_owned()),
        ];
        let size_name = sizes.into_iter().flatten().next();
        let number = |name: &str| {
            let given = call.query.get(name).and_then(|value| value.parse().ok());
            given.or_else(|| {
                let parameter = call
                    .operation
                    .parameters
                    .iter()
                    .find(|parameter| parameter.name == name)?;
                usize::try_from(parameter.default.as_ref()?.as_u64()?).ok()
            })
        };
        let usual = if paging.is_some() { USUAL } else { usize::MAX };
        let size = size_name.as_deref().and_then(number).unwrap_or(usual);
        let count = items.len();
        let cursor_name = cursor.map(|cursor| cursor.parameter.clone());
        let cursor_given = cursor_name.as_deref().and_then(|name| call.query.get(name));
        let skip_name = skip.map(|skip| skip.number.clone());
        let (start, next) = match (skip, skip_name, cursor, cursor_name) {
            (Some(skip), Some(name), ..) if cursor_given.is_none() => {
                let first = usize::try_from(skip.first).unwrap_or(0);
                let asked = number(&name).unwrap_or(first);
                if skip.offset {
                    (asked, (name, asked.saturating_add(size).to_string()))
                } else {
                    let start = asked.saturating_sub(first).saturating_mul(size);
                    (start, (name, asked.saturating_add(1).to_string()))
                }
            }
            (_, _, Some(cursor), Some(name)) => {
                let start = match (&cursor.next, cursor_given) {
                    (_, None) => 0,
                    (Next::LastItem(way), Some(given)) => items
                        .iter()
                        .position(|item| at(item, way).and_then(text_of).as_deref() == Some(given))
                        .map_or(count, |position| position + 1),
                    (_, Some(given)) => given.parse().unwrap_or(count),
                };
                let end = start.saturating_add(size).min(count);
                let value = match &cursor.next {
                    Next::LastItem(way) => end
                        .checked_sub(1)
                        .and_then(|last| at(items.get(last)?, way).and_then(text_of))
                        .unwrap_or_default(),
                    _ => end.to_string(),
                };
                (start, (name, value))
            }
            _ => {
                let start = number(PLACE).unwrap_or(0);
                let end = start.saturating_add(size);
                (start, (PLACE.to_owned(), end.to_string()))
            }
        };
        let start = start.min(count);
        Self {
            start,
            end: start.saturating_add(size).min(count),
            size,
            next,
        }
    }

    fn next_url(&self, call: &Call<'_>) -> String {
        let host = call
            .headers
            .get("host")
            .and_then(|host| host.to_str().ok())
            .unwrap_or("localhost");
        let (name, value) = &self.next;
        let kept = call.query.text(|known| known == name);
        let separator = if kept.is_empty() { "" } else { "&" };
        format!(
            "http://{host}{}?{kept}{separator}{}={}",
            call.path,
            encode(name),
            encode(value)
        )
    }
}

fn at<'v>(value: &'v Value, way: &[String]) -> Option<&'v Value> {
    way.iter().try_fold(value, |value, name| value.get(name))
}

/// Whether an item has what parameters of the same name ask for.
fn wanted(call: &Call<'_>, item: &Value) -> bool {
    call.query.pairs.iter().all(|(name, value)| {
        let Some(own) = item.get(name) else {
            return true;
        };
        let parameter = call
            .operation
            .parameters
            .iter()
            .find(|parameter| parameter.name == *name);
        let reserved = LIMITS.contains(&name.as_str())
            || SORTS.contains(&name.as_str())
            || DIRECTIONS.contains(&name.as_str())
            || FIELDS.contains(&name.as_str());
        let own = match own {
            Value::Bool(own) => own.to_string(),
            other => match text_of(other) {
                Some(own) => own,
                None => return true,
            },
        };
        let Some(parameter) = parameter.filter(|_| !reserved) else {
            return true;
        };
        if parameter.list {
            return call.query.all(name).any(|wanted| wanted == own);
        }
        own == *value
    })
}

fn first<'q>(call: &'q Call<'_>, names: &[&str]) -> Option<&'q str> {
    names.iter().find_map(|name| call.query.get(name))
}

/// By what the request names: `name`, `-name`, `name desc`, `name:desc`, or with a parameter for the direction.
fn sort(call: &Call<'_>, items: &mut [Value]) {
    let Some(asked) = first(call, &SORTS) else {
        return;
    };
    let direction = first(call, &DIRECTIONS).unwrap_or_default().to_lowercase();
    let keys: Vec<(String, bool)> = asked
        .split(',')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(|key| {
            let (name, word) = key.split_once([' ', ':']).unwrap_or((key, ""));
            let minus = name.starts_with('-');
            let falls = minus
                || word.to_lowercase().starts_with("desc")
                || (word.is_empty() && direction.starts_with("desc"));
            let name = name.trim_start_matches(['-', '+']);
            (name.to_owned(), falls)
        })
        .collect();
    let member = |item: &Value, name: &str| {
        let found = item.get(name).or_else(|| item.get(format!("{name}_at")));
        found.cloned().unwrap_or(Value::Null)
    };
    items.sort_by(|a, b| {
        for (name, falls) in &keys {
            let ordering = compare(&member(a, name), &member(b, name));
            let ordering = if *falls { ordering.reverse() } else { ordering };
            if ordering != Ordering::Equal {
                return ordering;
            }
        }
        Ordering::Equal
    });
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a
            .as_f64()
            .unwrap_or(0.0)
            .total_cmp(&b.as_f64().unwrap_or(0.0)),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (a, b) => a.is_null().cmp(&b.is_null()),
    }
}

/// The members that are asked for. What the schema requires comes back when the answer is completed.
fn chosen(call: &Call<'_>, collection: &Collection, mut item: Value) -> Value {
    let named = FIELDS.iter().find(|name| {
        call.query.get(name).is_some()
            && call.operation.parameters.iter().any(|parameter| {
                parameter.name == **name
                    && matches!(parameter.ty, ValueType::Text | ValueType::Choice(_))
            })
    });
    let Some(named) = named else {
        return item;
    };
    let names: Vec<&str> = call
        .query
        .all(named)
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    if let Some(item) = item.as_object_mut() {
        item.retain(|name, _| *name == collection.id || names.contains(&name.as_str()));
    }
    item
}
