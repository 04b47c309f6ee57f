//! Finds the lines and columns of JSON pointers in source text.
//!
//! Runs only when diagnostics have to be shown, so that parsing pays nothing for positions; and
//! finds many pointers in one pass, so that many diagnostics about a large document cost little.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, Span};
use serde_json::value::RawValue;

use crate::pointer;

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in characters, from 1.
    pub(crate) column: usize,
    /// In characters.
    pub(crate) width: usize,
    /// In bytes from the start of the text.
    pub(crate) offset: usize,
}

/// The places of pointers, or of their nearest existing ancestors, in JSON text. `None` if the text
/// is not JSON.
pub(crate) fn in_json(text: &str, pointers: &[&str]) -> Option<Vec<Option<Place>>> {
    let root: &RawValue = serde_json::from_str(text).ok()?;
    let mut found: Vec<Option<(usize, usize)>> = vec![None; pointers.len()];
    json(
        text,
        root,
        &Wanted::new(pointers),
        offset(text, root.get())?,
        1,
        &mut found,
    );
    Some(lines_and_columns(text, &found))
}

/// The places of pointers, or of their nearest existing ancestors, in YAML text.
pub(crate) fn in_yaml(text: &str, pointers: &[&str]) -> Vec<Option<Place>> {
    let mut walk = YamlWalk {
        found: vec![None; pointers.len()],
    };
    let mut parser = Parser::new_from_str(text);
    let wanted = Wanted::new(pointers);
    while let Some(Ok((event, span))) = parser.next() {
        match event {
            Event::StreamStart | Event::DocumentStart(_) => {}
            _ => {
                walk.enter(&wanted, &span);
                walk.node(&mut parser, &event, Some(&wanted));
                break;
            }
        }
    }
    let starts = line_starts(text);
    for place in walk.found.iter_mut().flatten() {
        let start = starts
            .get(place.line.saturating_sub(1))
            .copied()
            .unwrap_or_default();
        let line = text.get(start..).unwrap_or_default();
        place.offset = start
            + line
                .char_indices()
                .nth(place.column - 1)
                .map_or(line.len(), |(offset, _)| offset);
    }
    walk.found
}

/// No document is nested deeper than this, whatever a pointer says.
const DEEPEST: usize = 4 * crate::growth::DEEPEST;

/// Pointers as a tree: what is below a node, and which of them name the node itself.
#[derive(Default)]
struct Wanted<'p> {
    below: HashMap<Cow<'p, str>, Wanted<'p>>,
    here: Vec<usize>,
}

impl<'p> Wanted<'p> {
    fn new(pointers: &[&'p str]) -> Self {
        let mut root = Self::default();
        for (index, pointer) in pointers.iter().enumerate() {
            let mut node = &mut root;
            for token in pointer::tokens(pointer).take(DEEPEST) {
                node = node.below.entry(token).or_default();
            }
            node.here.push(index);
        }
        root
    }

    /// Everything at and below this node has at least this place.
    fn reach(&self, mark: &mut impl FnMut(usize)) {
        self.here.iter().copied().for_each(&mut *mark);
        for wanted in self.below.values() {
            wanted.reach(mark);
        }
    }
}

/// Visits a node at which something is wanted: its value, and where it or its key is written.
fn json(
    text: &str,
    raw: &RawValue,
    wanted: &Wanted<'_>,
    start: usize,
    width: usize,
    found: &mut [Option<(usize, usize)>],
) {
    wanted.reach(&mut |index| found[index] = Some((start, width)));
    if wanted.below.is_empty() {
        return;
    }
    if raw.get().starts_with('{') {
        let Ok(members) = serde_json::from_str::<IndexMap<Cow<'_, str>, &RawValue>>(raw.get())
        else {
            return;
        };
        for (token, wanted) in &wanted.below {
            if let Some(member) = members.get(token.as_ref())
                && let Some(value_at) = offset(text, member.get())
            {
                let (start, width) = key_before(text, value_at).unwrap_or((value_at, 1));
                json(text, member, wanted, start, width, found);
            }
        }
    } else if raw.get().starts_with('[') {
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) else {
            return;
        };
        for (token, wanted) in &wanted.below {
            let item = token
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index));
            if let Some(item) = item
                && let Some(start) = offset(text, item.get())
            {
                json(text, item, wanted, start, 1, found);
            }
        }
    }
}

/// Where the key of the value at an offset is written, with its quotes: start and length.
fn key_before(text: &str, value_at: usize) -> Option<(usize, usize)> {
    let end = text.get(..value_at)?.rfind('"')?;
    let mut start = end;
    loop {
        start = text.get(..start)?.rfind('"')?;
        let escapes = text
            .get(..start)?
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\')
            .count();
        if escapes % 2 == 0 {
            return Some((start, end + 1 - start));
        }
    }
}

fn offset(text: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect()
}

/// Offsets and lengths in bytes as places, counting through each line once.
fn lines_and_columns(text: &str, found: &[Option<(usize, usize)>]) -> Vec<Option<Place>> {
    let starts = line_starts(text);
    let mut order: Vec<(usize, usize, usize)> = found
        .iter()
        .enumerate()
        .filter_map(|(index, place)| place.map(|(offset, width)| (offset, width, index)))
        .collect();
    order.sort_unstable();
    let mut places = vec![None; found.len()];
    let mut last = Place {
        line: 1,
        column: 1,
        width: 0,
        offset: 0,
    };
    for (offset, width, index) in order {
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts.get(line - 1).copied().unwrap_or_default();
        let (from, column) = if last.line == line {
            (last.offset, last.column)
        } else {
            (start, 1)
        };
        let count = |range| text.get(range).map_or(0, |part: &str| part.chars().count());
        let column = column + count(from..offset);
        last = Place {
            line,
            column,
            width: count(offset..offset + width).max(1),
            offset,
        };
        places[index] = Some(last);
    }
    places
}

struct YamlWalk {
    found: Vec<Option<Place>>,
}

impl YamlWalk {
    /// Consumes the node that `event` begins, looking into it for what is wanted there.
    fn node<'a, I: saphyr_parser::Input>(
        &mut self,
        parser: &mut Parser<'a, I>,
        event: &Event<'a>,
        wanted: Option<&Wanted<'_>>,
    ) {
        match event {
            Event::MappingStart(..) => {
                while let Some(Ok((key, span))) = parser.next() {
                    let inner = match &key {
                        Event::MappingEnd => break,
                        Event::Scalar(text, ..) => {
                            wanted.and_then(|wanted| wanted.below.get(text.as_ref()))
                        }
                        _ => {
                            self.node(parser, &key, None);
                            None
                        }
                    };
                    if let Some(inner) = inner {
                        self.enter(inner, &span);
                    }
                    let Some(Ok((value, _))) = parser.next() else {
                        return;
                    };
                    self.node(parser, &value, inner);
                }
            }
            Event::SequenceStart(..) => {
                let mut index = 0_usize;
                while let Some(Ok((item, span))) = parser.next() {
                    if matches!(item, Event::SequenceEnd) {
                        break;
                    }
                    let inner = wanted
                        .filter(|wanted| !wanted.below.is_empty())
                        .and_then(|wanted| wanted.below.get(index.to_string().as_str()));
                    if let Some(inner) = inner {
                        self.enter(inner, &span);
                    }
                    self.node(parser, &item, inner);
                    index += 1;
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, wanted: &Wanted<'_>, span: &Span) {
        let (start, end) = (span.start, span.end);
        let width = if start.line() == end.line() {
            end.col().saturating_sub(start.col())
        } else {
            1
        };
        let place = Place {
            line: start.line(),
            column: start.col() + 1,
            width: width.max(1),
            offset: 0,
        };
        wanted.reach(&mut |index| self.found[index] = Some(place));
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, in_json, in_yaml};

    fn shown(places: &[Option<Place>]) -> Vec<(usize, usize, usize)> {
        places
            .iter()
            .flatten()
            .map(|place| (place.line, place.column, place.width))
            .collect()
    }

    #[test]
    fn members_are_found_at_their_keys_and_items_at_their_values() {
        let pointers = ["/a/b~1c/1", "/a/b~1c", "/a/missing/x", "", "/d"];
        let json = "{\n  \"a\": { \"b/c\": [ 1, 22 ] },\n  \"d\" : null }";
        let expected = [(2, 22, 1), (2, 10, 5), (2, 3, 3), (1, 1, 1), (3, 3, 3)];
        assert_eq!(shown(&in_json(json, &pointers).expect("JSON")), expected);
        let yaml = "a:\n  b/c:\n  - 1\n  - 22\nd: null\n";
        let expected = [(4, 5, 2), (2, 3, 3), (1, 1, 1), (1, 1, 1), (5, 1, 1)];
        assert_eq!(shown(&in_yaml(yaml, &pointers)), expected);
    }

    #[test]
    fn keys_with_quotes_and_umlauts_are_underlined_whole() {
        let json = r#"{ "ü": { "a\"b\\": 1 } }"#;
        let places = in_json(json, &["/ü", "/ü/a\"b\\"]).expect("JSON");
        assert_eq!(shown(&places), [(1, 3, 3), (1, 10, 8)]);
        let yaml = "ü: { 'a: b': [x] }";
        assert_eq!(shown(&in_yaml(yaml, &["/ü/a: b/0"])), [(1, 15, 1)]);
        assert_eq!(
            in_yaml(yaml, &["/ü/a: b/0"])[0].map(|place| place.offset),
            Some(15)
        );
    }

    #[test]
    fn text_that_ends_early_still_has_places() {
        assert_eq!(
            shown(&in_yaml("a: [1,\nb: {", &["/a/0", "/b/c"])),
            [(1, 5, 1), (1, 1, 1)]
        );
        assert!(in_json("{ \"a\": ", &["/a"]).is_none());
        assert_eq!(in_yaml("", &["/a"]).len(), 1);
    }
}
