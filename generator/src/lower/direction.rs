//! Which schemas differ between what is received and what is sent.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::inherit::Hierarchy;
use super::merge_patch::MergePatches;
use super::resource::is_resource;
use crate::ir::Role;
use crate::{pointer, resolve};

/// What a schema contains, itself or through references.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Contents {
    /// A member that is only received or only sent, or a JSON:API resource.
    directed: bool,
    /// A member that may be missing and may be null, which a PATCH tells apart, or a JSON:API resource.
    patchable: bool,
}

impl Contents {
    fn add(&mut self, other: Self) -> bool {
        let before = *self;
        self.directed |= other.directed;
        self.patchable |= other.patchable;
        *self != before
    }
}

/// Contents of everything that can be referenced.
#[derive(Debug, Default)]
pub(super) struct Directions {
    contents: HashMap<String, Contents>,
    /// The schemas of merge patches, whose members may all be null.
    pub(super) merge_patches: MergePatches,
}

impl Directions {
    /// Scans all component schemas and whatever they refer to, then lets contents flow against the references until
    /// nothing changes.
    pub(super) fn of(tree: &Value, hierarchy: &Hierarchy) -> Self {
        let merge_patches = MergePatches::of(tree);
        let mut graph: HashMap<String, (Contents, Vec<String>)> = HashMap::new();
        let mut waiting: Vec<String> = tree
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| pointer::join("/components/schemas", name))
            .collect();
        while let Some(at) = waiting.pop() {
            if graph.contains_key(&at) {
                continue;
            }
            let Some(node) = resolve::lookup(tree, &at) else {
                continue;
            };
            let mut scan = Scan::default();
            scan.node(node);
            scan.contents.patchable |= merge_patches.contain(&at);
            // Where a base is referenced, its subtypes may stand.
            scan.references
                .extend(hierarchy.subtypes(&at).iter().cloned());
            waiting.extend(scan.references.iter().cloned());
            graph.insert(at, (scan.contents, scan.references));
        }
        let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
        for (at, (_, references)) in &graph {
            for target in references {
                users.entry(target).or_default().push(at);
            }
        }
        let mut contents: HashMap<String, Contents> = graph
            .iter()
            .map(|(at, (contents, _))| (at.clone(), *contents))
            .collect();
        let mut changed: Vec<&str> = graph
            .keys()
            .map(String::as_str)
            .filter(|at| contents[*at] != Contents::default())
            .collect();
        while let Some(at) = changed.pop() {
            let flowing = contents[at];
            for user in users.get(at).into_iter().flatten() {
                if contents
                    .get_mut(*user)
                    .is_some_and(|known| known.add(flowing))
                {
                    changed.push(user);
                }
            }
        }
        Self {
            contents,
            merge_patches,
        }
    }

    /// The role that the schema at `at` needs a type for when it is used in `role`: [`Role::Read`] where nothing differs.
    pub(super) fn effective(&self, node: &Value, at: &str, role: Role) -> Role {
        if role == Role::Read {
            return role;
        }
        let mut scan = Scan::default();
        scan.node(node);
        let mut contents = scan.contents;
        contents.patchable |= self.merge_patches.contain(at);
        // Where a base stands, its subtypes may: the node alone does not refer to them.
        contents.add(self.contents.get(at).copied().unwrap_or_default());
        for target in &scan.references {
            contents.add(self.contents.get(target).copied().unwrap_or_default());
        }
        match role {
            Role::Update if contents.patchable => Role::Update,
            _ if contents.directed => Role::Create,
            _ => Role::Read,
        }
    }
}

#[derive(Default)]
struct Scan {
    contents: Contents,
    references: Vec<String>,
}

impl Scan {
    fn node(&mut self, node: &Value) {
        if let Value::Object(members) = node {
            if let Some(target) = resolve::reference(node) {
                self.references.extend(resolve::local(target));
                return;
            }
            if is_resource(node) {
                self.contents.add(Contents {
                    directed: true,
                    patchable: true,
                });
            }
            self.properties(node);
            for key in ["items", "additionalProperties", "not"] {
                if let Some(child) = members.get(key) {
                    self.node(child);
                }
            }
            for key in ["allOf", "oneOf", "anyOf"] {
                for child in members
                    .get(key)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    self.node(child);
                }
            }
        }
    }

    fn properties(&mut self, node: &Value) {
        let Some(properties) = node.get("properties").and_then(Value::as_object) else {
            return;
        };
        let required: HashSet<&str> = node
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (name, property) in properties {
            let is = |flag: &str| property.get(flag).and_then(Value::as_bool).unwrap_or(false);
            if is("readOnly") || is("writeOnly") {
                self.contents.directed = true;
            }
            if is("nullable") && !required.contains(name.as_str()) {
                self.contents.patchable = true;
            }
            self.node(property);
        }
    }
}
