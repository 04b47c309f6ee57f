//! Operations that look paged, whether or not a pager is made: what the coverage report holds the pagers against.

use super::inputs::Input;
use super::names::asks_for_a_page;
use crate::ir::{Operation, PageInput, Shape, Type};
use crate::lower::draft::Draft;

/// Whether a request can ask for a page and a response has a list.
pub(super) fn paged(draft: &Draft<'_>, operation: &Operation, inputs: &[Input]) -> bool {
    let asks = |input: &Input| {
        let name = match &input.at {
            PageInput::Query(name) => name.as_str(),
            PageInput::Body { path, .. } => path.last().map_or("", String::as_str),
        };
        asks_for_a_page(name) && !input.hints.is_time()
    };
    matches!(operation.method.as_str(), "GET" | "POST")
        && inputs.iter().any(asks)
        && has_list(draft, &operation.output.ty, 0)
}

/// Whether a body is a list, or an object with a list in it or in one of its objects.
fn has_list(draft: &Draft<'_>, ty: &Type, depth: usize) -> bool {
    const DEEPEST: usize = 2;
    match super::bare(draft, ty) {
        Type::Array(_) => true,
        Type::Document { data, .. } => matches!(draft.target(data), Type::Array(_)),
        Type::Named(id) if depth < DEEPEST => match &draft.types[id.0].shape {
            Shape::Struct(shape) => shape
                .fields
                .iter()
                .any(|field| has_list(draft, &field.ty, depth + 1)),
            _ => false,
        },
        _ => false,
    }
}
