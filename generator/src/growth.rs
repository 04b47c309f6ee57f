//! How large the tree of a YAML text will be, found before it is built.
//!
//! Brackets in brackets cost the YAML library time that grows with the square of their depth, and aliases stand for copies:
//! a text of some lines can describe more nodes than there is memory.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser};

/// Values nested deeper than this are refused in JSON and YAML alike; both libraries draw the line here.
pub(crate) const DEEPEST: usize = 128;
/// Nodes that aliases may add to a document, whatever its size.
const MOST_ADDED: usize = 100_000;
/// Nodes that aliases may add for each node that is written down.
const ADDED_PER_NODE: usize = 2;
/// So many characters of text weigh as much as a node.
const NODE: usize = 64;
/// With fewer brackets than this, none can be deep enough to matter.
const FEW_BRACKETS: usize = 1_000;

/// What is wrong with a text, and in which line and column.
pub(crate) struct Excess {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Whether the tree of the text stays within its bounds. Text that is not YAML is left to the parser, which says why.
pub(crate) fn check(text: &str) -> Result<(), Excess> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{'));
    let brackets = brackets.count();
    let has_aliases = text.contains('*') && text.contains('&');
    if brackets < FEW_BRACKETS && !has_aliases {
        return Ok(());
    }
    let excess = |message: String, span: saphyr_parser::Span| Excess {
        message,
        line: span.start.line(),
        column: span.start.col() + 1,
    };
    let mut growth = Growth::default();
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next() {
            Some(Ok((event, span))) => {
                growth
                    .take(&event)
                    .map_err(|message| excess(message, span))?;
            }
            Some(Err(error)) if brackets > FEW_BRACKETS * 10 => {
                return Err(Excess {
                    message: error.info().to_owned(),
                    line: error.marker().line(),
                    column: error.marker().col() + 1,
                });
            }
            None | Some(Err(_)) => return Ok(()),
        }
    }
}

#[derive(Default)]
struct Growth {
    /// The anchor of each open collection, with the weight of everything before it.
    open: Vec<(usize, usize)>,
    /// Weights of what anchors stand for.
    anchored: HashMap<usize, usize>,
    /// Of everything so far, aliases included.
    weight: usize,
    added: usize,
}

impl Growth {
    fn take(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                let weight = 1 + text.len() / NODE;
                self.weight += weight;
                self.remember(*anchor, weight);
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                self.open.push((*anchor, self.weight));
                self.weight += 1;
                if self.open.len() > DEEPEST {
                    return Err(format!("values are nested deeper than {DEEPEST} levels"));
                }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((anchor, before)) = self.open.pop() {
                    self.remember(anchor, self.weight - before);
                }
            }
            Event::Alias(anchor) => {
                let weight = self.anchored.get(anchor).copied().unwrap_or(1);
                self.weight = self.weight.saturating_add(weight);
                self.added = self.added.saturating_add(weight);
                let written = self.weight - self.added;
                let most = MOST_ADDED.max(written.saturating_mul(ADDED_PER_NODE));
                if self.added > most {
                    return Err(format!(
                        "aliases (`*name`) repeat more than {most} values; refer to schemas by `$ref` instead"
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, weight: usize) {
        // Anchors count from 1.
        if anchor > 0 {
            self.anchored.insert(anchor, weight);
        }
    }
}
