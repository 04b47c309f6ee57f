//! Finds the line and column of a JSON pointer in source text.
//!
//! Runs only when a diagnostic has to be shown, so that parsing pays nothing for positions.

use std::borrow::Cow;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, Span};
use serde_json::value::RawValue;

use crate::pointer;

/// A place in a text: line and column from 1, width in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) width: usize,
}

/// The place of `pointer`, or of its nearest existing ancestor, in JSON text. `None` if the text is not JSON.
pub(crate) fn in_json(text: &str, pointer: &str) -> Option<Place> {
    let mut raw: &RawValue = serde_json::from_str(text).ok()?;
    let mut start = offset(text, raw.get())?;
    let mut width = 1;
    for token in pointer::tokens(pointer) {
        let Some((child, is_member)) = json_child(raw, &token) else {
            break;
        };
        raw = child;
        start = offset(text, raw.get())?;
        width = 1;
        if is_member
            && let Some(key) = text[..start]
                .rfind('"')
                .and_then(|end| text[..end].rfind('"').map(|at| (at, end + 1 - at)))
        {
            (start, width) = key;
        }
    }
    let before = &text[..start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Some(Place {
        line: before.matches('\n').count() + 1,
        column: text[line_start..start].chars().count() + 1,
        width: text[start..start + width].chars().count(),
    })
}

fn json_child<'a>(raw: &'a RawValue, token: &str) -> Option<(&'a RawValue, bool)> {
    if raw.get().starts_with('{') {
        let members: IndexMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(raw.get()).ok()?;
        members.get(token).map(|child| (*child, true))
    } else if raw.get().starts_with('[') {
        let items: Vec<&'a RawValue> = serde_json::from_str(raw.get()).ok()?;
        items
            .get(token.parse::<usize>().ok()?)
            .map(|child| (*child, false))
    } else {
        None
    }
}

fn offset(text: &str, part: &str) -> Option<usize> {
    (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)
}

/// The place of `pointer`, or of its nearest existing ancestor, in YAML text.
pub(crate) fn in_yaml(text: &str, pointer: &str) -> Option<Place> {
    let wanted: Vec<String> = pointer::tokens(pointer).map(Cow::into_owned).collect();
    let mut walk = YamlWalk {
        wanted: &wanted,
        depth: 0,
        best: None,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next() {
        match event {
            Event::StreamStart | Event::DocumentStart(_) => {}
            _ => {
                walk.best = Some(place(&span));
                walk.node(&mut parser, &event, true);
                break;
            }
        }
    }
    walk.best
}

struct YamlWalk<'a> {
    wanted: &'a [String],
    depth: usize,
    best: Option<Place>,
}

impl<'a> YamlWalk<'_> {
    /// Consumes the node that `event` begins; looks into it while it is on the way to the wanted pointer. Returns
    /// whether the search is over.
    fn node<I: saphyr_parser::Input>(
        &mut self,
        parser: &mut Parser<'a, I>,
        event: &Event<'a>,
        on_path: bool,
    ) -> bool {
        match event {
            Event::MappingStart(..) => {
                while let Some(Ok((key, key_span))) = parser.next() {
                    if matches!(key, Event::MappingEnd) {
                        break;
                    }
                    let hit = on_path
                        && matches!((&key, self.wanted.get(self.depth)), (Event::Scalar(text, ..), Some(wanted)) if text == wanted);
                    if !matches!(key, Event::Scalar(..)) {
                        self.node(parser, &key, false);
                    }
                    if self.child(parser, hit, &key_span) {
                        return true;
                    }
                }
                false
            }
            Event::SequenceStart(..) => {
                let mut index = 0_usize;
                while let Some(Ok((item, span))) = parser.next() {
                    if matches!(item, Event::SequenceEnd) {
                        break;
                    }
                    let hit = on_path
                        && self
                            .wanted
                            .get(self.depth)
                            .is_some_and(|wanted| *wanted == index.to_string());
                    if hit {
                        self.enter(&span);
                    }
                    let over = self.node(parser, &item, hit);
                    if hit || over {
                        return true;
                    }
                    index += 1;
                }
                false
            }
            _ => false,
        }
    }

    fn child<I: saphyr_parser::Input>(
        &mut self,
        parser: &mut Parser<'a, I>,
        hit: bool,
        key: &Span,
    ) -> bool {
        if hit {
            self.enter(key);
        }
        let Some(Ok((value, _))) = parser.next() else {
            return true;
        };
        self.node(parser, &value, hit) || hit
    }

    fn enter(&mut self, span: &Span) {
        self.depth += 1;
        self.best = Some(place(span));
    }
}

fn place(span: &Span) -> Place {
    let width = if span.start.line() == span.end.line() {
        span.end.col().saturating_sub(span.start.col())
    } else {
        1
    };
    Place {
        line: span.start.line(),
        column: span.start.col() + 1,
        width: width.max(1),
    }
}
