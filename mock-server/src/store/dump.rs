//! The whole state as one JSON document, and back.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::resource::Identifier;
use super::{Items, Resource, Store};

/// Beside the resource types: items of plain REST collections, by path.
const ITEMS: &str = "/";

impl Store {
    /// Everything, by resource type. What is hidden from clients stands in `mock`.
    pub fn dump(&self) -> Value {
        let mut dump = Map::new();
        for (id, kind) in self.plan.kinds.iter().enumerate() {
            let rows = self.rows(id).filter_map(|row| {
                let mut json: Value = serde_json::from_slice(&row.json).ok()?;
                let mut hidden = Map::new();
                if let Some(tenant) = &row.tenant {
                    hidden.insert("tenant".to_owned(), json!(**tenant));
                }
                for (position, relationship) in kind
                    .relationships
                    .iter()
                    .enumerate()
                    .filter(|(_, relationship)| !relationship.data)
                {
                    let ids: Vec<&str> = row.targets(position).map(|link| &*link.id).collect();
                    if !ids.is_empty() {
                        hidden.insert(relationship.name.clone(), json!(ids));
                    }
                }
                if let Some(json) = json.as_object_mut() {
                    json.insert("mock".to_owned(), Value::Object(hidden));
                }
                Some(json)
            });
            dump.insert(kind.resource_type.clone(), rows.collect());
        }
        if !self.items.is_empty() {
            dump.insert(ITEMS.to_owned(), self.items.dump());
        }
        Value::Object(dump)
    }

    /// Replaces everything by what was dumped.
    ///
    /// # Errors
    ///
    /// What is wrong, and where, if it is not a dump for this document; the state is as before then.
    pub fn load(&mut self, dump: &Value) -> Result<(), String> {
        let types = dump
            .as_object()
            .ok_or("the state is to be an object of resource types")?;
        let mut loaded = Self::new(self.plan.clone(), self.ids.u64(..));
        let mut resources = Vec::new();
        for (resource_type, rows) in types {
            if resource_type == ITEMS {
                loaded.items = Items::parse(rows)
                    .ok_or_else(|| format!("`{ITEMS}` is to be lists of items by path"))?;
                continue;
            }
            let kind = self
                .plan
                .kind_id(resource_type)
                .ok_or_else(|| format!("the document has no resource type `{resource_type}`"))?;
            let rows = rows
                .as_array()
                .ok_or_else(|| format!("`{resource_type}` is to be a list of resources"))?;
            for (position, json) in rows.iter().enumerate() {
                let resource = self.parse(kind, json).ok_or_else(|| {
                    format!("`{resource_type}` at {position} is not a resource with an id")
                })?;
                resources.push(resource);
            }
        }
        for resource in &resources {
            let sequence = loaded.next_sequence;
            loaded.next_sequence += 1;
            loaded.keep(resource, sequence);
        }
        loaded.version = self.version + 1;
        *self = loaded;
        Ok(())
    }

    fn parse(&self, kind: usize, json: &Value) -> Option<Resource> {
        let kind = self.plan.kind(kind)?;
        let hidden = json.get("mock");
        let id = json.get("id")?.as_str()?;
        let mut resource = Resource::new(
            &kind.resource_type,
            id,
            json.get("attributes").cloned().unwrap_or_default(),
        );
        resource.tenant = hidden
            .and_then(|hidden| hidden.get("tenant")?.as_str())
            .map(Arc::from);
        for relationship in &kind.relationships {
            let data = json
                .get("relationships")
                .and_then(|shown| shown.get(&relationship.name)?.get("data"));
            let identifier = |value: &Value| {
                let mut identifier =
                    Identifier::new(value.get("type")?.as_str()?, value.get("id")?.as_str()?);
                identifier.meta = value.get("meta").cloned();
                Some(identifier)
            };
            let ids = hidden
                .and_then(|hidden| hidden.get(&relationship.name)?.as_array())
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let targets: Vec<Identifier> = match data {
                Some(Value::Array(items)) => items.iter().filter_map(identifier).collect(),
                Some(item) => identifier(item).into_iter().collect(),
                None => ids
                    .map(|id| {
                        Identifier::new(relationship.target.as_deref().unwrap_or_default(), id)
                    })
                    .collect(),
            };
            resource
                .relationships
                .push((relationship.name.clone(), targets));
        }
        Some(resource)
    }
}
