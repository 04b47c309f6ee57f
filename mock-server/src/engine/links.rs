//! Relationships that are sent: ids, or queries in their place.

use serde_json::{Map, Value};

use super::{Call, Engine};
use crate::error::Failure;
use crate::plan::{Action, Filter, KindId, Relationship};
use crate::store::{Identifier, Resource, Store};

impl Engine {
    /// What a relationship object of a body leads to.
    pub(super) fn linkage(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        relationship: &Relationship,
        object: &Value,
    ) -> Result<Option<Vec<Identifier>>, Failure> {
        let at = "/data";
        match object.get("data") {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(Vec::new())),
            Some(Value::Array(items)) => {
                let mut targets: Vec<Identifier> = Vec::new();
                for (position, item) in items.iter().enumerate() {
                    let target = self
                        .identifier(call, store, relationship, item)
                        .map_err(|failure| failure.under(&format!("{at}/{position}")))?;
                    if !targets.iter().any(|known| known.id == target.id) {
                        targets.push(target);
                    }
                }
                Ok(Some(targets))
            }
            Some(item) => self
                .identifier(call, store, relationship, item)
                .map(|target| Some(vec![target]))
                .map_err(|failure| failure.under(at)),
        }
    }

    fn identifier(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        relationship: &Relationship,
        item: &Value,
    ) -> Result<Identifier, Failure> {
        let named = item.get("type").and_then(Value::as_str);
        // Where several types are possible, the id tells.
        let id = item
            .get("id")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty());
        let resource_type = named
            .filter(|name| self.plan.kind_id(name).is_some())
            .or(relationship.target.as_deref());
        if let (Some(named), Some(target)) = (named, relationship.target.as_deref())
            && named != target
        {
            // JSON:API 1.0, "Updating a Resource's Relationships", and "409 Conflict" for types that do not belong there.
            return Err(Failure {
                status: 409,
                ..Failure::body(
                    "/type",
                    format!(
                        "{} leads to the type {target}, not {named}",
                        relationship.name
                    ),
                )
            });
        }
        let query = item.pointer("/meta/query").and_then(Value::as_object);
        let id = match (
            id,
            query,
            resource_type.and_then(|name| self.plan.kind_id(name)),
        ) {
            (Some(id), ..) => id.to_owned(),
            (None, Some(query), Some(kind)) => self
                .query_one(call, store, kind, query)
                .map_err(|failure| failure.under("/meta/query"))?,
            _ => return Err(Failure::body("", "An id is required")),
        };
        let candidates: Vec<KindId> = match resource_type.and_then(|name| self.plan.kind_id(name)) {
            Some(kind) => vec![kind],
            None => (0..self.plan.kinds.len()).collect(),
        };
        let found = candidates
            .iter()
            .find_map(|kind| store.row(*kind, &id).map(|row| (*kind, row)));
        let Some((kind, row)) = found else {
            return Err(Failure {
                pointer: Some("/id".to_owned()),
                ..Failure::not_found(resource_type.or(named).unwrap_or("resource"), &id)
            });
        };
        if !call.principal.sees(store, kind, row) {
            return Err(Failure {
                pointer: Some("/id".to_owned()),
                ..Failure::forbidden(format!("The token does not give access to {id}"))
            });
        }
        let name = named.or(resource_type).unwrap_or_default();
        let mut identifier = Identifier::new(name, &id);
        identifier.meta = item
            .get("meta")
            .and_then(Value::as_object)
            .and_then(|meta| {
                let kept: Map<String, Value> = meta
                    .iter()
                    .filter(|(name, _)| *name != "query")
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                (!kept.is_empty()).then_some(Value::Object(kept))
            });
        Ok(identifier)
    }

    /// The one resource that a query finds.
    fn query_one(
        &self,
        call: &Call<'_>,
        store: &mut Store,
        kind: KindId,
        query: &Map<String, Value>,
    ) -> Result<String, Failure> {
        let name = self
            .plan
            .kind(kind)
            .map_or(String::new(), |kind| kind.resource_type.clone());
        let found = self.query(call, store, kind, query)?;
        match found.as_slice() {
            [one] => Ok(one.clone()),
            [] => match self.model.made_on_demand(&name, query) {
                Some(attributes) => {
                    let mut made =
                        Resource::new(&name, store.new_id_of(kind), Value::Object(attributes));
                    made.tenant.clone_from(&call.principal.tenant);
                    store.write(&made);
                    Ok(made.id)
                }
                None => Err(Failure::body("", format!("The query finds no {name}"))),
            },
            several => Err(Failure::body(
                "",
                format!(
                    "The query finds {} resources of the type {name}, not one",
                    several.len()
                ),
            )),
        }
    }

    /// Ids of what a query finds within reach; its members mean what the filters of the same names do.
    pub(super) fn query(
        &self,
        call: &Call<'_>,
        store: &Store,
        kind: KindId,
        query: &Map<String, Value>,
    ) -> Result<Vec<String>, Failure> {
        let filters = self
            .plan
            .operations
            .iter()
            .find(|operation| operation.action == Action::List { kind })
            .map_or(&[][..], |operation| &operation.filters);
        let mut terms = Vec::new();
        flatten(query, "filter", &mut terms);
        let mut wanted: Vec<(Filter, Vec<String>)> = Vec::new();
        for (name, values) in terms {
            let Some((_, filter)) = filters.iter().find(|(known, _)| *known == name) else {
                return Err(Failure::body("", format!("There is no {name} to query by")));
            };
            if *filter == Filter::Tenant
                && call
                    .principal
                    .tenant
                    .as_deref()
                    .is_some_and(|own| values.iter().any(|value| value != own))
            {
                return Err(Failure::forbidden(format!(
                    "The token does not give access to {name}"
                )));
            }
            wanted.push((filter.clone(), values));
        }
        let found = store.find(kind, &wanted).into_iter();
        Ok(found
            .filter(|id| {
                store
                    .row(kind, id)
                    .is_some_and(|row| call.principal.sees(store, kind, row))
            })
            .map(|id| id.to_string())
            .collect())
    }
}

/// `{"identifier": {"system": "x"}}` as `filter[identifier][system]` = `x`.
fn flatten(query: &Map<String, Value>, prefix: &str, terms: &mut Vec<(String, Vec<String>)>) {
    for (name, value) in query {
        let name = format!("{prefix}[{name}]");
        match value {
            Value::Object(inner) if name.len() < 256 => flatten(inner, &name, terms),
            Value::Array(items) => terms.push((name, items.iter().map(plain).collect())),
            other => terms.push((name, vec![plain(other)])),
        }
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
