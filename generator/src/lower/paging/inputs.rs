//! Where a request can say which page it wants: query parameters, and members of a JSON body.

use serde_json::Value;

use super::hints::Hints;
use super::names::{BEGINNINGS, ENDS, NUMBERS, OFFSETS, SIZES, normal};
use super::schemas;
use crate::ir::{
    Encode, Operation, PageInput, Parameter, Place, Shape, SkipPaging, Style, Type, TypeId,
};
use crate::lower::draft::Draft;
use crate::resolve;

/// A place in a request for one value.
pub(super) struct Input {
    /// Where it is.
    pub(super) at: PageInput,
    /// Its name, normalized.
    pub(super) name: String,
    /// Its name without that of the object that it is a member of, normalized.
    pub(super) last: String,
    /// Type, through aliases and nullability.
    pub(super) ty: Type,
    /// What is said about it.
    pub(super) hints: Hints,
    /// The value that the server takes in its absence.
    default: Option<Value>,
    minimum: Option<u64>,
    maximum: Option<u64>,
}

impl Input {
    pub(super) fn is_integer(&self) -> bool {
        super::is_integer(&self.ty) || self.ty == Type::Float
    }

    pub(super) fn is_text(&self) -> bool {
        self.ty == Type::String
    }

    pub(super) fn is_in_body(&self) -> bool {
        matches!(self.at, PageInput::Body { .. })
    }

    pub(super) fn maximum(&self) -> Option<u64> {
        self.maximum
    }

    pub(super) fn default_number(&self) -> Option<u64> {
        self.default.as_ref().and_then(Value::as_u64)
    }

    /// Where counting starts, as far as the document says so.
    pub(super) fn first(&self) -> Option<u64> {
        let declared = self.default_number().or(self.minimum);
        let declared = declared.filter(|first| *first <= 1);
        declared.or_else(|| self.hints.first())
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || (self.is_in_body() && self.last == name)
    }
}

/// All inputs of an operation: what a body says comes before what the query says.
pub(super) fn inputs(draft: &Draft<'_>, operation: &Operation) -> Vec<Input> {
    let mut inputs = Vec::new();
    if let Some(body) = &operation.body
        && body.encode == Encode::Json
        && let Some(id) = super::struct_of(draft, &body.ty)
    {
        let schema = schemas::request(draft.tree, operation);
        members(
            draft,
            id,
            schema,
            &body.media_type,
            &mut Vec::new(),
            &mut inputs,
        );
    }
    let parameters = operation.parameters.iter();
    inputs.extend(
        parameters
            .filter(|parameter| parameter.place == Place::Query && parameter.style == Style::Plain)
            .map(|parameter| query(draft, operation, parameter)),
    );
    inputs
}

fn members(
    draft: &Draft<'_>,
    id: TypeId,
    schema: Option<&Value>,
    media_type: &str,
    path: &mut Vec<String>,
    into: &mut Vec<Input>,
) {
    /// Objects about the page that hold what it is asked for by.
    const ABOUT: [&str; 9] = [
        "page",
        "paging",
        "pagination",
        "pageinfo",
        "pager",
        "paginationrequest",
        "cursor",
        "options",
        "pagerequest",
    ];
    let Shape::Struct(shape) = &draft.types[id.0].shape else {
        return;
    };
    for field in &shape.fields {
        path.push(field.wire.clone());
        let inner = super::struct_of(draft, &field.ty);
        let node = schema.and_then(|schema| schemas::property(draft.tree, schema, &field.wire));
        if let Some(inner) = inner
            && path.len() == 1
            && ABOUT.contains(&normal(&field.wire).as_str())
        {
            members(draft, inner, node, media_type, path, into);
        }
        let number = |name: &str| node?.get(name)?.as_u64();
        into.push(Input {
            at: PageInput::Body {
                media_type: media_type.to_owned(),
                path: path.clone(),
            },
            name: normal(&path.concat()),
            last: normal(&field.wire),
            ty: super::bare(draft, &field.ty).clone(),
            hints: Hints::of(draft.tree, field.docs.as_deref(), node.as_slice()),
            default: field.default.clone(),
            minimum: number("minimum"),
            maximum: number("maximum"),
        });
        path.pop();
    }
}

fn query(draft: &Draft<'_>, operation: &Operation, parameter: &Parameter) -> Input {
    let node = declaration(draft.tree, operation, &parameter.wire);
    let schema = node.and_then(|node| {
        let schema = resolve::resolve(draft.tree, node.get("schema")?, "").ok()?;
        Some(schema.node)
    });
    let number = |name: &str| schema?.get(name)?.as_u64();
    let nodes: Vec<&Value> = node.into_iter().chain(schema).collect();
    Input {
        at: PageInput::Query(parameter.wire.clone()),
        name: normal(&parameter.wire),
        last: normal(&parameter.wire),
        ty: super::bare(draft, &parameter.ty).clone(),
        hints: Hints::of(draft.tree, parameter.docs.as_deref(), &nodes),
        default: parameter.default.clone(),
        minimum: number("minimum"),
        maximum: number("maximum"),
    }
}

/// The node of a query parameter, of the operation or of its path.
fn declaration<'t>(tree: &'t Value, operation: &Operation, wire: &str) -> Option<&'t Value> {
    let (item, _) = operation.pointer.rsplit_once('/')?;
    let owner = resolve::lookup(tree, &operation.pointer);
    let item = resolve::lookup(tree, item);
    let item = item.and_then(|item| resolve::resolve(tree, item, "").ok());
    let owners = owner.into_iter().chain(item.map(|item| item.node));
    let mut parameters = owners
        .filter_map(|owner| owner.get("parameters")?.as_array())
        .flatten()
        .filter_map(|parameter| resolve::resolve(tree, parameter, "").ok());
    let found = parameters.find(|parameter| {
        let text = |name: &str| parameter.node.get(name).and_then(Value::as_str);
        text("name") == Some(wire) && text("in") == Some("query")
    });
    found.map(|found| found.node)
}

/// The first input with one of these names, names in order.
pub(super) fn find<'i>(
    inputs: &'i [Input],
    names: &[&str],
    fits: impl Fn(&Input) -> bool,
) -> Option<&'i Input> {
    names.iter().find_map(|name| {
        inputs
            .iter()
            .find(|input| input.is_called(name) && fits(input))
    })
}

/// What says how many items a page has, and how many it has at most.
pub(super) fn size(inputs: &[Input], in_body: bool) -> Option<(PageInput, Option<u64>)> {
    // A query and a body that both have a size have one each.
    let beside = |input: &Input| input.is_integer() && input.is_in_body() == in_body;
    let found = find(inputs, &SIZES, beside).or_else(|| find(inputs, &SIZES, Input::is_integer));
    found.map(|size| (size.at.clone(), size.maximum))
}

/// A page number or an offset, with the size beside it.
pub(super) struct Skip {
    pub(super) paging: SkipPaging,
    /// Whether the words say that it is a page's.
    pub(super) about_paging: bool,
    /// Whether the document says where counting starts.
    pub(super) first_is_known: bool,
    /// Whether it says so in words or by a default.
    pub(super) is_declared: bool,
    pub(super) is_start_index: bool,
}

pub(super) fn skip(inputs: &[Input]) -> Option<Skip> {
    let ends = inputs
        .iter()
        .any(|input| ENDS.contains(&input.last.as_str()));
    let counts = |input: &Input| {
        let begins = BEGINNINGS.contains(&input.last.as_str());
        input.is_integer() && !input.hints.is_time() && !(begins && ends)
    };
    // Beside an offset, `page` counts pages, and the offset is something else.
    let number = find(inputs, &NUMBERS, counts).map(|number| (number, false));
    let (number, offset) =
        number.or_else(|| find(inputs, &OFFSETS, counts).map(|offset| (offset, true)))?;
    let size = size(inputs, number.is_in_body());
    let declared = number.first();
    let from_one = !offset && number.last != "skippages";
    let begins = BEGINNINGS.contains(&number.last.as_str());
    if begins && size.is_none() {
        return None;
    }
    Some(Skip {
        is_declared: declared.is_some(),
        is_start_index: number.last == "startindex",
        about_paging: number.hints.is_about_paging(),
        first_is_known: declared.is_some() || offset || !from_one,
        paging: SkipPaging {
            number: number.at.clone(),
            max_size: size.as_ref().and_then(|(_, maximum)| *maximum),
            size: size.map(|(size, _)| size),
            first: declared.unwrap_or(u64::from(from_one)),
            offset,
        },
    })
}
