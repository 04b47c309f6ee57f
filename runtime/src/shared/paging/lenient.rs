//! Decoding a page, where wanted without the items that cannot be decoded.

use std::time::Duration;

use super::super::clock::time::Instant;

use bytes::Bytes;
use serde_json::Value;

use super::super::decode::DecodeError;
use super::super::error::{Error, ErrorKind};
use super::super::operation::Operation;
use super::super::response::RawResponse;
use super::page::Paged;

type Decoded<T> = Result<(T, Vec<(usize, Error)>), Error>;

/// A page with more items that cannot be decoded is not what the document describes.
const MOST_FAILED: usize = 1_000;

/// The page, and the items left out of it with their positions. An item that cannot be decoded fails the page, unless
/// `lenient` says how long looking for such items may take.
pub(super) fn decode<O: Paged>(
    raw: &RawResponse,
    lenient: Option<Duration>,
) -> Decoded<<O as Operation>::Output> {
    match ((O::DECODE)(raw), lenient) {
        (Ok(value), _) => Ok((value, Vec::new())),
        (Err(error), Some(limit)) => decode_around::<O>(raw, error, limit),
        (Err(error), None) => Err(failure::<O>(error, raw)),
    }
}

/// Takes out the items that cannot be decoded. Each is tried on its own, so that the work grows with the page and not with
/// the number of such items.
fn decode_around<O: Paged>(
    raw: &RawResponse,
    first: DecodeError,
    limit: Duration,
) -> Decoded<<O as Operation>::Output> {
    let started = Instant::now();
    // Once for all errors.
    let shown = &raw.masked();
    let found = Place::of(&first.path).map(|place| (place.list.to_owned(), place.index));
    let give_up = |error| Err(failure::<O>(error, shown));
    let (Some((list, start)), Ok(mut document)) =
        (found, serde_json::from_slice::<Value>(&raw.body))
    else {
        return give_up(first);
    };
    let Some(items) = items_at(&mut document, &list).map(std::mem::take) else {
        return give_up(first);
    };
    let mut alone = Alone::of(raw, &document, &list);
    let mut failed = Vec::new();
    let mut good = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        // Those in front of the first one were decoded.
        if index < start {
            good.push(item);
            continue;
        }
        if started.elapsed() > limit {
            let message = format!("the items of the page took longer than {limit:?} to decode");
            return Err(Error::new(ErrorKind::Timeout, message));
        }
        match alone.decode::<O>(&item) {
            Ok(None) => good.push(item),
            Ok(Some(Within { mut error, path })) => {
                error.path = format!("{list}[{index}]{path}");
                failed.push((index, failure::<O>(error, shown)));
            }
            Err(NotTheItem) => return give_up(first),
        }
        if failed.len() > MOST_FAILED {
            let message = format!("more than {MOST_FAILED} items of the page cannot be decoded");
            let (_, cause) = failed.swap_remove(0);
            return Err(Error::new(ErrorKind::Decode, message).with_source(cause));
        }
    }
    let left = good.len();
    if let Some(items) = items_at(&mut document, &list) {
        *items = good;
    }
    let mut rest = raw.clone();
    rest.body = text(&document);
    // If these are other lists, something else than items was taken out.
    match (O::DECODE)(&rest).map(|mut value| {
        let same = (O::ITEMS)(&mut value).is_some_and(|items| items.len() == left);
        same.then_some(value)
    }) {
        Ok(Some(value)) => Ok((value, failed)),
        _ => give_up(first),
    }
}

/// A page with room for one item, and as little else as it can do with.
struct Alone<'a> {
    raw: RawResponse,
    document: Value,
    list: &'a str,
}

/// Something else on the page cannot be decoded.
struct NotTheItem;

/// What is wrong with an item, and where in it.
struct Within {
    error: DecodeError,
    path: String,
}

impl<'a> Alone<'a> {
    /// Other lists beside that of the items, `included` say, are left empty.
    fn of(raw: &RawResponse, document: &Value, list: &'a str) -> Self {
        let mut document = document.clone();
        let members = document.as_object_mut().into_iter().flatten();
        for list in members.filter_map(|(_, member)| member.as_array_mut()) {
            list.clear();
        }
        Self {
            raw: raw.clone(),
            document,
            list,
        }
    }

    /// What is wrong with the item, if anything is.
    fn decode<O: Paged>(&mut self, item: &Value) -> Result<Option<Within>, NotTheItem> {
        let items = items_at(&mut self.document, self.list).ok_or(NotTheItem)?;
        items.clear();
        items.push(item.clone());
        self.raw.body = text(&self.document);
        let Err(error) = (O::DECODE)(&self.raw) else {
            return Ok(None);
        };
        let place = Place::of(&error.path).filter(|at| at.list == self.list && at.index == 0);
        let path = place
            .map(|place| place.within.to_owned())
            .ok_or(NotTheItem)?;
        Ok(Some(Within { error, path }))
    }
}

fn text(document: &Value) -> Bytes {
    serde_json::to_vec(document).unwrap_or_default().into()
}

/// An error that names the item it is about.
fn failure<O: Paged>(error: DecodeError, raw: &RawResponse) -> Error {
    let index = Place::of(&error.path).map(|place| place.index);
    let mut error = Error::from_decode(error, raw).with_operation(O::ID, O::METHOD);
    error.0.item = index;
    error
}

/// A JSON path such as `data[3].attributes.title`, taken apart at its first index.
struct Place<'a> {
    list: &'a str,
    index: usize,
    within: &'a str,
}

impl<'a> Place<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let (list, rest) = path.split_once('[')?;
        let (index, within) = rest.split_once(']')?;
        Some(Self {
            list,
            index: index.parse().ok()?,
            within,
        })
    }
}

/// The list at a path of members.
fn items_at<'v>(document: &'v mut Value, list: &str) -> Option<&'v mut Vec<Value>> {
    let mut members = list.split('.').filter(|member| !member.is_empty());
    let found = members.try_fold(document, |value, member| value.get_mut(member));
    found?.as_array_mut()
}
