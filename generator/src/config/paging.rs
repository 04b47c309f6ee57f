//! How an operation is paged, where the usual names do not tell: in a configuration under `paging`, or in a document by
//! the extension `x-paging`, which takes the same.

use serde_json::Value;

use super::value::{Place, flag, text};
use crate::diag::Diagnostic;
use crate::pointer;

/// What is declared about the paging of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagingRule {
    /// It is not paged: `false`.
    Off,
    /// It is paged like this.
    On(Box<PagingPlan>),
}

/// How an operation is paged.
///
/// Places in a request are names of query parameters, or JSON pointers into a JSON body. Places in a response are JSON
/// pointers into the body.
///
/// ```yaml
/// paging:
///   searchPoints: { items: /result/points, cursor: /offset, next_cursor: /result/next_page_offset, size: /limit }
///   listCharges: { cursor: starting_after, last_item: /id, has_more: /has_more, size: limit }
///   listOrders: { page: page, size: per_page, first: 1, total_pages: /meta/pages }
///   listEvents: false
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PagingPlan {
    /// The list of items, where the response has several or is no object with one.
    pub items: Option<String>,
    /// Takes the cursor.
    pub cursor: Option<String>,
    /// The next cursor. Absent, null or empty on the last page.
    pub next_cursor: Option<String>,
    /// The next cursor, in the last item of the page.
    pub last_item: Option<String>,
    /// A link to the next page. Absent, null or empty on the last one.
    pub next_link: Option<String>,
    /// Whether the header `Link` leads to the next page (RFC 8288).
    pub link_header: bool,
    /// Takes the number of the page.
    pub page: Option<String>,
    /// Takes how many items to skip.
    pub offset: Option<String>,
    /// The number of the first page, or the first offset.
    pub first: Option<u64>,
    /// Takes how many items a page has.
    pub size: Option<String>,
    /// Whether there are more pages: true or false.
    pub has_more: Option<String>,
    /// The number of all items.
    pub total: Option<String>,
    /// The number of all pages.
    pub total_pages: Option<String>,
}

impl PagingPlan {
    /// By a cursor that a response names at `next_cursor`.
    pub fn by_cursor(cursor: impl Into<String>, next_cursor: impl Into<String>) -> Self {
        Self {
            cursor: Some(cursor.into()),
            next_cursor: Some(next_cursor.into()),
            ..Self::default()
        }
    }

    /// By page number.
    pub fn by_page(page: impl Into<String>) -> Self {
        Self {
            page: Some(page.into()),
            ..Self::default()
        }
    }

    /// By offset.
    pub fn by_offset(offset: impl Into<String>) -> Self {
        Self {
            offset: Some(offset.into()),
            ..Self::default()
        }
    }

    /// By a link at `next_link`.
    pub fn by_link(next_link: impl Into<String>) -> Self {
        Self {
            next_link: Some(next_link.into()),
            ..Self::default()
        }
    }

    /// What does not fit together, if anything.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        let ways = [
            self.cursor.is_some(),
            self.next_link.is_some(),
            self.link_header,
        ];
        let ways = ways.into_iter().filter(|way| *way).count();
        match self {
            _ if ways > 1 => Some(
                "`cursor`, `next_link` and `link_header` are three ways to the next page; one of them is enough",
            ),
            _ if ways == 0 && self.page.is_none() && self.offset.is_none() => Some(
                "nothing leads to the next page: give `cursor`, `next_link`, `link_header`, `page` or `offset`",
            ),
            plan if plan.page.is_some() && plan.offset.is_some() => {
                Some("`page` counts pages and `offset` items; one of them is enough")
            }
            plan if plan.next_cursor.is_some() && plan.last_item.is_some() => {
                Some("the next cursor is either at `next_cursor` or in the `last_item`")
            }
            plan if plan.cursor.is_some()
                != (plan.next_cursor.is_some() || plan.last_item.is_some()) =>
            {
                Some(
                    "`cursor` says where a cursor goes, `next_cursor` or `last_item` where it comes from; one needs the other",
                )
            }
            _ => None,
        }
    }
}

impl From<PagingPlan> for PagingRule {
    fn from(plan: PagingPlan) -> Self {
        Self::On(Box::new(plan))
    }
}

/// Puts the value of a key where it belongs.
type Set = fn(&mut PagingPlan, &Value, Place<'_>) -> Result<(), Diagnostic>;

/// Every key of a [`PagingPlan`].
pub const PAGING_KEYS: [&str; 13] = {
    let mut keys = [""; SETTINGS.len()];
    let mut index = 0;
    while index < keys.len() {
        keys[index] = SETTINGS[index].0;
        index += 1;
    }
    keys
};

const SETTINGS: [(&str, Set); 13] = [
    ("items", |plan, value, at| {
        answer(value, at).map(|place| plan.items = Some(place))
    }),
    ("cursor", |plan, value, at| {
        text(value, at).map(|place| plan.cursor = Some(place))
    }),
    ("next_cursor", |plan, value, at| {
        answer(value, at).map(|place| plan.next_cursor = Some(place))
    }),
    ("last_item", |plan, value, at| {
        answer(value, at).map(|place| plan.last_item = Some(place))
    }),
    ("next_link", |plan, value, at| {
        answer(value, at).map(|place| plan.next_link = Some(place))
    }),
    ("link_header", |plan, value, at| {
        flag(value, at).map(|on| plan.link_header = on)
    }),
    ("page", |plan, value, at| {
        text(value, at).map(|place| plan.page = Some(place))
    }),
    ("offset", |plan, value, at| {
        text(value, at).map(|place| plan.offset = Some(place))
    }),
    ("first", |plan, value, at| {
        let first = value
            .as_u64()
            .ok_or_else(|| at.error("`first` takes a number from 0"))?;
        plan.first = Some(first);
        Ok(())
    }),
    ("size", |plan, value, at| {
        text(value, at).map(|place| plan.size = Some(place))
    }),
    ("has_more", |plan, value, at| {
        answer(value, at).map(|place| plan.has_more = Some(place))
    }),
    ("total", |plan, value, at| {
        answer(value, at).map(|place| plan.total = Some(place))
    }),
    ("total_pages", |plan, value, at| {
        answer(value, at).map(|place| plan.total_pages = Some(place))
    }),
];

/// A place in a response.
fn answer(value: &Value, at: Place<'_>) -> Result<String, Diagnostic> {
    let place = text(value, at)?;
    if place.starts_with('/') {
        return Ok(place);
    }
    let message = format!(
        "`{}` takes a JSON pointer into the response, such as `/{place}`",
        at.key
    );
    Err(at.error(message))
}

/// Reads what is declared about an operation.
pub(crate) fn rule(value: &Value, at: Place<'_>) -> Result<PagingRule, Diagnostic> {
    if *value == Value::Bool(false) {
        return Ok(PagingRule::Off);
    }
    let Some(members) = value.as_object() else {
        let message = "paging is an object that says how, or `false`";
        return Err(at.error(message));
    };
    let mut plan = PagingPlan::default();
    for (key, value) in members {
        let pointer = pointer::join(at.pointer, key);
        let place = Place {
            key,
            pointer: &pointer,
        };
        let Some((_, set)) = SETTINGS.iter().find(|(known, _)| known == key) else {
            let unknown = place.error(format!("there is no key `{key}`"));
            return Err(unknown.help(format!("the keys are {}", PAGING_KEYS.join(", "))));
        };
        set(&mut plan, value, place)?;
    }
    match plan.contradiction() {
        Some(message) => Err(at.error(message)),
        None => Ok(plan.into()),
    }
}

/// Rules by operation id.
pub(super) fn rules(
    value: &Value,
    at: Place<'_>,
) -> Result<std::collections::BTreeMap<String, PagingRule>, Diagnostic> {
    let members = value
        .as_object()
        .ok_or_else(|| at.error("`paging` takes an object: rules by operation id"))?;
    let read = |(key, value): (&String, &Value)| {
        let pointer = pointer::join(at.pointer, key);
        let pointer = pointer.as_str();
        Ok((key.clone(), rule(value, Place { key, pointer })?))
    };
    members.iter().map(read).collect()
}
