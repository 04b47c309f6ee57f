//! Following relationships.

use std::sync::Arc;

use super::{Row, Store};
use crate::plan::{Action, Filter, KindId};

impl Store {
    /// Whether the relationships `path` lead from `row` to an id that `wanted` accepts.
    pub(crate) fn leads(
        &self,
        kind: KindId,
        row: &Row,
        path: &[usize],
        wanted: &dyn Fn(&str) -> bool,
    ) -> bool {
        let Some((first, rest)) = path.split_first() else {
            return false;
        };
        row.targets(*first).any(|link| {
            if rest.is_empty() {
                return wanted(&link.id);
            }
            let target = link.kind.map_or(kind, usize::from);
            self.row(target, &link.id)
                .is_some_and(|next| self.leads(target, next, rest, wanted))
        })
    }

    /// The rows of a kind that a query such as `{"identifier": {"system": .., "value": ..}, "groups": [..]}` finds, read as
    /// filters of the same names are.
    pub(crate) fn find(&self, kind: KindId, query: &[(Filter, Vec<String>)]) -> Vec<Arc<str>> {
        let rows = self.rows(kind).filter(|row| {
            let member = |column: usize, wanted: &dyn Fn(&super::column::Object) -> bool| match row
                .columns
                .get(column)
            {
                Some(super::Column::Objects(objects)) => objects.iter().any(wanted),
                _ => false,
            };
            let columns = query.iter().filter_map(|(filter, _)| {
                if let Filter::Member { column, .. } = filter {
                    Some(*column)
                } else {
                    None
                }
            });
            let members = columns.into_iter().all(|column| {
                member(column, &|object| {
                    query.iter().all(|(filter, values)| match filter {
                        Filter::Member {
                            column: own,
                            member,
                        } if *own == column => object
                            .get(*member)
                            .and_then(Option::as_deref)
                            .is_some_and(|text| values.iter().any(|value| value == text)),
                        _ => true,
                    })
                })
            });
            members
                && query.iter().all(|(filter, values)| match filter {
                    Filter::Tenant => row
                        .tenant
                        .as_deref()
                        .is_some_and(|tenant| values.iter().any(|value| value == tenant)),
                    Filter::Id => values.iter().any(|value| **value == *row.id),
                    Filter::Path(path) => self.leads(kind, row, path, &|id| {
                        values.iter().any(|value| value == id)
                    }),
                    Filter::Column { column, .. } => row
                        .columns
                        .get(*column)
                        .is_some_and(|column| values.iter().any(|value| column.is(value))),
                    Filter::Member { .. } | Filter::Unknown => true,
                })
        });
        rows.map(|row| row.id.clone()).collect()
    }
}

impl Store {
    /// Ids of resources with an object in a list that has all of these members; `filter` is the parameter that looks at
    /// that list.
    pub fn find_by(
        &self,
        resource_type: &str,
        filter: &str,
        members: &[(&str, &str)],
    ) -> Vec<Arc<str>> {
        let Some(kind) = self.plan.kind_id(resource_type) else {
            return Vec::new();
        };
        let filters = self
            .plan
            .operations
            .iter()
            .find(|operation| operation.action == Action::List { kind })
            .map_or(&[][..], |operation| &operation.filters);
        let wanted = members.iter().filter_map(|(member, value)| {
            let name = format!("{filter}[{member}]");
            let (_, filter) = filters.iter().find(|(known, _)| *known == name)?;
            Some((filter.clone(), vec![(*value).to_owned()]))
        });
        let wanted: Vec<_> = wanted.collect();
        if wanted.len() == members.len() {
            self.find(kind, &wanted)
        } else {
            Vec::new()
        }
    }
}
