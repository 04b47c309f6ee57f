//! Leaves out of a text what conditions exclude, and the conditions that are decided.
//!
//! The text is that of this crate, formatted by rustfmt: what an attribute belongs to ends before the next line that is
//! indented no deeper and does not begin with a closing bracket, `where` or `{`.

use std::collections::BTreeSet;

/// Features of the client rather than parts of the runtime.
const OPEN: [&str; 3] = ["blocking", "testing", "tracing"];

/// What decides conditions.
#[derive(Clone, Copy)]
pub(super) struct Decided<'a> {
    /// The parts of the runtime that a client has.
    pub(super) parts: &'a BTreeSet<&'a str>,
    /// Features of clients that this one does not have; `browser` for what browsers need.
    pub(super) left_out: &'a BTreeSet<&'a str>,
}

/// The text that is left when conditions are decided, copied into a client.
pub(super) fn select(text: &str, decided: Decided<'_>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some((condition, rest)) = attribute(line, "cfg") else {
            match attribute(line, "cfg_attr") {
                Some((condition, _)) if holds(condition, decided) == Some(false) => {}
                _ => push(&mut kept, line),
            }
            continue;
        };
        match (holds(condition, decided), rest) {
            (None, _) => push(&mut kept, line),
            (Some(true), "") => {}
            (Some(true), rest) => push(&mut kept, &format!("{}{rest}", indent(line))),
            (Some(false), rest) => {
                while kept.last().is_some_and(|last| leads(last, indent(line))) {
                    kept.pop();
                }
                if rest.is_empty() {
                    at = end(&lines, at, indent(line).len());
                }
            }
        }
    }
    kept.join("\n") + "\n"
}

/// Adds a line; no two empty ones follow each other, and none follows an opening bracket.
fn push(kept: &mut Vec<String>, line: &str) {
    let open = |last: &String| last.is_empty() || last.ends_with('{');
    if line.is_empty() && kept.last().is_none_or(open) {
        return;
    }
    if line.trim_start().starts_with('}') && kept.last().is_some_and(String::is_empty) {
        kept.pop();
    }
    kept.push(line.to_owned());
}

fn indent(line: &str) -> &str {
    let length = line.len() - line.trim_start().len();
    line.get(..length).unwrap_or_default()
}

/// The condition of an attribute, and what follows it on the line.
fn attribute<'a>(line: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let rest = line.trim_start().strip_prefix("#[")?;
    let rest = rest.strip_prefix(name)?.strip_prefix('(')?;
    let (condition, rest) = rest.split_once(")]")?;
    Some((condition, rest.trim_start()))
}

/// Whether a line is the documentation or an attribute of what follows it.
fn leads(line: &str, indentation: &str) -> bool {
    let text = line.trim_start();
    indent(line) == indentation && (text.starts_with("///") || text.starts_with("#["))
}

/// The line after an item that begins at `at`, its other attributes included.
fn end(lines: &[&str], mut at: usize, depth: usize) -> usize {
    let (mut begun, mut in_attribute) = (false, false);
    while let Some(line) = lines.get(at) {
        let text = line.trim_start();
        if in_attribute || (!begun && text.starts_with("#[")) {
            in_attribute = !text.ends_with(']');
            at += 1;
            continue;
        }
        let continues = || {
            [")", "]", "}", "where", "{"]
                .iter()
                .any(|start| text.starts_with(start))
        };
        let depth_here = line.len() - text.len();
        if !text.is_empty()
            && (depth_here < depth || (begun && depth_here == depth && !continues()))
        {
            break;
        }
        begun |= !text.is_empty() && !text.starts_with("//");
        at += 1;
    }
    // The empty line before the next item belongs to that one.
    while at > 0 && lines.get(at - 1).is_some_and(|line| line.is_empty()) {
        at -= 1;
    }
    at
}

/// Whether a condition holds; `None` for one that the client's features, or what it is built for, decide.
fn holds(condition: &str, decided: Decided<'_>) -> Option<bool> {
    let condition = condition.trim();
    let inner = |name: &str| condition.strip_prefix(name)?.strip_suffix(')');
    if let Some(inner) = inner("not(") {
        return holds(inner, decided).map(|holds| !holds);
    }
    for (name, decisive) in [("all(", false), ("any(", true)] {
        if let Some(inner) = inner(name) {
            let found: Vec<Option<bool>> =
                arguments(inner).map(|one| holds(one, decided)).collect();
            return match () {
                () if found.contains(&Some(decisive)) => Some(decisive),
                () if found.contains(&None) => None,
                () => Some(!decisive),
            };
        }
    }
    // The first argument of `cfg_attr` is its condition.
    let condition = condition.split(',').next().unwrap_or_default().trim();
    match condition.strip_prefix("feature = ") {
        Some(name) => {
            let name = name.trim_matches('"');
            let open = OPEN.contains(&name) && !decided.left_out.contains(name);
            (!open).then(|| decided.parts.contains(name))
        }
        None if condition.starts_with("target_") => {
            decided.left_out.contains("browser").then_some(false)
        }
        None => Some(condition == "inline"),
    }
}

/// The arguments of `all` or `any`.
fn arguments(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    list.split(move |letter| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    })
}
