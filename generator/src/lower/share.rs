//! Which inline schemas share a type: those that are made alike.

use serde_json::Value;

use super::schema::documentation;
use super::{Lowerer, words};
use crate::ir::{Role, Shape, TypeId};
use crate::pointer;

impl Lowerer<'_> {
    /// An inline type: the one that has the same shape, or a new one. Descriptions do not count, or the client would
    /// depend on wording; what several of them say differently is left out.
    pub(super) fn share(&mut self, shape: Shape, node: &Value, at: &str, role: Role) -> TypeId {
        let key = (undocumented(shape.clone()), role);
        let Some(id) = self.by_shape.get(&key).copied() else {
            let id = self.push(at, role, node, Some(shape));
            self.by_shape.insert(key, id);
            return id;
        };
        let docs = documentation(node);
        let known = &mut self.types[id.0];
        if !agree(known.docs.as_ref(), docs.as_ref()) {
            known.docs = None;
        }
        if let Some(known) = &mut known.shape {
            forget_differing(known, &shape);
        }
        self.name_after_member(id, docs, at);
        id
    }

    /// A member and a parameter that selects by it share a type: it is the member's.
    fn name_after_member(&mut self, id: TypeId, docs: Option<String>, at: &str) {
        if pointer::is_in_parameter(&self.types[id.0].pointer) && !pointer::is_in_parameter(at) {
            let words = words::words(self.tree, at);
            let def = &mut self.types[id.0];
            at.clone_into(&mut def.pointer);
            def.words = words;
            def.docs = docs.or(def.docs.take());
        }
    }
}

/// A shape without what the document says about its members: equal for shapes that differ in nothing else.
fn undocumented(mut shape: Shape) -> Shape {
    if let Shape::Struct(shape) = &mut shape {
        for field in &mut shape.fields {
            field.docs = None;
            field.default = None;
            field.deprecated = false;
        }
    }
    shape
}

/// Whether two descriptions can stand for one thing.
fn agree(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Leaves out how members are described that another type describes differently.
fn forget_differing(known: &mut Shape, other: &Shape) {
    if let (Shape::Struct(known), Shape::Struct(other)) = (known, other) {
        for (known, other) in known.fields.iter_mut().zip(&other.fields) {
            if !agree(known.docs.as_ref(), other.docs.as_ref()) {
                known.docs = None;
            }
        }
    }
}
