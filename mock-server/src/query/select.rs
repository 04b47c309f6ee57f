//! Which resources a request is about, in which order.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::check::{instant, range};
use super::{Cursor, Query};
use crate::auth::Principal;
use crate::plan::{Filter, KindId, Operation, Test, ValueType};
use crate::store::{Column, Row, Store};

/// Rows in order, with what they are sorted by.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) rows: Arc<[u64]>,
    /// Columns, and whether the greatest comes first.
    pub(crate) order: Vec<(usize, bool)>,
}

/// Selections that are still true, so that walking through pages does not filter anew for each of them.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    known: Mutex<Known>,
}

/// The version of the store, and rows by request.
type Known = (u64, HashMap<String, Arc<[u64]>>);

/// More selections than this are not kept.
const MOST_KEPT: usize = 128;

impl Cache {
    fn get(&self, version: u64, key: &str) -> Option<Arc<[u64]>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 == version {
            known.1.get(key).cloned()
        } else {
            None
        }
    }

    fn keep(&self, version: u64, key: String, rows: Arc<[u64]>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 != version || known.1.len() >= MOST_KEPT {
            *known = (version, HashMap::new());
        }
        known.1.insert(key, rows);
    }
}

/// Selects from a kind.
pub(crate) fn select(
    store: &Store,
    cache: &Cache,
    operation: &Operation,
    kind: KindId,
    query: &Query,
    principal: &Principal,
) -> Selection {
    let order = order(operation, query);
    let mut key = query.text(|name| name.starts_with("page[") || name == "include");
    key.push('|');
    key.push_str(&operation.path);
    key.push('|');
    key.push_str(&principal.key);
    if let Some(rows) = cache.get(store.version, &key) {
        return Selection { rows, order };
    }
    let tests: Vec<Wanted> = operation
        .filters
        .iter()
        .filter_map(|(name, filter)| Wanted::new(operation, name, filter, query))
        .collect();
    let fits = |row: &&Row| {
        principal.sees(store, kind, row)
            && tests.iter().all(|test| test.fits(store, kind, row))
            && members_fit(&tests, row)
    };
    let mut rows: Vec<&Row> = match tests.iter().find_map(Wanted::index) {
        Some((relationship, values)) => {
            let mut found: Vec<u64> = values
                .iter()
                .flat_map(|value| store.linked_rows(kind, relationship, value))
                .collect();
            found.sort_unstable();
            found.dedup();
            found
                .into_iter()
                .filter_map(|sequence| store.at(kind, sequence))
                .filter(fits)
                .collect()
        }
        None => store.rows(kind).filter(fits).collect(),
    };
    if !order.is_empty() {
        rows.sort_by(|a, b| compare(&order, &a.columns, a.sequence, &b.columns, b.sequence));
    }
    let rows: Arc<[u64]> = rows.into_iter().map(|row| row.sequence).collect();
    cache.keep(store.version, key, rows.clone());
    Selection { rows, order }
}

fn order(operation: &Operation, query: &Query) -> Vec<(usize, bool)> {
    let column = |name: &str| {
        operation
            .sorts
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, column)| *column)
    };
    let sort = query
        .list("sort")
        .filter_map(|name| match name.strip_prefix('-') {
            Some(name) => Some((column(name)?, true)),
            None => Some((column(name)?, false)),
        });
    sort.collect()
}

fn compare(
    order: &[(usize, bool)],
    a: &[Column],
    a_sequence: u64,
    b: &[Column],
    b_sequence: u64,
) -> Ordering {
    for (column, descending) in order {
        let (Some(a), Some(b)) = (a.get(*column), b.get(*column)) else {
            continue;
        };
        let ordering = a.order(b);
        let ordering = if *descending {
            ordering.reverse()
        } else {
            ordering
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    a_sequence.cmp(&b_sequence)
}

impl Selection {
    /// The position of the first row after the cursor.
    pub(crate) fn after(&self, store: &Store, kind: KindId, cursor: &Cursor) -> usize {
        self.rows.partition_point(|sequence| {
            let Some(row) = store.at(kind, *sequence) else {
                return true;
            };
            let mut ordering = Ordering::Equal;
            for ((column, descending), value) in self.order.iter().zip(&cursor.values) {
                let own = row
                    .columns
                    .get(*column)
                    .unwrap_or(&Column::None)
                    .order(value);
                ordering = if *descending { own.reverse() } else { own };
                if ordering != Ordering::Equal {
                    break;
                }
            }
            ordering.then(sequence.cmp(&cursor.sequence)) != Ordering::Greater
        })
    }

    /// The cursor that stands for a row.
    pub(crate) fn cursor(&self, row: &Row) -> Cursor {
        let values = self
            .order
            .iter()
            .map(|(column, _)| row.columns.get(*column).cloned().unwrap_or(Column::None));
        Cursor {
            values: values.collect(),
            sequence: row.sequence,
        }
    }
}

/// A filter with the values it is given.
struct Wanted<'q> {
    filter: &'q Filter,
    values: Vec<String>,
    range: Option<(i64, i64)>,
}

impl<'q> Wanted<'q> {
    fn new(operation: &Operation, name: &str, filter: &'q Filter, query: &Query) -> Option<Self> {
        let value = query.get(name)?;
        let parameter = operation
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)?;
        let values = if parameter.list {
            query.list(name).map(str::to_owned).collect()
        } else {
            vec![value.to_owned()]
        };
        let range = match (&parameter.ty, filter) {
            (
                _,
                Filter::Column {
                    test: Test::Since, ..
                },
            ) => instant(value).map(|start| (start, i64::MAX)),
            (
                _,
                Filter::Column {
                    test: Test::Before, ..
                },
            ) => instant(value).map(|end| (i64::MIN, end)),
            (ValueType::DateRange, _) => range(value),
            _ => None,
        };
        Some(Self {
            filter,
            values,
            range,
        })
    }

    /// The relationship to look the rows up by, if the filter is about one.
    fn index(&self) -> Option<(usize, &[String])> {
        match self.filter {
            Filter::Path(path) => match path.as_slice() {
                [only] => Some((*only, &self.values)),
                _ => None,
            },
            _ => None,
        }
    }

    fn has(&self, text: &str) -> bool {
        self.values.iter().any(|value| value == text)
    }

    fn fits(&self, store: &Store, kind: KindId, row: &Row) -> bool {
        match self.filter {
            Filter::Tenant => row.tenant.as_deref().is_some_and(|tenant| self.has(tenant)),
            Filter::Id => self.has(&row.id),
            Filter::Path(path) => store.leads(kind, row, path, &|id| self.has(id)),
            Filter::Column { column, test } => row
                .columns
                .get(*column)
                .is_some_and(|value| self.column(row, value, test)),
            // See `members_fit`.
            Filter::Member { .. } | Filter::Unknown => true,
        }
    }

    fn column(&self, row: &Row, value: &Column, test: &Test) -> bool {
        if let Some((start, end)) = self.range {
            return matches!(value, Column::Instant(instant, _) if (start..end).contains(instant));
        }
        match test {
            Test::Present => (*value != Column::None) == self.has("true"),
            Test::WithoutOther(other) => {
                row.columns
                    .get(*other)
                    .is_none_or(|other| *other == Column::None)
                    && self.same(value)
            }
            Test::Same | Test::Since | Test::Before => self.same(value),
        }
    }

    /// An attribute that is not there is as good as `false`.
    fn same(&self, value: &Column) -> bool {
        self.values.iter().any(|wanted| value.is(wanted))
            || (*value == Column::None && self.has("false"))
    }
}

/// Filters on members of the objects in a list hold if one object fits them all.
fn members_fit(tests: &[Wanted<'_>], row: &Row) -> bool {
    let columns = tests.iter().filter_map(|test| {
        if let Filter::Member { column, .. } = test.filter {
            Some(*column)
        } else {
            None
        }
    });
    columns.into_iter().all(|column| {
        let Some(Column::Objects(objects)) = row.columns.get(column) else {
            return false;
        };
        objects.iter().any(|object| {
            tests.iter().all(|test| match test.filter {
                Filter::Member {
                    column: own,
                    member,
                } if *own == column => object
                    .get(*member)
                    .and_then(Option::as_deref)
                    .is_some_and(|text| test.has(text)),
                _ => true,
            })
        })
    })
}
