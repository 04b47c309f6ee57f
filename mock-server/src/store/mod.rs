//! The state: resources as the bytes they are answered with, and what is needed to find them.

mod column;
mod dump;
mod index;
mod items;
mod journal;
mod resource;
mod row;
mod text;
mod walk;
mod write;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub(crate) use column::Column;
pub(crate) use items::Items;
pub use resource::{Identifier, Resource};
pub(crate) use row::{Link, Row};

use crate::plan::{IdForm, KindId, Plan};

/// All resources.
#[derive(Debug)]
pub struct Store {
    pub(crate) plan: Arc<Plan>,
    tables: Vec<Table>,
    /// What is no JSON:API resource.
    pub(crate) items: Items,
    next_sequence: u64,
    /// Grows with every write; what was computed for another version is stale.
    pub(crate) version: u64,
    journal: Option<journal::Journal>,
    /// Randomness of the ids that are given out.
    pub(crate) ids: fastrand::Rng,
}

/// All resources of a kind, in the order in which they were added.
#[derive(Debug, Default)]
struct Table {
    rows: BTreeMap<u64, Row>,
    by_id: HashMap<Arc<str>, u64>,
    /// Rows by relationship and the id it leads to.
    linked: index::Linked,
}

impl Store {
    /// An empty store.
    pub(crate) fn new(plan: Arc<Plan>, seed: u64) -> Self {
        let tables = plan.kinds.iter().map(|_| Table::default()).collect();
        Self {
            plan,
            tables,
            items: Items::default(),
            next_sequence: 1,
            version: 1,
            journal: None,
            ids: fastrand::Rng::with_seed(seed ^ 0x6964),
        }
    }

    /// A new id, of 24 hexadecimal digits.
    pub fn new_id(&mut self) -> String {
        format!(
            "{:08x}{:016x}",
            0x6500_0000_u64 + self.next_sequence,
            self.ids.u64(..)
        )
    }

    /// A new id for a resource of a kind, in the form that the document asks for.
    pub(crate) fn new_id_of(&mut self, kind: KindId) -> String {
        let form = self.plan.kind(kind).map(|kind| kind.id_form);
        match form.filter(|form| *form != IdForm::Hexadecimal) {
            Some(form) => form.id(self.next_sequence, self.ids.u64(..)),
            None => self.new_id(),
        }
    }

    /// Whether a resource exists.
    pub fn contains(&self, resource_type: &str, id: &str) -> bool {
        self.plan
            .kind_id(resource_type)
            .and_then(|kind| self.row(kind, id))
            .is_some()
    }

    /// Whether the document declares an attribute.
    pub fn declares(&self, resource_type: &str, attribute: &str) -> bool {
        let kind = self
            .plan
            .kind_id(resource_type)
            .and_then(|kind| self.plan.kind(kind));
        kind.is_some_and(|kind| {
            kind.attributes
                .iter()
                .flatten()
                .any(|known| known.name == attribute)
        })
    }

    /// A resource, parsed.
    pub fn get(&self, resource_type: &str, id: &str) -> Option<Resource> {
        let kind = self.plan.kind_id(resource_type)?;
        Resource::of(self.plan.kind(kind)?, self.row(kind, id)?)
    }

    /// Ids of all resources of a type that belong to a tenant or to all, oldest first.
    pub fn ids(&self, resource_type: &str, tenant: &str) -> Vec<Arc<str>> {
        let rows = self
            .plan
            .kind_id(resource_type)
            .into_iter()
            .flat_map(|kind| self.rows(kind));
        rows.filter(|row| row.tenant.as_deref().is_none_or(|own| own == tenant))
            .map(|row| row.id.clone())
            .collect()
    }

    /// How many resources of a type there are.
    pub fn count(&self, resource_type: &str) -> usize {
        self.plan
            .kind_id(resource_type)
            .and_then(|kind| self.tables.get(kind))
            .map_or(0, |table| table.rows.len())
    }

    /// Ids of the resources of a type whose to-one or to-many relationship leads to `target`.
    pub fn linked(&self, resource_type: &str, relationship: &str, target: &str) -> Vec<Arc<str>> {
        let find = || {
            let kind = self.plan.kind_id(resource_type)?;
            let (position, _) = self.plan.kind(kind)?.relationship(relationship)?;
            Some(
                self.linked_rows(kind, position, target)
                    .filter_map(|sequence| self.at(kind, sequence))
                    .map(|row| row.id.clone())
                    .collect(),
            )
        };
        find().unwrap_or_default()
    }

    pub(crate) fn row(&self, kind: KindId, id: &str) -> Option<&Row> {
        let table = self.tables.get(kind)?;
        table.rows.get(table.by_id.get(id)?)
    }

    pub(crate) fn at(&self, kind: KindId, sequence: u64) -> Option<&Row> {
        self.tables.get(kind)?.rows.get(&sequence)
    }

    pub(crate) fn rows(&self, kind: KindId) -> impl Iterator<Item = &Row> {
        self.tables
            .get(kind)
            .into_iter()
            .flat_map(|table| table.rows.values())
    }

    pub(crate) fn linked_rows(
        &self,
        kind: KindId,
        relationship: usize,
        target: &str,
    ) -> impl Iterator<Item = u64> {
        self.tables
            .get(kind)
            .into_iter()
            .flat_map(move |table| table.linked.rows(relationship, target))
    }
}
