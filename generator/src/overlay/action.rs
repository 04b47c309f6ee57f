//! One action: selecting nodes and updating or removing them (Overlay 1.1, "Action Object").

use std::cmp::Ordering;

use serde_json::Value;

use super::target::Target;
use super::{Action, Kind, Problem, Version, form, merge};
use crate::pointer;

/// Nodes that the actions of one overlay may add.
pub(super) const MOST_ADDED: usize = 1_000_000;
/// How deep a document may be nested afterwards.
const DEEPEST: usize = 2 * crate::growth::DEEPEST;

/// Applies the action that stands at `place` of the overlay.
pub(super) fn apply(
    tree: &mut Value,
    action: &Value,
    version: Version,
    place: &str,
    budget: &mut usize,
) -> Result<Action, Problem> {
    form::action(action, version, place)?;
    let text = action.get("target").and_then(Value::as_str);
    let text = text.unwrap_or_default();
    let modifier = Modifier::of(action, place)?;
    let nodes = select(tree, text, &format!("{place}/target"))?;
    let mut grow = |value: &Value, nodes: &[String], place: &str| {
        let (depth, count) = merge::size(value);
        let deepest = nodes.iter().map(|node| node.split('/').count()).max();
        if depth + deepest.unwrap_or_default() > DEEPEST {
            let message = format!("the document would be nested deeper than {DEEPEST} levels");
            return Err(Problem::new("overlay-size", place, message));
        }
        *budget = budget
            .checked_sub(count.saturating_mul(nodes.len()))
            .ok_or_else(|| {
                let message =
                    format!("the overlay adds more than {MOST_ADDED} nodes to the document");
                Problem::new("overlay-size", place, message)
            })?;
        Ok(())
    };
    let changed = match modifier {
        Modifier::Nothing => 0,
        Modifier::Remove => {
            remove(tree, &nodes, &format!("{place}/target"))?;
            nodes.len()
        }
        Modifier::Update(update) => {
            let place = format!("{place}/update");
            grow(update, &nodes, &place)?;
            merge_all(tree, &nodes, update, version, &place)?
        }
        Modifier::Copy(source) => {
            let place = format!("{place}/copy");
            let value = copied(tree, source, &place)?;
            grow(&value, &nodes, &place)?;
            merge_all(tree, &nodes, &value, version, &place)?
        }
    };
    let description = action
        .get("description")
        .and_then(Value::as_str)
        .map(str::to_owned);
    Ok(Action {
        target: text.to_owned(),
        description,
        kind: modifier.kind(),
        nodes,
        changed,
    })
}

enum Modifier<'a> {
    Remove,
    Update(&'a Value),
    Copy(&'a str),
    Nothing,
}

impl<'a> Modifier<'a> {
    fn of(action: &'a Value, place: &str) -> Result<Self, Problem> {
        if action.get("remove") == Some(&Value::Bool(true)) {
            return Ok(Self::Remove);
        }
        match (action.get("update"), action.get("copy")) {
            (Some(_), Some(_)) => Err(malformed(
                &format!("{place}/copy"),
                "an action has either `update` or `copy`, not both",
            )),
            (Some(update), None) => Ok(Self::Update(update)),
            (None, Some(source)) => Ok(Self::Copy(source.as_str().unwrap_or_default())),
            (None, None) => Ok(Self::Nothing),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Remove => Kind::Remove,
            Self::Update(_) => Kind::Update,
            Self::Copy(_) => Kind::Copy,
            Self::Nothing => Kind::Nothing,
        }
    }
}

fn select(tree: &Value, text: &str, place: &str) -> Result<Vec<String>, Problem> {
    let target = Target::parse(text).map_err(|message| {
        let message = format!("`{text}` is not a JSONPath expression (RFC 9535): {message}");
        Problem::new("overlay-jsonpath", place, message)
    })?;
    let nodes: Vec<String> = target.select(tree).into_iter().collect();
    if nodes.is_empty() {
        let problem = Problem::new("overlay-target", place, format!("nothing matches `{text}`"));
        return Err(problem.help(target.closest(tree)));
    }
    Ok(nodes)
}

fn copied(tree: &Value, text: &str, place: &str) -> Result<Value, Problem> {
    let nodes = select(tree, text, place)?;
    match nodes.as_slice() {
        [one] => Ok(tree.pointer(one).cloned().unwrap_or_default()),
        many => {
            let count = many.len();
            let message = format!("`{text}` matches {count} nodes; exactly one can be copied");
            Err(Problem::new("overlay-target", place, message))
        }
    }
}

fn merge_all(
    tree: &mut Value,
    nodes: &[String],
    update: &Value,
    version: Version,
    place: &str,
) -> Result<usize, Problem> {
    let mut changed = 0;
    for node in nodes {
        // An earlier node cannot have taken this one away: merging only adds and replaces.
        let Some(value) = tree.pointer_mut(node) else {
            continue;
        };
        if version < Version::V1_1 && !is_container(value) {
            let help = "select the containing object, or declare `overlay: 1.1.0`";
            return Err(plain_value(node, place).help(help));
        }
        match merge::at_target(value, update, version) {
            Ok(true) => changed += 1,
            Ok(false) => {}
            Err(conflict) => {
                let merge::Conflict { below, old, new } = conflict;
                let message = format!("cannot merge {new} into {old} at {node}{below}");
                let place = format!("{place}{below}");
                let problem = Problem::new("overlay-incompatible", &place, message);
                return Err(
                    problem.help("remove the old value by an action of its own, then update")
                );
            }
        }
    }
    Ok(changed)
}

fn remove(tree: &mut Value, nodes: &[String], place: &str) -> Result<(), Problem> {
    // Last items first, so that the indexes of the remaining ones stay valid.
    let mut nodes: Vec<&String> = nodes.iter().collect();
    nodes.sort_by(|a, b| compare(b, a));
    for node in nodes {
        let Some((parent, last)) = node.rsplit_once('/') else {
            return Err(malformed(place, "the whole document cannot be removed"));
        };
        match tree.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.shift_remove(pointer::unescape(last).as_ref());
            }
            Some(Value::Array(items)) => {
                if let Some(index) = last.parse().ok().filter(|index| *index < items.len()) {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Orders pointers token by token, indexes by number.
fn compare(a: &str, b: &str) -> Ordering {
    let key = |token| (str::parse::<usize>(token).ok(), token.to_owned());
    a.split('/').map(key).cmp(b.split('/').map(key))
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

fn plain_value(node: &str, place: &str) -> Problem {
    malformed(place, &format!("{node} is neither an object nor an array"))
}

fn malformed(place: &str, message: &str) -> Problem {
    Problem::new("overlay-action", place, message)
}
