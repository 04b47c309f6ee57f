//! Doc comments from descriptions, which are Markdown written by strangers.

use proc_macro2::TokenStream;
use quote::quote;

/// Longest line of prose in a doc comment.
const WIDTH: usize = 96;

/// `#[doc]` attributes for a text of several paragraphs.
pub(crate) fn docs(text: &str) -> TokenStream {
    let lines = spaced(text);
    quote! { #(#[doc = #lines])* }
}

/// `//!`-style attributes for a file.
pub(crate) fn inner_docs(text: &str) -> TokenStream {
    let lines = spaced(text);
    quote! { #(#![doc = #lines])* }
}

/// The lines as they follow the slashes of a comment.
fn spaced(text: &str) -> impl Iterator<Item = String> {
    lines(text).into_iter().map(|line| {
        if line.is_empty() {
            line
        } else {
            format!(" {line}")
        }
    })
}

/// A text of the wire as code; an empty one in quotes, as there is no empty code span.
pub(crate) fn code(text: &str) -> String {
    if text.trim().is_empty() {
        format!("\"{text}\"")
    } else {
        format!("`{}`", text.replace('`', "'"))
    }
}

/// The text as lines that are harmless in a doc comment: no code that would be run as a test, no markup that rustdoc
/// complains about, no line longer than [`WIDTH`] where it can be broken.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    // Width by which the lines of the list item are indented that the text is in.
    let mut item = 0;
    for line in joined(text) {
        let line: String = line
            .chars()
            .filter(|c| !c.is_control() || *c == '\t')
            .collect::<String>()
            .replace('\t', "    ");
        let trimmed = line.trim();
        match fence {
            Some(mark) if trimmed.starts_with(mark) => {
                lines.push(mark.to_owned());
                fence = None;
            }
            Some(_) => lines.push(line.trim_end().to_owned()),
            None => match ["```", "~~~"]
                .into_iter()
                .find(|mark| trimmed.starts_with(mark))
            {
                // A block of unknown language would be taken for Rust and compiled.
                Some(mark) if !trimmed[mark.len()..].contains(mark) => {
                    lines.push(format!("{mark}text"));
                    fence = Some(mark);
                }
                _ if trimmed.is_empty() => {
                    if lines.last().is_some_and(|last| !last.is_empty()) {
                        lines.push(String::new());
                    }
                    item = 0;
                }
                _ => item = wrap(&line, item, &mut lines),
            },
        }
    }
    if let Some(mark) = fence {
        lines.push(mark.to_owned());
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Lines of prose that Markdown takes for one paragraph, brought together: a link may begin on one line and end on the
/// next.
fn joined(text: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut fenced = false;
    let mut continues = false;
    for line in text.lines() {
        let trimmed = line.trim();
        let fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
        let apart = trimmed.is_empty()
            || fence
            || trimmed.starts_with(['#', '|', '>', '='])
            || trimmed.starts_with("---");
        match joined.last_mut() {
            Some(last) if continues && !fenced && !apart && list_marker(trimmed) == 0 => {
                last.push(' ');
                last.push_str(trimmed);
            }
            _ => joined.push(line.to_owned()),
        }
        fenced ^= fence;
        // Two spaces at the end of a line break it.
        continues = !fenced && !apart && !line.ends_with("  ");
    }
    joined
}

/// Adds a line of prose, as part of the list item whose text is indented by `item`, if any. Returns by how much the text
/// that follows without an empty line is indented.
fn wrap(line: &str, item: usize, lines: &mut Vec<String>) -> usize {
    let trimmed = line.trim();
    let depth = line.len() - line.trim_start().len();
    let marker = list_marker(trimmed);
    if trimmed.starts_with('|') {
        lines.push(escape(trimmed));
        return 0;
    }
    // Four spaces make a code block; a list item may be nested, all else is flush left.
    let indent = if marker > 0 {
        depth.min(3) / 2 * 2
    } else {
        item
    };
    let item = if marker > 0 { indent + marker } else { item };
    let hanging = " ".repeat(item);
    let mut current = " ".repeat(indent);
    let mut empty = true;
    for word in escape(trimmed).split_whitespace() {
        if !empty && current.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut current, hanging.clone()));
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    lines.push(current);
    item
}

/// Width of the marker that begins a list item.
fn list_marker(line: &str) -> usize {
    if line.starts_with("* ") || line.starts_with("- ") || line.starts_with("+ ") {
        return 2;
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(". ") {
        digits + 2
    } else {
        0
    }
}

/// Escapes what rustdoc would take for HTML or for a link to an item, outside of code spans; bare addresses become links.
pub(crate) fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut code = false;
    let mut rest = line;
    let closed = line.matches('`').count().is_multiple_of(2);
    while let Some(c) = rest.chars().next() {
        if !code
            && (rest.starts_with("http://") || rest.starts_with("https://"))
            && !escaped.ends_with(['(', '<', '"', '\'', '='])
        {
            let end = rest
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(c, '<' | '>' | ')' | ']' | '"' | '`' | '\'' | '|' | '*')
                })
                .unwrap_or(rest.len());
            let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            if address.len() > "https://".len() {
                escaped.push_str(&format!("<{address}>"));
                rest = &rest[address.len()..];
                continue;
            }
        }
        match c {
            '`' if closed => {
                code = !code;
                escaped.push(c);
            }
            '`' => escaped.push_str("\\`"),
            '<' if !code => escaped.push_str("\\<"),
            '>' if !code && !escaped.is_empty() => escaped.push_str("\\>"),
            '[' if !code => match bracketed(rest) {
                Bracketed::Link => escaped.push(c),
                Bracketed::Label { label, length } => {
                    if escaped.ends_with('!') {
                        escaped.pop();
                    }
                    escaped.push_str(&escape(label));
                    rest = &rest[length..];
                    continue;
                }
                Bracketed::Text => escaped.push_str("\\["),
            },
            ']' if !code && !rest.starts_with("](") => escaped.push_str("\\]"),
            _ => escaped.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    escaped
}

/// What begins with an opening bracket.
enum Bracketed<'t> {
    /// A link to an address that is one anywhere.
    Link,
    /// A link to a place in the document's own presentation, which the client's documentation does not have: only its
    /// label says something. With the length of the whole.
    Label { label: &'t str, length: usize },
    /// Anything else is text.
    Text,
}

fn bracketed(text: &str) -> Bracketed<'_> {
    let Some((label, rest)) = text[1..].split_once(']') else {
        return Bracketed::Text;
    };
    let target = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let Some((target, _)) = target.filter(|_| !label.contains('[')) else {
        return Bracketed::Text;
    };
    // Markdown allows no spaces in an address: `[0](the first)` is text.
    if target.is_empty() || target.contains(char::is_whitespace) {
        Bracketed::Text
    } else if target.starts_with("http") || target.starts_with("mailto:") {
        Bracketed::Link
    } else {
        // Both pairs of brackets.
        let length = label.len() + target.len() + 4;
        Bracketed::Label { label, length }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn links_that_lead_nowhere_keep_their_label() {
        for (text, escaped) in [
            (
                "see [`POST /x`](#operation/x), then go",
                "see `POST /x`, then go",
            ),
            ("![a chart](chart.png)", "a chart"),
            ("[a](/b) and [c](http://d)", "a and [c](http://d)"),
            ("[mail](mailto:a@b.c)", "[mail](mailto:a@b.c)"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn brackets_that_are_no_link_are_text() {
        for (text, escaped) in [
            ("filter[a]", r"filter\[a\]"),
            ("items[0](the first)", r"items\[0](the first)"),
            ("[[a](b)", r"\[a"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
