//! Adding, changing and removing resources, the other sides of their relationships included.

use super::resource::Identifier;
use super::{Resource, Row, Store};
use crate::plan::KindId;

impl Store {
    /// Adds a resource as it is: whoever calls this says both sides of its relationships.
    pub fn insert(&mut self, resource: &Resource) {
        self.next_sequence += 1;
        self.keep(resource, self.next_sequence - 1);
    }

    /// Adds a resource, or replaces the one with its type and id, and sets the other side of its relationships.
    pub fn write(&mut self, resource: &Resource) {
        let Some(kind) = self.plan.kind_id(&resource.resource_type) else {
            return;
        };
        let before = self.get(&resource.resource_type, &resource.id);
        let sequence = self.row(kind, &resource.id).map(|row| row.sequence);
        let sequence = sequence.unwrap_or_else(|| {
            self.next_sequence += 1;
            self.next_sequence - 1
        });
        self.keep(resource, sequence);
        self.mirror(kind, before.as_ref(), resource);
    }

    /// Changes a resource in place, if there is one.
    pub fn update(&mut self, resource_type: &str, id: &str, change: impl FnOnce(&mut Resource)) {
        if let Some(mut resource) = self.get(resource_type, id) {
            change(&mut resource);
            self.write(&resource);
        }
    }

    /// Removes a resource, and what leads to it. Whether there was one.
    pub fn remove(&mut self, resource_type: &str, id: &str) -> bool {
        let Some(kind) = self.plan.kind_id(resource_type) else {
            return false;
        };
        let Some(row) = self.row(kind, id) else {
            return false;
        };
        let sequence = row.sequence;
        let mut leading = Vec::new();
        let plan = self.plan.clone();
        for (other, described) in plan.kinds.iter().enumerate() {
            for (position, relationship) in described.relationships.iter().enumerate() {
                if relationship
                    .target
                    .as_deref()
                    .is_some_and(|target| target != resource_type)
                {
                    continue;
                }
                let rows = self
                    .linked_rows(other, position, id)
                    .filter_map(|sequence| self.at(other, sequence));
                leading.extend(rows.map(|row| {
                    (
                        described.resource_type.clone(),
                        row.id.clone(),
                        relationship.name.clone(),
                    )
                }));
            }
        }
        for (leading_type, leading_id, relationship) in leading {
            if let Some(mut resource) = self.get(&leading_type, &leading_id) {
                resource
                    .targets_mut(&relationship)
                    .retain(|target| *target.id != *id || *target.resource_type != *resource_type);
                if let Some(sequence) = self
                    .plan
                    .kind_id(&leading_type)
                    .and_then(|kind| self.row(kind, &leading_id))
                    .map(|row| row.sequence)
                {
                    self.keep(&resource, sequence);
                }
            }
        }
        self.take(kind, sequence);
        true
    }

    /// Sets the other side of relationships that have one.
    fn mirror(&mut self, kind: KindId, before: Option<&Resource>, after: &Resource) {
        let plan = self.plan.clone();
        let Some(described) = plan.kind(kind) else {
            return;
        };
        for relationship in &described.relationships {
            let Some((other, back)) = relationship.inverse else {
                continue;
            };
            let Some(other_kind) = plan.kind(other) else {
                continue;
            };
            let Some(back) = other_kind.relationships.get(back) else {
                continue;
            };
            let old = before.map_or(&[][..], |before| before.targets(&relationship.name));
            let new = after.targets(&relationship.name);
            for gone in old
                .iter()
                .filter(|target| !new.iter().any(|kept| kept.id == target.id))
            {
                self.other_side(other, &gone.id, |resource| {
                    resource
                        .targets_mut(&back.name)
                        .retain(|target| *target.id != *after.id);
                });
            }
            for added in new
                .iter()
                .filter(|target| !old.iter().any(|kept| kept.id == target.id))
            {
                self.other_side(other, &added.id, |resource| {
                    let targets = resource.targets_mut(&back.name);
                    if !back.many {
                        targets.clear();
                    }
                    if !targets.iter().any(|target| *target.id == *after.id) {
                        targets.push(Identifier::new(&after.resource_type, &after.id));
                    }
                });
            }
        }
    }

    fn other_side(&mut self, kind: KindId, id: &str, change: impl FnOnce(&mut Resource)) {
        let plan = self.plan.clone();
        let Some(row) = self.row(kind, id) else {
            return;
        };
        let sequence = row.sequence;
        if let Some(mut resource) = plan.kind(kind).and_then(|kind| Resource::of(kind, row)) {
            change(&mut resource);
            self.keep(&resource, sequence);
        }
    }

    pub(super) fn put(&mut self, kind: KindId, row: Row) {
        let before = self.take_quietly(kind, row.sequence);
        if let Some(journal) = &mut self.journal {
            journal.note(kind, row.sequence, before);
        }
        let Some(table) = self.tables.get_mut(kind) else {
            return;
        };
        table.linked.add(&row);
        table.by_id.insert(row.id.clone(), row.sequence);
        table.rows.insert(row.sequence, row);
        self.version += 1;
    }

    pub(super) fn take(&mut self, kind: KindId, sequence: u64) {
        let before = self.take_quietly(kind, sequence);
        if let Some(journal) = &mut self.journal {
            journal.note(kind, sequence, before);
        }
        self.version += 1;
    }

    fn take_quietly(&mut self, kind: KindId, sequence: u64) -> Option<Row> {
        let table = self.tables.get_mut(kind)?;
        let row = table.rows.remove(&sequence)?;
        table.linked.remove(&row);
        table.by_id.remove(&row.id);
        Some(row)
    }
}
