//! Success bodies that are pages of a collection: what they hold and what they say.

use serde_json::Value;

use super::hints::Hints;
use super::names::{ABOUT, ASIDE, ITEMS, NOTICES, normal};
use super::schemas;
use crate::ir::{Field, Operation, Shape, Struct, Type, TypeId};
use crate::lower::draft::Draft;

/// A page.
pub(super) struct Page<'t> {
    /// Type of an item.
    pub(super) item: Type,
    /// Path to the items; empty if the body is the list.
    pub(super) items: Vec<String>,
    /// Whether the object with the list has an id: it is a thing rather than a page of things.
    pub(super) has_id: bool,
    /// Whatever else it says.
    pub(super) members: Vec<Member<'t>>,
}

/// A member with a single value.
pub(super) struct Member<'t> {
    /// Path from the body.
    pub(super) path: Vec<String>,
    /// Its name, normalized.
    pub(super) name: String,
    /// The name of the object that it is in, normalized; empty in the body itself.
    pub(super) parent: String,
    /// Type, through aliases.
    pub(super) ty: Type,
    /// Its schema, as this operation declares it.
    node: Option<&'t Value>,
    docs: Option<String>,
}

impl Member<'_> {
    pub(super) fn hints(&self, draft: &Draft<'_>) -> Hints {
        Hints::of(draft.tree, self.docs.as_deref(), self.node.as_slice())
    }
}

/// What a body that looks like a page turned out to be.
pub(super) enum Body<'t> {
    /// A page.
    Page(Page<'t>),
    /// An object with several lists, none of which is known to be that of the items.
    Lists(Vec<Member<'t>>),
}

/// The page that a type describes; `path` is that of the operation, which names what it lists.
pub(super) fn body<'t>(draft: &Draft<'t>, operation: &Operation) -> Option<Body<'t>> {
    match draft.target(&operation.output.ty) {
        Type::Array(item) => Some(Body::Page(Page {
            item: (**item).clone(),
            items: Vec::new(),
            has_id: false,
            members: Vec::new(),
        })),
        Type::Named(id) => {
            let Shape::Struct(shape) = &draft.types[id.0].shape else {
                return None;
            };
            object(draft, *id, shape, operation)
        }
        _ => None,
    }
}

fn object<'t>(
    draft: &Draft<'t>,
    id: TypeId,
    shape: &Struct,
    operation: &Operation,
) -> Option<Body<'t>> {
    let path = &operation.path;
    let schema = schemas::response(draft.tree, operation);
    let list = list(draft, shape, path);
    if let List::None = list {
        let (field, inner) = envelope(draft, shape, path)?;
        let Shape::Struct(within) = &draft.types[inner.0].shape else {
            return None;
        };
        let List::Of(items) = self::list(draft, within, path) else {
            return None;
        };
        // What stands beside the list comes first.
        let name = normal(&field.wire);
        let parent = if name == "cursor" { "cursor" } else { "" };
        let mut collector = Collector::new(draft);
        let node = schema.and_then(|schema| schemas::property(draft.tree, schema, &field.wire));
        collector.collect(inner, node, &mut vec![field.wire.clone()], parent);
        collector.collect(id, schema, &mut Vec::new(), "");
        return Some(Body::Page(Page {
            item: item(draft, items)?,
            items: vec![field.wire.clone(), items.wire.clone()],
            has_id: has_id(shape) || has_id(within),
            members: collector.found,
        }));
    }
    let mut collector = Collector::new(draft);
    collector.collect(id, schema, &mut Vec::new(), "");
    let mut members = collector.found;
    members.sort_by_key(|member| member.path.len());
    let List::Of(items) = list else {
        return Some(Body::Lists(members));
    };
    Some(Body::Page(Page {
        item: item(draft, items)?,
        items: vec![items.wire.clone()],
        has_id: has_id(shape),
        members,
    }))
}

fn has_id(shape: &Struct) -> bool {
    shape.fields.iter().any(|field| field.wire == "id")
}

fn item(draft: &Draft<'_>, field: &Field) -> Option<Type> {
    match draft.target(&field.ty) {
        Type::Array(item) => Some((**item).clone()),
        _ => None,
    }
}

/// The list of items of an object.
enum List<'f> {
    None,
    Of(&'f Field),
    Several,
}

fn list<'f>(draft: &Draft<'_>, shape: &'f Struct, path: &str) -> List<'f> {
    let is_list = |field: &&Field| matches!(draft.target(&field.ty), Type::Array(_));
    let lists: Vec<&Field> = shape.fields.iter().filter(is_list).collect();
    let spelled = normal(path);
    let listed = |name: &str| spelled.contains(name);
    match lists.as_slice() {
        [] => return List::None,
        // What every response may have is no collection, unless the path says so.
        [only]
            if NOTICES.contains(&normal(&only.wire).as_str()) && !listed(&normal(&only.wire)) =>
        {
            return List::None;
        }
        [only] => return List::Of(only),
        _ => {}
    }
    let named = |name: &str| lists.iter().find(|field| normal(&field.wire) == name);
    // `GET /users` lists `users`.
    let segments = path
        .split('/')
        .rev()
        .filter(|segment| !segment.contains('{'));
    let mut segments = segments.map(normal).filter(|segment| !segment.is_empty());
    let last = segments.next().unwrap_or_default();
    let named = named(&last)
        .or_else(|| ITEMS.iter().find_map(|name| named(name)))
        .or_else(|| segments.find_map(|segment| named(&segment)));
    if let Some(list) = named {
        return List::Of(list);
    }
    let main: Vec<&&Field> = lists
        .iter()
        .filter(|field| !ASIDE.contains(&normal(&field.wire).as_str()))
        .collect();
    match main.as_slice() {
        [only] => List::Of(only),
        _ => List::Several,
    }
}

/// The only object in a body without a list that has one.
fn envelope<'f>(draft: &Draft<'_>, shape: &'f Struct, path: &str) -> Option<(&'f Field, TypeId)> {
    let mut found = shape.fields.iter().filter_map(|field| {
        let id = super::struct_of(draft, &field.ty)?;
        let Shape::Struct(inner) = &draft.types[id.0].shape else {
            return None;
        };
        let about =
            ABOUT.contains(&normal(&field.wire).as_str()) && normal(&field.wire) != "cursor";
        let listed = matches!(list(draft, inner, path), List::Of(_));
        (listed && !about).then_some((field, id))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Collects the members with a single value, of an object and of objects about the page in it.
struct Collector<'l, 'a> {
    draft: &'l Draft<'a>,
    found: Vec<Member<'a>>,
    /// Objects that were looked into: each is once, whatever refers to what.
    seen: Vec<TypeId>,
}

impl<'l, 'a> Collector<'l, 'a> {
    fn new(draft: &'l Draft<'a>) -> Self {
        Self {
            draft,
            found: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn collect(
        &mut self,
        id: TypeId,
        schema: Option<&'a Value>,
        path: &mut Vec<String>,
        parent: &str,
    ) {
        /// `meta.pagination.cursors.after`, in an envelope.
        const DEEPEST: usize = 5;
        let Shape::Struct(shape) = &self.draft.types[id.0].shape else {
            return;
        };
        if self.seen.contains(&id) {
            return;
        }
        self.seen.push(id);
        for field in &shape.fields {
            let name = normal(&field.wire);
            path.push(field.wire.clone());
            let inner = super::struct_of(self.draft, &field.ty);
            let tree = self.draft.tree;
            let node = schema.and_then(|schema| schemas::property(tree, schema, &field.wire));
            match (inner, self.draft.target(&field.ty)) {
                (Some(inner), _) => {
                    if path.len() < DEEPEST && ABOUT.contains(&name.as_str()) {
                        self.collect(inner, node, path, &name);
                    }
                }
                (None, Type::Array(_) | Type::Map(_)) => {}
                (None, ty) => self.found.push(Member {
                    path: path.clone(),
                    name,
                    parent: parent.to_owned(),
                    ty: ty.clone(),
                    node,
                    docs: field.docs.clone(),
                }),
            }
            path.pop();
        }
    }
}

/// The members of the `meta` of a JSON:API document.
pub(super) fn meta<'t>(draft: &Draft<'t>, operation: &Operation, meta: &Type) -> Vec<Member<'t>> {
    let tree = draft.tree;
    let schema = schemas::response(tree, operation);
    let schema = schema.and_then(|schema| schemas::property(tree, schema, "meta"));
    let mut collector = Collector::new(draft);
    if let Some(id) = super::struct_of(draft, meta) {
        collector.collect(id, schema, &mut Vec::new(), "meta");
    }
    collector.found
}
