//! From the document tree to the [`ir`](crate::ir). Every policy decision is taken here.
//!
//! The tree is read node by node: what is malformed costs one diagnostic and one item, never the whole document.

mod aliases;
mod alternative;
mod auth;
mod body;
mod choice;
mod common_parts;
mod components;
mod composition;
mod conditional;
mod constant_headers;
mod constants;
mod derives;
mod direction;
mod draft;
mod errors;
mod example;
mod features;
mod filter;
mod finish;
mod foreign;
mod form;
mod form_style;
mod header;
mod idempotency;
mod inherit;
mod json_api;
mod kinds;
mod limits;
mod members;
mod merge_patch;
mod node;
mod number;
mod object;
mod operation;
mod operation_server;
mod outputs;
mod package;
pub(crate) mod paging;
mod parameter;
mod part;
mod parts;
mod plural;
mod primary_data;
mod request_body;
mod resource;
mod resource_id;
mod resource_name;
mod resource_parts;
mod resource_type;
mod retries;
mod schema;
mod server;
mod share;
mod sign_in;
mod sparse;
mod tags;
#[cfg(test)]
mod tests;
mod undeclared;
mod union;
mod uses;
mod webhook;
mod words;
mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde_json::Value;

use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, OperationServer, Role, Shape, Tag, TagId, Type, TypeId};
use crate::pointer;

use draft::{Def, Draft, Promised};
pub(crate) use number::{integer, number};

/// Lowers a normalized (OpenAPI 3.0) tree.
pub fn lower(tree: &Value, config: &Config, diagnostics: &mut Diagnostics) -> Api {
    foreign::check(tree, config, diagnostics);
    let servers = server::servers(tree, diagnostics);
    let mut lowerer = Lowerer::new(tree, config, diagnostics);
    let mut api = Api {
        title: text(tree, "/info/title").unwrap_or_default(),
        version: text(tree, "/info/version").unwrap_or_default(),
        description: text(tree, "/info/description"),
        base_url: server::base_url(&servers),
        servers: if server::differ(&servers) {
            servers
        } else {
            Vec::new()
        },
        security: auth::security_schemes(&mut lowerer),
        ..Api::default()
    };
    let mut operations = operation::operations(&mut lowerer);
    auth::settle_scopes(&lowerer, &mut api.security);
    api.headers = constant_headers::settle(&mut operations);
    operation_server::settle(&mut lowerer, &mut api, &mut operations);
    let mut webhooks = webhook::webhooks(&mut lowerer, &operations);
    // From here on events are operations too, until it is decided what their types are and who uses them.
    let own = operations.len();
    operations.extend(webhook::turned_around(&webhooks));
    lowerer.drain();
    if !lowerer.filter.is_partial() {
        lowerer.remaining_components();
    }
    api.xml = std::mem::take(&mut lowerer.xml).finish();
    let mut draft = lowerer.draft();
    errors::type_errors(&mut draft, &mut operations);
    kinds::merge(&mut draft, &mut operations);
    constants::settle(&mut draft, &mut operations);
    kinds::name_once(&mut draft, &mut operations);
    finish::finish(&mut draft);
    resource_id::settle(&draft, &mut operations);
    let is_type = |at: &str| draft.types.iter().any(|def| def.pointer == at);
    draft.filter.report(&operations, is_type, draft.diagnostics);
    paging::detect(&mut draft, operations.get_mut(..own).unwrap_or_default());
    let mut uses = uses::uses(&draft, &operations);
    undeclared::keep(&mut draft, &uses);
    let structs = draft.structs();
    api.features_per_tag = features::wanted(&draft, &operations, structs);
    if api.features_per_tag {
        features::gate(&draft, &operations, &mut uses);
    }
    webhook::settle(&mut webhooks, operations.split_off(own));
    api.webhooks = webhooks;
    api.operations_in_document = operation::count(tree);
    api.json_api = draft.json_api;
    api.component_schemas = draft.components();
    api.raw_json = draft.raw_json;
    api.raw_unions = draft.raw_unions;
    let derives = derives::derives(&draft);
    api.tags = draft.tags;
    api.types = Draft::definitions(draft.types, uses, derives, config.all_derives);
    api.operations = operations;
    // Derived code for unions buffers values in a form that has no place for exact numbers.
    api.compact = config.compact.unwrap_or(structs > MOST_DERIVED);
    api.renames.clone_from(&config.renames);
    api.package = package::package(&api, config);
    diagnostics.dedup();
    api
}

/// With more structs than this, derived code is what takes the compiler longest.
const MOST_DERIVED: usize = 200;

fn text(tree: &Value, at: &str) -> Option<String> {
    tree.pointer(at).and_then(Value::as_str).map(str::to_owned)
}

/// What a document says of a tag, with where it belongs (`summary`, `parent` and `kind`: OpenAPI 3.2 "Tag Object").
fn tag_docs(tag: &Value) -> Option<String> {
    let said = |name: &str| tag.get(name).and_then(Value::as_str);
    let description = said("description").or_else(|| said("summary"));
    let parent = said("parent").map(|parent| format!("It belongs to the tag `{parent}`."));
    let kind = said("kind").map(|kind| format!("Kind: `{kind}`."));
    let parts = [description.map(str::to_owned), parent, kind];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// What was promised and is still to be lowered.
enum Waiting<'a> {
    /// A type for a schema.
    Schema(TypeId, Cow<'a, Value>),
    /// The parts of a JSON:API kind.
    Parts(TypeId, members::Members, Role),
}

/// State of the lowering.
pub(crate) struct Lowerer<'a> {
    pub(crate) tree: &'a Value,
    pub(crate) config: &'a Config,
    pub(crate) diagnostics: &'a mut Diagnostics,
    pub(crate) types: Vec<Promised>,
    pub(crate) tags: Vec<Tag>,
    /// Types by the pointer of their schema.
    by_pointer: HashMap<(String, Role), TypeId>,
    /// Inline types by their shape, so that equal ones are shared: several where the document says different things
    /// about them.
    by_shape: HashMap<(Shape, Role), TypeId>,
    /// JSON:API kinds by the pointer of the resource's schema.
    kinds: HashMap<String, TypeId>,
    /// Referenced schemas whose lowering waits: a queue rather than recursion, so that no chain of references can
    /// exhaust the stack.
    queue: VecDeque<Waiting<'a>>,
    limits: limits::Limits,
    directions: direction::Directions,
    hierarchy: Rc<inherit::Hierarchy>,
    /// The structs of bases that stand for their subtypes too.
    bases: HashMap<(String, Role), TypeId>,
    /// Values of members that unions tell these types by.
    tagged: HashMap<TypeId, draft::Tagged>,
    discriminated: resource_type::Discriminated,
    sparse: sparse::SparseFields,
    /// Schemas that are forms.
    forms: HashSet<String>,
    filter: filter::Filter<'a>,
    /// Names of the security schemes that a client can use.
    schemes: HashSet<String>,
    /// By scheme, the scopes that operations require of it.
    scopes: BTreeMap<String, BTreeSet<String>>,
    /// Servers of single paths and operations, each once.
    operation_servers: Vec<OperationServer>,
    xml: xml::Tables,
    pub(crate) json_api: bool,
    pub(crate) raw_json: usize,
    /// Unions that became raw JSON.
    pub(crate) raw_unions: usize,
}

impl<'a> Lowerer<'a> {
    fn new(tree: &'a Value, config: &'a Config, diagnostics: &'a mut Diagnostics) -> Self {
        let hierarchy = inherit::Hierarchy::of(tree);
        let tags = tree
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let tags = tags
            .filter_map(|tag| {
                let docs = tag_docs(tag);
                Some(Tag {
                    name: tag.get("name")?.as_str()?.to_owned(),
                    docs,
                })
            })
            .collect();
        Self {
            tree,
            config,
            diagnostics,
            types: Vec::new(),
            tags,
            by_pointer: HashMap::new(),
            by_shape: HashMap::new(),
            kinds: HashMap::new(),
            queue: VecDeque::new(),
            limits: limits::Limits::of(tree),
            directions: direction::Directions::of(tree, &hierarchy),
            hierarchy: Rc::new(hierarchy),
            bases: HashMap::new(),
            tagged: HashMap::new(),
            discriminated: resource_type::discriminated(tree),
            sparse: sparse::SparseFields::of(tree),
            forms: HashSet::new(),
            filter: filter::Filter::new(config),
            schemes: HashSet::new(),
            scopes: BTreeMap::new(),
            operation_servers: Vec::new(),
            xml: xml::Tables::default(),
            json_api: false,
            raw_json: 0,
            raw_unions: 0,
        }
    }

    pub(crate) fn warn(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A part of the document that cannot be typed: says so and falls back to raw JSON.
    pub(crate) fn raw(&mut self, code: &'static str, at: &str, message: impl Into<String>) -> Type {
        self.raw_json += 1;
        self.warn(
            Diagnostic::warning(code, at, message)
                .help("it is typed as raw JSON; nothing is lost on the wire"),
        );
        Type::Json
    }

    /// The tag with this name, added if the document does not list it.
    pub(crate) fn tag(&mut self, name: &str) -> TagId {
        let known = self.tags.iter().position(|tag| tag.name == name);
        TagId(known.unwrap_or_else(|| {
            self.tags.push(Tag {
                name: name.to_owned(),
                docs: None,
            });
            self.tags.len() - 1
        }))
    }

    /// Lowers everything that waits.
    fn drain(&mut self) {
        while let Some(waiting) = self.queue.pop_front() {
            match waiting {
                Waiting::Schema(id, node) => {
                    if self.types[id.0].shape.is_none() {
                        self.define(id, &node);
                    }
                }
                Waiting::Parts(kind, members, role) => self.kind_parts(kind, members, role),
            }
        }
    }

    /// Component schemas that no operation uses get types too.
    fn remaining_components(&mut self) {
        let Some(schemas) = self
            .tree
            .pointer("/components/schemas")
            .and_then(Value::as_object)
        else {
            return;
        };
        for (name, node) in schemas {
            let at = pointer::join("/components/schemas", name);
            let known = self.forms.contains(&at)
                || [Role::Read, Role::Create, Role::Update]
                    .iter()
                    .any(|role| self.by_pointer.contains_key(&(at.clone(), *role)));
            if !known {
                let role = self.role_of_unused(&at);
                self.component(node, &at, role);
                self.drain();
            }
        }
    }

    /// What a component that no operation uses is for: a resource that is only sent, and a base of nothing but such
    /// resources, for the same.
    fn role_of_unused(&self, at: &str) -> Role {
        let subtypes = self.hierarchy.subtypes(at).iter().map(String::as_str);
        let kinds = subtypes.chain([at]).filter_map(|at| self.kinds.get(at));
        let mut roles = kinds.map(|kind| self.main_role(*kind));
        let Some(first) = roles.next() else {
            return Role::Read;
        };
        if roles.all(|role| role == first) {
            first
        } else {
            Role::Read
        }
    }

    /// A resource that is only sent is called by what is sent.
    fn main_role(&self, kind: TypeId) -> Role {
        let Some(Shape::Kind(kind)) = &self.types[kind.0].shape else {
            return Role::Read;
        };
        kind.main_role()
    }

    /// What was read, when nothing waits any more.
    fn draft(mut self) -> Draft<'a> {
        self.count_limits();
        let unkept = self.types.iter().filter(|def| def.shape.is_none());
        self.raw_json += unkept.count();
        let types = self.types.into_iter();
        let mut types: Vec<Def> = types.map(|def| def.kept(self.diagnostics)).collect();
        self.sparse.settle(&mut types);
        Draft {
            tree: self.tree,
            config: self.config,
            diagnostics: self.diagnostics,
            types,
            tags: self.tags,
            tagged: self.tagged,
            filter: self.filter,
            json_api: self.json_api,
            raw_json: self.raw_json,
            raw_unions: self.raw_unions,
        }
    }
}
