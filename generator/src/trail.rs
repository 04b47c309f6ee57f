//! Where a walk over a tree stands.

use std::fmt::Write;

use crate::pointer;

/// The steps from the root of a tree to a node, linked backwards through the stack of the walk:
/// they cost nothing until a diagnostic needs the pointer.
#[derive(Clone, Copy)]
pub(crate) struct Trail<'a> {
    parent: Option<&'a Trail<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    /// A pointer already, at which the walk began.
    Start(&'a str),
    Member(&'a str),
    Item(usize),
}

impl<'a> Trail<'a> {
    pub(crate) const ROOT: Trail<'static> = Trail {
        parent: None,
        step: Step::Start(""),
    };

    /// A walk that begins at `pointer`.
    pub(crate) fn at(pointer: &'a str) -> Self {
        Trail {
            parent: None,
            step: Step::Start(pointer),
        }
    }

    /// One step on, into a member of an object.
    pub(crate) fn member(&'a self, name: &'a str) -> Self {
        Trail {
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    /// One step on, into an item of an array.
    pub(crate) fn item(&'a self, index: usize) -> Self {
        Trail {
            parent: Some(self),
            step: Step::Item(index),
        }
    }

    /// The JSON pointer of the node.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = self.parent.map(Trail::pointer).unwrap_or_default();
        match self.step {
            Step::Start(start) => pointer.push_str(start),
            Step::Member(name) => {
                pointer.push('/');
                pointer.push_str(&pointer::escape(name));
            }
            // Writing into a string cannot fail.
            Step::Item(index) => drop(write!(pointer, "/{index}")),
        }
        pointer
    }

    /// The JSON pointer of one of the node's members.
    pub(crate) fn pointer_to(&self, name: &str) -> String {
        self.member(name).pointer()
    }
}
