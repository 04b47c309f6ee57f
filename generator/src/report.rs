//! What a client covers, for people.

use std::fmt;

use crate::Generated;
use crate::diag::Severity;
use crate::document::Document;
use crate::ir::Shape;

/// Numbers about a generated client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Operations that were generated.
    pub operations: usize,
    /// Operations in the document.
    pub operations_in_document: usize,
    /// Why operations are missing.
    pub skipped: Vec<String>,
    /// Component schemas with a type.
    pub schemas: usize,
    /// Component schemas in the document.
    pub schemas_in_document: usize,
    /// Places typed as raw JSON although the document says more about them.
    pub raw_json: usize,
    /// Places that the document itself leaves open: any value, or any object.
    pub free_form: usize,
    /// Types of the client.
    pub types: usize,
    /// Collections with skip-based paging, with cursor-based paging, and all that are paged in any way.
    pub pagers: (usize, usize, usize),
    /// Overlay actions, and the nodes they changed.
    pub overlay: (usize, usize),
}

impl Coverage {
    /// Counts.
    pub fn of(document: &Document, generated: &Generated) -> Self {
        let api = &generated.api;
        let count = |at: &str| {
            document
                .tree()
                .pointer(at)
                .and_then(serde_json::Value::as_object)
                .map_or(0, serde_json::Map::len)
        };
        let mut free_form = 0;
        for def in &api.types {
            def.shape.visit(&mut |ty| {
                free_form += usize::from(matches!(
                    ty,
                    crate::ir::Type::Json | crate::ir::Type::JsonObject
                ));
            });
        }
        let pagings = || {
            api.operations
                .iter()
                .filter_map(|operation| operation.paging.as_ref())
        };
        let skipped = generated
            .diagnostics
            .iter()
            .filter(|found| found.code == "operation" && found.severity == Severity::Warning);
        Self {
            operations: api.operations.len(),
            operations_in_document: api.operations_in_document,
            skipped: skipped
                .map(|found| format!("{}: {}", found.pointer, found.message))
                .collect(),
            schemas: api.component_schemas,
            schemas_in_document: count("/components/schemas"),
            raw_json: api.raw_json,
            free_form,
            types: api
                .types
                .iter()
                .filter(|def| !matches!(def.shape, Shape::Alias(_)))
                .count(),
            pagers: (
                pagings().filter(|paging| paging.skip.is_some()).count(),
                pagings().filter(|paging| paging.cursor.is_some()).count(),
                pagings().count(),
            ),
            overlay: document
                .overlays()
                .iter()
                .fold((0, 0), |(actions, nodes), report| {
                    (
                        actions + report.actions.len(),
                        nodes
                            + report
                                .actions
                                .iter()
                                .map(|action| action.nodes.len())
                                .sum::<usize>(),
                    )
                }),
        }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (skip, cursor, paged) = self.pagers;
        let (actions, nodes) = self.overlay;
        writeln!(
            f,
            "operations  {} of {}, {} skipped",
            self.operations,
            self.operations_in_document,
            self.operations_in_document.saturating_sub(self.operations)
        )?;
        for reason in &self.skipped {
            writeln!(f, "            {reason}")?;
        }
        writeln!(
            f,
            "schemas     {} of {} typed, in {} types",
            self.schemas, self.schemas_in_document, self.types
        )?;
        writeln!(
            f,
            "raw JSON    {} places that could not be typed; {} that the document leaves open",
            self.raw_json, self.free_form
        )?;
        writeln!(
            f,
            "paging      {paged} collections: {skip} skip-based, {cursor} cursor-based"
        )?;
        writeln!(f, "overlay     {actions} actions, {nodes} nodes changed")
    }
}
