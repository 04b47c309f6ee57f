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

/// A `#[doc]` attribute for one line that the emitter writes, which may name things of the document.
pub(crate) fn doc_line(line: &str) -> TokenStream {
    let line = format!(" {}", harmless(line));
    quote! { #[doc = #line] }
}

/// The line without what a comment must not contain: everything that ends a line for anyone (a bare carriage return is an
/// error of the compiler), control characters, and those that change the direction of text, which hide code from readers.
fn harmless(line: &str) -> String {
    let is_harmful = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
            )
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    line.chars()
        .map(|c| if is_harmful(c) { ' ' } else { c })
        .collect()
}

/// The lines as they follow the slashes of a comment.
fn spaced(text: &str) -> impl Iterator<Item = String> {
    lines(text).into_iter().map(|line| {
        let line = harmless(&line);
        let line = line.trim_end();
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    })
}

/// A text of the wire as code; an empty one in quotes, as there is no empty code span.
pub(crate) fn code(text: &str) -> String {
    if text.trim().is_empty() {
        format!("\"{}\"", harmless(text))
    } else {
        format!("`{}`", harmless(text).replace('`', "'"))
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
    /// No label and no address is longer, in bytes: every bracket is looked at, but not all the text behind each.
    const LONGEST: usize = 2_000;
    let until = |text: &'_ str, end: char| {
        let mut within = text.char_indices().take_while(|(at, _)| *at < LONGEST);
        within.find(|(_, c)| *c == end).map(|(at, _)| at)
    };
    let Some(end) = until(&text[1..], ']') else {
        return Bracketed::Text;
    };
    let (label, rest) = (&text[1..=end], &text[end + 2..]);
    let target = rest
        .strip_prefix('(')
        .and_then(|rest| Some((&rest[..until(rest, ')')?], ())));
    let Some((target, ())) = target.filter(|_| !label.contains('[')) else {
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
    use proptest::strategy::{Strategy as _, ValueTree as _};

    use super::{code, doc_line, docs, escape, inner_docs};

    /// Texts made of what is special to a comment, to Markdown or to a reader, in no order anyone would write.
    fn texts() -> impl Iterator<Item = String> {
        const PIECES: [&str; 34] = [
            "\r", "\n", "\r\n", "\t", "\0", "\u{b}", "\u{c}", "\u{1b}", "\u{7f}", "\u{85}",
            "\u{2028}", "\u{2029}", "\u{202e}", "\u{2066}", "\u{200f}", "\u{feff}", "*/", "/*",
            "//", "/", "```", "~~~", "`", "[", "]", "](", "[a](", "<", "http://", "\"", "\\", "#",
            "- ", "w \u{fc}",
        ];
        let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut next = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).unwrap_or_default()
        };
        (0..500).map(move |_| (0..next(24)).map(|_| PIECES[next(PIECES.len())]).collect())
    }

    /// Whether every line of the text is a comment, or the item that follows.
    fn is_commented(text: &str, slashes: &str) -> bool {
        text.split('\n')
            .all(|line| line.is_empty() || line.starts_with(slashes) || line == "struct S;")
            && !text.contains(|c: char| c.is_control() && c != '\n')
            && !text.contains(['\u{2028}', '\u{2029}', '\u{202e}', '\u{2066}'])
    }

    #[test]
    fn any_text_is_a_comment_and_nothing_else() {
        let render = |tokens: proc_macro2::TokenStream| {
            let file: syn::File = syn::parse2(tokens).expect("an item with attributes");
            let text = prettyplease::unparse(&file);
            let again = syn::parse_file(&text).expect("Rust");
            assert_eq!(again.items.len(), 1, "{text}");
            text
        };
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let any = proptest::prelude::any::<String>();
        let drawn = std::iter::repeat_with(|| any.new_tree(&mut runner).expect("a text").current());
        for text in texts().chain(drawn.take(1_000)) {
            let (outer, inner) = (docs(&text), inner_docs(&text));
            let outer = render(quote::quote! { #outer struct S; });
            let inner = render(quote::quote! { #inner struct S; });
            assert!(
                is_commented(&outer, "///") || outer.contains("#[doc"),
                "{text:?} gives {outer:?}"
            );
            assert!(is_commented(&inner, "//!"), "{text:?} gives {inner:?}");
            let line = doc_line(&format!("{text} and {}", code(&text)));
            let line = render(quote::quote! { #line struct S; });
            assert!(is_commented(&line, "///"), "{text:?} gives {line:?}");
        }
    }

    #[test]
    fn brackets_without_end_are_read_in_no_time() {
        let text = "[".repeat(200_000);
        assert_eq!(escape(&text).len(), 2 * text.len());
    }

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
