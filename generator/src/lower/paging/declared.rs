//! Paging that is declared rather than guessed: by the configuration, by `x-paging`, by an extension of another tool.

use super::extensions::Extensions;
use super::inputs::Input;
use super::places::{Answer, Request};
use super::route::{self, Found};
use super::says;
use crate::config::{ConfigPlace, PagingPlan, PagingRule, paging_rule};
use crate::diag::Diagnostic;
use crate::ir::{CursorPaging, Operation, SkipPaging, Type};
use crate::lower::draft::Draft;
use crate::{pointer, resolve};

/// What is declared about an operation.
pub(super) enum Declared {
    Nothing,
    NotPaged,
    Paged(Box<Found>),
}

/// An extension of this generator.
const EXTENSION: &str = "x-paging";

/// Reads what is declared. A declaration that does not fit is said so, and nothing is guessed in its place.
pub(super) fn of(
    draft: &mut Draft<'_>,
    extensions: &Extensions<'_>,
    operation: &Operation,
    inputs: &[Input],
) -> Declared {
    let config = draft.config;
    let (rule, by, at) = if let Some(rule) = config.paging.get(&operation.id) {
        (
            Ok(Some(rule.clone())),
            "the configuration",
            operation.pointer.clone(),
        )
    } else {
        let tree = draft.tree;
        let Some(node) = resolve::lookup(tree, &operation.pointer) else {
            return Declared::Nothing;
        };
        match node.get(EXTENSION) {
            Some(value) => {
                let at = pointer::join(&operation.pointer, EXTENSION);
                let (key, place) = (EXTENSION, at.as_str());
                match paging_rule(
                    value,
                    ConfigPlace {
                        key,
                        pointer: place,
                    },
                ) {
                    Ok(rule) => (Ok(Some(rule)), EXTENSION, at),
                    Err(diagnostic) => {
                        draft.warn(Diagnostic {
                            severity: crate::diag::Severity::Warning,
                            code: "paging",
                            ..diagnostic
                        });
                        return Declared::NotPaged;
                    }
                }
            }
            None => match extensions.read(node, operation, inputs) {
                Some((name, rule)) => (rule, name, pointer::join(&operation.pointer, name)),
                None => return Declared::Nothing,
            },
        }
    };
    let paging = match rule {
        Ok(None) => return Declared::Nothing,
        Ok(Some(PagingRule::Off)) => return Declared::NotPaged,
        Ok(Some(PagingRule::On(plan))) => build(draft, operation, inputs, &plan),
        Err(problem) => Err(problem),
    };
    match paging {
        Ok(paging) => Declared::Paged(Box::new(paging)),
        Err(problem) => {
            let message = format!(
                "{}: paging as {by} declares it is not possible: {problem}; no pager is made",
                operation.id
            );
            draft.warn(match by {
                "the configuration" => Diagnostic::error("paging", at, message),
                _ => Diagnostic::warning("paging", at, message),
            });
            Declared::NotPaged
        }
    }
}

/// A rule for an operation that does not exist has no effect.
pub(super) fn report_unknown(draft: &mut Draft<'_>, operations: &[Operation]) {
    if draft.filter.is_partial() {
        return;
    }
    for id in draft.config.paging.keys() {
        if !operations.iter().any(|operation| operation.id == *id) {
            let message =
                format!("there is no operation `{id}` that `paging` of the configuration names");
            draft.warn(Diagnostic::error("config-without-match", "", message));
        }
    }
}

fn build(
    draft: &Draft<'_>,
    operation: &Operation,
    inputs: &[Input],
    plan: &PagingPlan,
) -> Result<Found, String> {
    if (plan.next_link.is_some() || plan.link_header) && operation.method != "GET" {
        return Err("a link is followed only from the answer to a GET".to_owned());
    }
    let answer = Answer { draft, operation };
    let (item, page) = answer.page(plan)?;
    let asks = Request {
        draft,
        operation,
        inputs,
    };
    let size = plan.size.as_deref().map(|at| asks.number(at)).transpose()?;
    let max_size = size
        .as_ref()
        .and_then(|(_, input)| input.and_then(Input::maximum));
    let size = size.map(|(at, _)| at);
    let skip = match (&plan.page, &plan.offset) {
        (Some(at), _) | (None, Some(at)) => {
            let (number, input) = asks.number(at)?;
            let first = plan.first.or_else(|| input.and_then(Input::first));
            Some(SkipPaging {
                number,
                size: size.clone(),
                first: first.unwrap_or(u64::from(plan.page.is_some())),
                max_size,
                offset: plan.page.is_none(),
            })
        }
        (None, None) => None,
    };
    let cursor = match &plan.cursor {
        Some(at) => {
            let (next, ty) = answer.next_cursor(plan, &item)?;
            let (cursor, input) = asks.input(at)?;
            let fits = |input: &Input| {
                !input.is_in_body()
                    || input.ty == Type::Json
                    || input.ty == ty
                    || says::takes(draft, input, &ty)
                    || matches!((&input.ty, &ty), (Type::Named(_), Type::Named(_)))
            };
            if !input.is_none_or(fits) {
                return Err(format!(
                    "`{at}` of the request takes something else than the cursor is"
                ));
            }
            Some(CursorPaging {
                counts: route::counts(&cursor),
                cursor,
                size,
                max_size,
                next,
            })
        }
        None => None,
    };
    Ok(Found {
        item,
        page,
        skip,
        cursor,
        link_header: plan.link_header,
        declared: true,
    })
}
