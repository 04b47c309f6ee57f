//! Decoding a page, where wanted without the items that cannot be decoded.

use bytes::Bytes;
use serde_json::Value;

use super::super::decode::DecodeError;
use super::super::error::Error;
use super::super::operation::Operation;
use super::super::response::RawResponse;
use super::page::Paged;

type Decoded<T> = Result<(T, Vec<(usize, Error)>), Error>;

/// The page, and the items left out of it with their positions. An item that cannot be decoded fails the page
/// unless `lenient` is set.
pub(super) fn decode<O: Paged>(
    raw: &RawResponse,
    lenient: bool,
) -> Decoded<<O as Operation>::Output> {
    match (O::DECODE)(raw) {
        Ok(value) => Ok((value, Vec::new())),
        Err(error) if lenient => decode_around::<O>(raw, &error),
        Err(error) => Err(failure::<O>(error, raw)),
    }
}

/// Takes out the item at fault and tries again, until the rest decodes.
fn decode_around<O: Paged>(
    raw: &RawResponse,
    first: &DecodeError,
) -> Decoded<<O as Operation>::Output> {
    let give_up = failure::<O>(first.clone(), raw);
    let Ok(mut document) = serde_json::from_slice::<Value>(&raw.body) else {
        return Err(give_up);
    };
    let Some(place) = Place::of(&first.path) else {
        return Err(give_up);
    };
    let mut failed: Vec<(usize, Error)> = Vec::new();
    let mut error = first.clone();
    let mut rest = raw.clone();
    loop {
        let Some(at) = Place::of(&error.path).filter(|at| at.list == place.list) else {
            return Err(give_up);
        };
        let Some(items) = at
            .items(&mut document)
            .filter(|items| at.index < items.len())
        else {
            return Err(give_up);
        };
        items.remove(at.index);
        let left = items.len();
        let original = original_index(at.index, &failed);
        error.path = format!("{}[{original}]{}", at.list, at.within);
        let position = failed.partition_point(|(index, _)| *index < original);
        failed.insert(position, (original, failure::<O>(error, raw)));

        let Ok(bytes) = serde_json::to_vec(&document) else {
            return Err(give_up);
        };
        rest.body = Bytes::from(bytes);
        match (O::DECODE)(&rest) {
            Err(next) => error = next,
            Ok(mut value) => {
                // If these are other lists, something else than an item was taken out.
                let same = (O::ITEMS)(&mut value).is_some_and(|items| items.len() == left);
                return if same {
                    Ok((value, failed))
                } else {
                    Err(give_up)
                };
            }
        }
    }
}

/// An error that names the item it is about.
fn failure<O: Paged>(error: DecodeError, raw: &RawResponse) -> Error {
    let index = Place::of(&error.path).map(|place| place.index);
    let mut error = Error::from_decode(error, raw).with_operation(O::ID, O::METHOD);
    error.0.item = index;
    error
}

/// Where in the page as it was sent an item is that is at `index` after others were taken out.
fn original_index(index: usize, failed: &[(usize, Error)]) -> usize {
    failed.iter().fold(
        index,
        |index, (removed, _)| if *removed <= index { index + 1 } else { index },
    )
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

    fn items<'v>(&self, document: &'v mut Value) -> Option<&'v mut Vec<Value>> {
        let mut members = self.list.split('.').filter(|member| !member.is_empty());
        let list = members.try_fold(document, |value, member| value.get_mut(member));
        list?.as_array_mut()
    }
}
