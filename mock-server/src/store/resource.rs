//! A resource while it is made or changed, and how it becomes a row.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::{Column, Link, Row, Store, text};
use crate::plan::{Kind, Plan};

/// A resource identifier: `type`, `id`, `meta`.
#[derive(Clone, Debug, PartialEq)]
pub struct Identifier {
    /// Resource type.
    pub resource_type: Arc<str>,
    /// Id.
    pub id: Arc<str>,
    /// `meta` of the linkage.
    pub meta: Option<Value>,
}

impl Identifier {
    /// An identifier without `meta`.
    pub fn new(resource_type: &str, id: &str) -> Self {
        Self {
            resource_type: resource_type.into(),
            id: id.into(),
            meta: None,
        }
    }
}

/// A resource.
#[derive(Clone, Debug, Default)]
pub struct Resource {
    /// Resource type.
    pub resource_type: String,
    /// Id.
    pub id: String,
    /// Attributes.
    pub attributes: Map<String, Value>,
    /// Relationships, to-one ones as lists of one.
    pub relationships: Vec<(String, Vec<Identifier>)>,
    /// What it belongs to.
    pub tenant: Option<Arc<str>>,
}

impl Resource {
    /// A resource without relationships. Anything but an object has no attributes.
    pub fn new(resource_type: &str, id: impl Into<String>, attributes: Value) -> Self {
        let attributes = if let Value::Object(attributes) = attributes {
            attributes
        } else {
            Map::new()
        };
        Self {
            resource_type: resource_type.to_owned(),
            id: id.into(),
            attributes,
            ..Self::default()
        }
    }

    /// Adds targets to a relationship.
    #[must_use]
    pub fn with(mut self, relationship: &str, resource_type: &str, ids: &[&str]) -> Self {
        let targets: Vec<Identifier> = ids
            .iter()
            .map(|id| Identifier::new(resource_type, id))
            .collect();
        self.targets_mut(relationship).extend(targets);
        self
    }

    /// Says what it belongs to.
    #[must_use]
    pub fn of_tenant(mut self, tenant: &str) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// What a relationship leads to.
    pub fn targets(&self, relationship: &str) -> &[Identifier] {
        self.relationships
            .iter()
            .find(|(name, _)| name == relationship)
            .map_or(&[], |(_, targets)| targets)
    }

    /// The id that a to-one relationship leads to.
    pub fn target(&self, relationship: &str) -> Option<&str> {
        self.targets(relationship).first().map(|target| &*target.id)
    }

    /// What a relationship leads to, to change it.
    pub fn targets_mut(&mut self, relationship: &str) -> &mut Vec<Identifier> {
        let position = self
            .relationships
            .iter()
            .position(|(name, _)| name == relationship)
            .unwrap_or_else(|| {
                self.relationships
                    .push((relationship.to_owned(), Vec::new()));
                self.relationships.len() - 1
            });
        // The position was found, or made, just now.
        #[allow(clippy::indexing_slicing)]
        &mut self.relationships[position].1
    }

    /// Sets what a relationship leads to.
    pub fn relate(&mut self, relationship: &str, resource_type: &str, id: &str) {
        *self.targets_mut(relationship) = vec![Identifier::new(resource_type, id)];
    }

    /// An attribute that is text.
    pub fn text(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute)?.as_str()
    }

    /// An attribute that is a number.
    pub fn number(&self, attribute: &str) -> Option<f64> {
        self.attributes.get(attribute)?.as_f64()
    }

    /// Sets an attribute.
    pub fn set(&mut self, attribute: &str, value: impl Into<Value>) {
        self.attributes.insert(attribute.to_owned(), value.into());
    }

    pub(super) fn of(kind: &Kind, row: &Row) -> Option<Self> {
        let Ok(Value::Object(mut json)) = serde_json::from_slice(&row.json) else {
            return None;
        };
        let mut resource = Self::new(
            &kind.resource_type,
            &*row.id,
            json.remove("attributes").unwrap_or_default(),
        );
        resource.tenant.clone_from(&row.tenant);
        let shown = json.get("relationships").and_then(Value::as_object);
        for (position, relationship) in kind.relationships.iter().enumerate() {
            let data = shown.and_then(|shown| shown.get(&relationship.name)?.get("data"));
            let targets = match data {
                Some(Value::Array(items)) => items.iter().filter_map(identifier).collect(),
                Some(item) => identifier(item).into_iter().collect(),
                None => {
                    let target = relationship.target.as_deref().unwrap_or_default();
                    row.targets(position)
                        .map(|link| Identifier::new(target, &link.id))
                        .collect()
                }
            };
            resource
                .relationships
                .push((relationship.name.clone(), targets));
        }
        Some(resource)
    }

    /// The row that keeps this resource.
    pub(super) fn row(&self, plan: &Plan, kind: &Kind, sequence: u64) -> Row {
        let mut links = Vec::new();
        for (position, relationship) in kind.relationships.iter().enumerate() {
            for target in self.targets(&relationship.name) {
                let target_kind = plan
                    .kind_id(&target.resource_type)
                    .and_then(|kind| u16::try_from(kind).ok());
                let Ok(relationship) = u16::try_from(position) else {
                    continue;
                };
                links.push(Link {
                    relationship,
                    kind: target_kind,
                    id: target.id.clone(),
                });
            }
        }
        Row {
            id: self.id.as_str().into(),
            sequence,
            json: Bytes::copy_from_slice(&text::of(self, plan, kind)),
            tenant: self.tenant.clone(),
            links: links.into(),
            columns: kind
                .columns
                .iter()
                .map(|column| Column::of(&self.attributes, column))
                .collect(),
        }
    }
}

fn identifier(value: &Value) -> Option<Identifier> {
    let mut identifier = Identifier::new(value.get("type")?.as_str()?, value.get("id")?.as_str()?);
    identifier.meta = value.get("meta").cloned();
    Some(identifier)
}

impl Store {
    /// Makes a row and puts it in its place.
    pub(super) fn keep(&mut self, resource: &Resource, sequence: u64) {
        let plan = self.plan.clone();
        if let Some(id) = plan.kind_id(&resource.resource_type)
            && let Some(kind) = plan.kind(id)
        {
            self.put(id, resource.row(&plan, kind, sequence));
        }
    }
}
