//! What lowering works on: definitions of types on their way into the [`ir`](crate::ir).
//!
//! While schemas are read, a type may be promised: others refer to it, and its shape follows ([`Promised`]). Once all is
//! read, every type has its shape ([`Def`] in a [`Draft`]), and what is left is decided over all of them. A
//! [`TypeDef`] has whatever was decided.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::filter::Filter;
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{self, Derive, Gate, Role, Scalar, Shape, Tag, TagId, Type, TypeDef, TypeId};

/// A type definition, as far as its own schema decides; each member means what it means in [`TypeDef`].
#[derive(Clone, Debug)]
pub(crate) struct Def<S = Shape> {
    pub(super) pointer: String,
    pub(super) words: Vec<String>,
    pub(super) role: Role,
    pub(super) docs: Option<String>,
    pub(super) deprecated: bool,
    pub(super) component: bool,
    pub(super) shape: S,
}

/// A definition that others refer to, whether or not its schema has been read.
pub(super) type Promised = Def<Option<Shape>>;

impl Promised {
    /// The definition. A promise that was not kept is raw JSON, and said.
    pub(super) fn kept(self, diagnostics: &mut Diagnostics) -> Def {
        let shape = self.shape.unwrap_or_else(|| {
            let message = "this schema leads nowhere but to itself; it is typed as raw JSON";
            diagnostics.push(Diagnostic::error("schema-cycle", &self.pointer, message));
            Shape::Alias(Type::Json)
        });
        Def {
            pointer: self.pointer,
            words: self.words,
            role: self.role,
            docs: self.docs,
            deprecated: self.deprecated,
            component: self.component,
            shape,
        }
    }
}

/// Members that unions tell a type by, with the values that select it: `None` where it may be missing or have any other
/// value.
pub(super) type Tagged = BTreeMap<String, BTreeSet<Option<Scalar>>>;

/// Who uses a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Use {
    /// Whether callers make values of it.
    pub(super) sent: bool,
    /// Whether servers send values of it.
    pub(super) received: bool,
    /// The tag whose file it goes to.
    pub(super) owner: Option<TagId>,
    /// With which features it is compiled.
    pub(super) gate: Gate,
}

/// All that was read of a document.
pub(crate) struct Draft<'a> {
    pub(super) tree: &'a Value,
    pub(super) config: &'a Config,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) types: Vec<Def>,
    pub(super) tags: Vec<Tag>,
    /// Values of members that unions tell these types by.
    pub(super) tagged: HashMap<TypeId, Tagged>,
    pub(super) filter: Filter<'a>,
    pub(super) json_api: bool,
    pub(super) raw_json: usize,
    /// Unions that became raw JSON.
    pub(super) raw_unions: usize,
}

impl Draft<'_> {
    pub(super) fn warn(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// What a type stands for, through aliases.
    pub(super) fn target<'t>(&'t self, ty: &'t Type) -> &'t Type {
        ir::target(ty, |id| &self.types[id.0].shape)
    }

    /// How many structs there are.
    pub(super) fn structs(&self) -> usize {
        let structs = self.types.iter();
        let structs = structs.filter(|def| matches!(def.shape, Shape::Struct(_)));
        structs.count()
    }

    /// How many components have types.
    pub(super) fn components(&self) -> usize {
        let components = self.types.iter().filter(|def| def.component);
        let pointers: BTreeSet<&str> = components.map(|def| def.pointer.as_str()).collect();
        pointers.len()
    }

    /// The finished definitions.
    pub(super) fn definitions(
        types: Vec<Def>,
        uses: Vec<Use>,
        derives: Vec<Vec<Derive>>,
        all_derives: bool,
    ) -> Vec<TypeDef> {
        let types = types.into_iter().zip(uses).zip(derives);
        types
            .map(|((def, of), derives)| TypeDef {
                pointer: def.pointer,
                words: def.words,
                role: def.role,
                docs: def.docs,
                deprecated: def.deprecated,
                component: def.component,
                decoded: !of.sent || of.received || all_derives,
                sent: of.sent,
                received: of.received,
                owner: of.owner,
                gate: of.gate,
                derives,
                shape: def.shape,
            })
            .collect()
    }
}
