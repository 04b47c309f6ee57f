//! Answering what is there.

use serde_json::{Value, json};

use super::{Answer, Call, Engine, Outcome};
use crate::error::Failure;
use crate::plan::{Filter, KindId, Shape};
use crate::query::{Page, Paging, Selection, included, select};
use crate::schema::Role;
use crate::store::{Row, Store};

impl Engine {
    pub(super) fn list(&self, call: &Call<'_>, kind: KindId) -> Outcome {
        let store = self.store();
        self.allowed(call, &store, kind)?;
        sortable(call)?;
        let selection = select(
            &store,
            &self.cache,
            call.operation,
            kind,
            &call.query,
            &call.principal,
        );
        self.page(call, &store, kind, &selection)
    }

    pub(super) fn fetch(&self, call: &Call<'_>, kind: KindId) -> Outcome {
        let store = self.store();
        let row = self.visible(call, &store, kind, call.id())?;
        let included = included(&store, &self.plan, kind, &[row], &call.query)
            .map_err(|failure| vec![failure])?;
        let body = self.document(&row.json, included.as_deref(), None, &[]);
        Ok(Answer::new(
            call.operation.success(),
            call.operation.media(),
            body,
        ))
    }

    pub(super) fn related(
        &self,
        call: &Call<'_>,
        parent: KindId,
        relationship: usize,
        shape: Shape,
    ) -> Outcome {
        let store = self.store();
        let owner = self.visible(call, &store, parent, call.id())?;
        let found: Vec<(KindId, &Row)> = owner
            .targets(relationship)
            .filter_map(|link| {
                link.kind
                    .map(usize::from)
                    .and_then(|kind| store.row(kind, &link.id).map(|row| (kind, row)))
            })
            .filter(|(kind, row)| call.principal.sees(&store, *kind, row))
            .collect();
        if shape == Shape::One {
            let Some((_, row)) = found.first() else {
                if self.may_be_null(call) {
                    let (status, media) = (call.operation.success(), call.operation.media());
                    let body = self.document(b"null", None, None, &[]);
                    return Ok(Answer::new(status, media, body));
                }
                let name = self
                    .plan
                    .kind(parent)
                    .and_then(|kind| kind.relationships.get(relationship))
                    .map_or("resource", |relationship| &relationship.name);
                return Err(vec![Failure::new(
                    404,
                    "ResourceNotFound",
                    format!("There is no {name} here"),
                )]);
            };
            return Ok(Answer::new(
                call.operation.success(),
                call.operation.media(),
                self.document(&row.json, None, None, &[]),
            ));
        }
        let kind = found.first().map_or(parent, |(kind, _)| *kind);
        let selection = Selection {
            rows: found.iter().map(|(_, row)| row.sequence).collect(),
            order: Vec::new(),
        };
        self.page(call, &store, kind, &selection)
    }

    /// Whether the document lets the primary data be null (JSON:API 1.0, "Fetching Resources").
    fn may_be_null(&self, call: &Call<'_>) -> bool {
        let response = call.operation.response(call.operation.success());
        let Some(schema) = response.and_then(|response| response.schema.as_deref()) else {
            return false;
        };
        let nothing = json!({ "data": null });
        let found = self
            .validators
            .check(&self.plan.tree, schema, Role::Read, &nothing);
        // What else is missing is added later.
        !found.iter().any(|violation| {
            violation.pointer == "/data" || violation.pointer.starts_with("/data/")
        })
    }

    fn page(&self, call: &Call<'_>, store: &Store, kind: KindId, selection: &Selection) -> Outcome {
        let paging = Paging::of(call.operation, &call.query, selection.order.len())
            .map_err(|failure| vec![failure])?;
        let after = match &paging {
            Paging::Cursor {
                after: Some(cursor),
                ..
            } => selection.after(store, kind, cursor),
            _ => 0,
        };
        let page: Page = paging.page(selection.rows.len(), after);
        let rows: Vec<&Row> = selection
            .rows
            .get(page.start..page.end)
            .unwrap_or_default()
            .iter()
            .filter_map(|sequence| store.at(kind, *sequence))
            .collect();
        let mut data =
            Vec::with_capacity(rows.iter().map(|row| row.json.len() + 1).sum::<usize>() + 2);
        data.push(b'[');
        for (position, row) in rows.iter().enumerate() {
            if position > 0 {
                data.push(b',');
            }
            data.extend_from_slice(&row.json);
        }
        data.push(b']');
        let next = rows.last().map(|row| selection.cursor(row));
        let links: Value = paging.links(&page, call.path, &call.query, next);
        let included = included(store, &self.plan, kind, &rows, &call.query)
            .map_err(|failure| vec![failure])?;
        let body = self.document(
            &data,
            included.as_deref(),
            Some(&links),
            &[("count", json!(page.count))],
        );
        Ok(Answer::new(
            call.operation.success(),
            call.operation.media(),
            body,
        ))
    }

    /// The resource with this id, if the token gives access to it.
    pub(super) fn visible<'s>(
        &self,
        call: &Call<'_>,
        store: &'s Store,
        kind: KindId,
        id: &str,
    ) -> Result<&'s Row, Vec<Failure>> {
        let name = self
            .plan
            .kind(kind)
            .map_or("resource", |kind| kind.resource_type.as_str());
        let row = store
            .row(kind, id)
            .ok_or_else(|| vec![Failure::not_found(name, id)])?;
        if call.principal.sees(store, kind, row) {
            Ok(row)
        } else {
            Err(vec![Failure::forbidden(format!(
                "The token does not give access to this {name}"
            ))])
        }
    }

    /// Whether the filters ask for nothing that is out of reach.
    fn allowed(&self, call: &Call<'_>, store: &Store, kind: KindId) -> Result<(), Vec<Failure>> {
        for (name, filter) in &call.operation.filters {
            let Some(value) = call.query.get(name) else {
                continue;
            };
            let denied = match filter {
                Filter::Tenant => call
                    .principal
                    .tenant
                    .as_deref()
                    .is_some_and(|own| value.split(',').any(|asked| asked.trim() != own)),
                Filter::Path(path) => self.target_of(kind, path).is_some_and(|target| {
                    let rows = value
                        .split(',')
                        .filter_map(|id| store.row(target, id.trim()));
                    rows.into_iter()
                        .any(|row| !call.principal.sees(store, target, row))
                }),
                _ => false,
            };
            if denied {
                return Err(vec![Failure {
                    parameter: Some(name.clone()),
                    ..Failure::forbidden(format!(
                        "The token does not give access to {name}={value}"
                    ))
                }]);
            }
        }
        Ok(())
    }

    /// The kind that relationships lead to, one after the other.
    fn target_of(&self, kind: KindId, path: &[usize]) -> Option<KindId> {
        path.iter().try_fold(kind, |kind, relationship| {
            let target = self
                .plan
                .kind(kind)?
                .relationships
                .get(*relationship)?
                .target
                .as_deref()?;
            self.plan.kind_id(target)
        })
    }
}

/// A collection that cannot be sorted as asked is refused (JSON:API 1.0, "Sorting").
fn sortable(call: &Call<'_>) -> Result<(), Vec<Failure>> {
    let known: Vec<&str> = call
        .operation
        .sorts
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let unknown = call
        .query
        .list("sort")
        .map(|name| name.trim_start_matches('-'))
        .find(|name| !known.contains(name));
    match unknown {
        Some(name) => Err(vec![Failure::parameter(
            "sort",
            format!(
                "sort names {name}, which is no attribute to sort by; there are {}",
                known.join(", ")
            ),
        )]),
        None => Ok(()),
    }
}
