//! Which part of a collection a request asks for, and the links to the others.

use serde_json::{Map, Value, json};

use super::{Cursor, Query, encode};
use crate::error::Failure;
use crate::plan::Operation;

/// Resources on a page where neither the request nor the document says how many.
const USUAL_SIZE: usize = 10;
const USUAL_LIMIT: usize = 50;

/// How a collection is paged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Paging {
    /// `page[number]` and `page[size]`, which is also what happens without any page parameter.
    Skip { number: usize, size: usize },
    /// `page[after]` with `page[limit]`, or `page[size]` where there is no other size (profile "Cursor Pagination").
    Cursor {
        limit: usize,
        after: Option<Cursor>,
        /// The parameter that says how many.
        size: &'static str,
    },
}

/// A part of a collection.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// Position of the first resource, and of the one after the last.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How many there are in all.
    pub(crate) count: usize,
}

impl Paging {
    /// Reads the page parameters, which have passed their checks; `sorted_by` is the number of sort columns.
    pub(crate) fn of(
        operation: &Operation,
        query: &Query,
        sorted_by: usize,
    ) -> Result<Self, Failure> {
        let number = |name: &str, usual: usize| -> usize {
            let stated = || {
                operation
                    .parameters
                    .iter()
                    .find(|parameter| parameter.name == name)?
                    .default
                    .as_ref()?
                    .as_u64()
            };
            let given = query.get(name).and_then(|value| value.parse().ok());
            given
                .or_else(|| usize::try_from(stated()?).ok())
                .unwrap_or(usual)
        };
        let declares = |name: &str| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|parameter| parameter.name == name)
        };
        let after = ["page[after]", "page[cursor]"]
            .into_iter()
            .find_map(|name| query.get(name).map(|value| (name, value)));
        let cursors = declares("page[after]") || declares("page[cursor]");
        let only_cursors = cursors && !declares("page[number]");
        if after.is_none() && query.get("page[limit]").is_none() && !only_cursors {
            return Ok(Self::Skip {
                number: number("page[number]", 1),
                size: number("page[size]", USUAL_SIZE),
            });
        }
        let after = match after {
            None => None,
            Some((name, value)) => match Cursor::parse(value, sorted_by) {
                Some(cursor) => Some(cursor),
                None => {
                    return Err(Failure::parameter(
                        name,
                        format!("{name} is not a cursor of this collection; follow links.next"),
                    ));
                }
            },
        };
        let size = if declares("page[size]") && !declares("page[limit]") {
            "page[size]"
        } else {
            "page[limit]"
        };
        Ok(Self::Cursor {
            limit: number(size, USUAL_LIMIT),
            after,
            size,
        })
    }

    /// The part that is asked for; `after` is where the cursor stands.
    pub(crate) fn page(&self, count: usize, after: usize) -> Page {
        let (start, size) = match self {
            Self::Skip { number, size } => (number.saturating_sub(1).saturating_mul(*size), *size),
            Self::Cursor { limit, .. } => (after, *limit),
        };
        let start = start.min(count);
        Page {
            start,
            end: start.saturating_add(size).min(count),
            count,
        }
    }

    /// `links` of the page at `path`; `next` is the cursor behind its last resource.
    pub(crate) fn links(
        &self,
        page: &Page,
        path: &str,
        query: &Query,
        next: Option<Cursor>,
    ) -> Value {
        let kept = query.text(|name| name.starts_with("page["));
        let link = |parameters: &[(&str, String)]| {
            let mut url = path.to_owned();
            let mut separator = '?';
            if !kept.is_empty() {
                url.push('?');
                url.push_str(&kept);
                separator = '&';
            }
            for (name, value) in parameters {
                url.push(separator);
                separator = '&';
                url.push_str(name);
                url.push('=');
                url.push_str(&encode(value));
            }
            json!(url)
        };
        let mut links = Map::new();
        match self {
            Self::Skip { number, size } => {
                let to = |number: usize| {
                    link(&[
                        ("page[number]", number.to_string()),
                        ("page[size]", size.to_string()),
                    ])
                };
                links.insert("self".to_owned(), to(*number));
                if *size > 0 {
                    let last = page.count.div_ceil(*size).max(1);
                    links.insert("first".to_owned(), to(1));
                    links.insert("last".to_owned(), to(last));
                    if *number > 1 {
                        links.insert("prev".to_owned(), to((number - 1).min(last)));
                    }
                    if *number < last {
                        links.insert("next".to_owned(), to(number + 1));
                    }
                }
            }
            Self::Cursor { limit, after, size } => {
                let mut own = vec![(*size, limit.to_string())];
                own.extend(after.as_ref().map(|after| ("page[after]", after.text())));
                links.insert("self".to_owned(), link(&own));
                if let Some(next) = next.filter(|_| *limit > 0 && page.end < page.count) {
                    links.insert(
                        "next".to_owned(),
                        link(&[(*size, limit.to_string()), ("page[after]", next.text())]),
                    );
                }
            }
        }
        Value::Object(links)
    }
}
