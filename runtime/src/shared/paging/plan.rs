//! How to ask for a page: the parameters of a strategy, applied to a position.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::call::{Call, Target};
use super::super::error::{Error, ErrorKind};
use super::page::{PageInfo, Paging, SkipKind, SkipPaging};

/// Where a page is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Position {
    Start,
    Number(u64),
    Cursor(Value),
    Url(String),
}

impl Paging {
    /// The call for the page at a position, from one that carries all other parameters.
    pub(super) fn call(&self, template: &Call, position: &Position) -> Result<Call, Error> {
        let mut call = template.clone();
        match (position, self) {
            (Position::Start, Self::Skip(skip)) => {
                call.set_input(skip.number, skip.first.into());
            }
            (Position::Start, _) => {}
            (Position::Number(number), Self::Skip(skip)) => {
                call.set_input(skip.number, (*number).into());
            }
            (Position::Cursor(cursor), Self::Cursor(paging)) => {
                call.set_input(paging.cursor, cursor.clone());
            }
            (Position::Url(url), _) => {
                let url = url::Url::parse(url).map_err(|error| {
                    Error::new(ErrorKind::Paging, "the link to the next page is not a URL")
                        .with_source(error)
                })?;
                call.target = Target::Link(url);
            }
            (Position::Number(_) | Position::Cursor(_), _) => {
                return Err(Error::new(
                    ErrorKind::Paging,
                    "a position of another way of paging",
                ));
            }
        }
        Ok(call)
    }

    /// The position after a page of which the response does not say what follows.
    pub(super) fn after(&self, position: &Position, items: usize) -> Option<Position> {
        let Self::Skip(skip) = self else { return None };
        let number = match position {
            Position::Start => skip.first,
            Position::Number(number) => *number,
            Position::Cursor(_) | Position::Url(_) => return None,
        };
        Some(Position::Number(number.saturating_add(skip.step(items))))
    }
}

impl SkipPaging {
    /// How far the number moves from one page of this many items to the next.
    pub(super) fn step(&self, items: usize) -> u64 {
        match self.kind {
            SkipKind::PageNumber => 1,
            SkipKind::Offset => items as u64,
        }
    }

    /// The number of the last page of a collection, read in pages of this many items, as far as the page tells.
    pub(super) fn last(&self, page: &PageInfo, items: usize) -> Option<u64> {
        let pages = match (self.kind, page.pages, page.total) {
            (SkipKind::PageNumber, Some(pages), _) => pages,
            (_, _, total) => total?.div_ceil((items as u64).max(1)),
        };
        let before = pages.saturating_sub(1);
        Some(
            self.first
                .saturating_add(before.saturating_mul(self.step(items))),
        )
    }
}
