//! What a client covers, for people.

use std::fmt;

use crate::diag::Severity;
use crate::document::Document;
use crate::generated::Generated;
use crate::ir::{Api, Shape, Type, Variant};

/// Numbers about a generated client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Operations that were generated.
    pub operations: usize,
    /// Operations in the document.
    pub operations_in_document: usize,
    /// Why operations are missing.
    pub skipped: Vec<String>,
    /// Webhooks and callbacks that were generated, those in the document, and enums that tell them apart.
    pub webhooks: (usize, usize, usize),
    /// Component schemas with a type.
    pub schemas: usize,
    /// Component schemas in the document.
    pub schemas_in_document: usize,
    /// Places typed as raw JSON although the document says more about them.
    pub raw_json: usize,
    /// Places that the document itself leaves open: any value, or any object.
    pub free_form: usize,
    /// How unions tell their alternatives apart.
    pub unions: Unions,
    /// Types of the client.
    pub types: usize,
    /// Collections with skip-based paging, with cursor-based paging, and all that are paged in any way.
    pub pagers: (usize, usize, usize),
    /// How many of them the configuration or the document declares.
    pub declared_pagers: usize,
    /// Operations that look paged, by what they are asked and answer.
    pub look_paged: usize,
    /// Which of those have no pager, by id.
    pub not_paged: Vec<String>,
    /// Overlay actions, and the nodes they changed.
    pub overlay: (usize, usize),
}

/// How many unions tell their alternatives apart in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unions {
    /// By the discriminator that the document declares.
    pub declared: usize,
    /// By a member that has another value in each alternative.
    pub inferred: usize,
    /// By a member that only some alternatives have, else by what fits best.
    pub partly: usize,
    /// By what fits best.
    pub scored: usize,
    /// Not at all: they are raw JSON.
    pub raw: usize,
}

impl Unions {
    fn of(api: &Api) -> Self {
        let mut unions = Self {
            raw: api.raw_unions,
            ..Self::default()
        };
        for def in &api.types {
            let Shape::Union(union) = &def.shape else {
                continue;
            };
            let is_object = |variant: &&Variant| matches!(&variant.ty, Type::Named(id) if matches!(api.types[id.0].shape, Shape::Struct(_)));
            let mut objects = union.variants.iter().filter(is_object);
            *(match union.discriminator {
                Some(_) if union.declared => &mut unions.declared,
                Some(_) if objects.all(|variant| !variant.tags.is_empty()) => &mut unions.inferred,
                Some(_) => &mut unions.partly,
                None => &mut unions.scored,
            }) += 1;
        }
        unions
    }

    /// The sum of two counts.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            declared: self.declared + other.declared,
            inferred: self.inferred + other.inferred,
            partly: self.partly + other.partly,
            scored: self.scored + other.scored,
            raw: self.raw + other.raw,
        }
    }
}

impl fmt::Display for Unions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unions      {} by a declared discriminator, {} by a member with one value each, {} partly so, {} by what fits best, {} raw",
            self.declared, self.inferred, self.partly, self.scored, self.raw
        )
    }
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
            webhooks: api
                .webhooks
                .iter()
                .fold((0, 0, 0), |(made, all, told), webhooks| {
                    let places = webhooks.events.iter().map(|event| event.places);
                    (
                        made + places.sum::<usize>(),
                        all + webhooks.in_document,
                        told + usize::from(webhooks.clues.is_some()),
                    )
                }),
            schemas: api.component_schemas,
            schemas_in_document: count("/components/schemas"),
            raw_json: api.raw_json,
            free_form,
            unions: Unions::of(api),
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
            declared_pagers: pagings().filter(|paging| paging.declared).count(),
            look_paged: api
                .operations
                .iter()
                .filter(|operation| operation.looks_paged)
                .count(),
            not_paged: api
                .operations
                .iter()
                .filter(|operation| operation.looks_paged && operation.paging.is_none())
                .map(|operation| operation.id.clone())
                .collect(),
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
        if let (made, all @ 1.., told) = self.webhooks {
            writeln!(
                f,
                "webhooks    {made} of {all} (callbacks included), {told} enums of events"
            )?;
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
        writeln!(f, "{}", self.unions)?;
        writeln!(
            f,
            "paging      {paged} collections: {skip} skip-based, {cursor} cursor-based, {} declared",
            self.declared_pagers
        )?;
        writeln!(
            f,
            "            {} look paged, {} of them are not",
            self.look_paged,
            self.not_paged.len()
        )?;
        for operation in &self.not_paged {
            writeln!(f, "            {operation}")?;
        }
        writeln!(f, "overlay     {actions} actions, {nodes} nodes changed")
    }
}
