//! Types that are other names for types: circles and long chains of them.

use super::components::strongly_connected;
use super::draft::Draft;
use crate::diag::Diagnostic;
use crate::ir::{Shape, Type, TypeId};

/// Aliases that lead to each other through more lists or maps than this end in raw JSON: neither what walks through them nor
/// the compiler could go on for ever.
const DEEPEST: usize = 64;

/// Makes types of their own of aliases that lead back to themselves, and shortens chains.
pub(super) fn end(draft: &mut Draft<'_>) {
    while end_circles(draft) {}
    end_chains(draft);
}

/// The aliases that each alias mentions.
fn edges(draft: &Draft<'_>) -> Vec<Vec<usize>> {
    let is_alias = |id: &TypeId| matches!(draft.types[id.0].shape, Shape::Alias(_));
    let edges = |shape: &Shape| match shape {
        Shape::Alias(target) => {
            let targets = named(target).into_iter().filter(is_alias);
            targets.map(|id| id.0).collect()
        }
        _ => Vec::new(),
    };
    draft.types.iter().map(|def| edges(&def.shape)).collect()
}

/// Ends one alias of each circle; whether there was one.
fn end_circles(draft: &mut Draft<'_>) -> bool {
    let edges = edges(draft);
    let component = strongly_connected(&edges);
    let mut circles: Vec<Option<Vec<usize>>> = vec![None; edges.len()];
    for (index, targets) in edges.iter().enumerate() {
        if targets
            .iter()
            .any(|target| component[*target] == component[index])
        {
            let circle = &mut circles[component[index]];
            circle.get_or_insert_default().push(index);
        }
    }
    let mut circles: Vec<Vec<usize>> = circles.into_iter().flatten().collect();
    circles.sort_unstable();
    let mut ended = false;
    for circle in circles {
        let targets = circle
            .iter()
            .filter_map(|index| match &draft.types[*index].shape {
                Shape::Alias(target) => Some((*index, target.clone())),
                _ => None,
            });
        let targets: Vec<(usize, Type)> = targets.collect();
        let through_values = !targets.iter().any(|(_, target)| is_container(target));
        let Some((index, target)) = targets.into_iter().next() else {
            continue;
        };
        ended = true;
        if through_values {
            let message = "this schema is defined as itself; it is typed as raw JSON";
            let pointer = draft.types[index].pointer.clone();
            draft.raw_json += 1;
            draft.warn(Diagnostic::error("schema-cycle", pointer, message));
        }
        draft.types[index].shape = if through_values {
            Shape::Alias(Type::Json)
        } else {
            Shape::Newtype(target)
        };
    }
    ended
}

/// Leads long chains of aliases to their end, and cuts those that nest lists in lists.
fn end_chains(draft: &mut Draft<'_>) {
    let edges = edges(draft);
    let mut depths: Vec<Option<usize>> = vec![None; edges.len()];
    for start in 0..edges.len() {
        let mut work = vec![start];
        while let Some(index) = work.last().copied() {
            let waiting = edges[index]
                .iter()
                .find(|target| depths[**target].is_none());
            if depths[index].is_none()
                && let Some(target) = waiting
            {
                work.push(*target);
                continue;
            }
            work.pop();
            let below = edges[index].iter().filter_map(|target| depths[*target]);
            let depth = below.max().map_or(0, |depth| depth + 1);
            depths[index].get_or_insert(depth);
            if depth > DEEPEST {
                depths[index] = Some(shorten(draft, index));
            }
        }
    }
}

/// Ends the chain that begins at an alias; the length that it has then.
fn shorten(draft: &mut Draft<'_>, index: usize) -> usize {
    let Shape::Alias(target) = &draft.types[index].shape else {
        return 0;
    };
    // What the next one is called is of no weight: both are names for the same.
    if let Type::Named(next) = target
        && let Shape::Alias(end) = &draft.types[next.0].shape
    {
        draft.types[index].shape = Shape::Alias(end.clone());
        return DEEPEST;
    }
    let message = format!(
        "lists stand in each other more than {DEEPEST} deep; from here on they are typed as raw JSON"
    );
    let pointer = draft.types[index].pointer.clone();
    draft.raw_json += 1;
    draft.warn(Diagnostic::warning("nesting", pointer, message));
    draft.types[index].shape = Shape::Alias(Type::Json);
    0
}

fn is_container(ty: &Type) -> bool {
    matches!(ty, Type::Array(_) | Type::Map(_))
}

fn named(ty: &Type) -> Vec<TypeId> {
    let mut found = Vec::new();
    ty.visit(&mut |ty| {
        if let Type::Named(id) = ty {
            found.push(*id);
        }
    });
    found
}
