//! Unions: which variant a value is decoded into.
//!
//! A member that has another value in each variant tells which one it is (OpenAPI "Discriminator Object", or a member that
//! the document limits to one value in each alternative). Else the variant is taken that knows the value best.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::decode::{self, Text};
use super::fit::{self, Fit};
#[cfg(feature = "testing")]
use super::sample;
pub use super::tag::Tag;

/// Implements serde for a union, from the member that tells its variants apart, if there is one, and the values of it that
/// select each.
///
/// What fits no variant ends in the variant `Other`. A variant is
///
/// - `own` where its type writes the telling member itself, or where there is none;
/// - `tagged` where the union writes that member;
/// - `default` where its type writes that member as it was received, and values are read into it whose member is missing
///   or selects no variant;
/// - `open` where its type takes any object or any value: it is chosen where no other one fits.
#[cfg_attr(not(inline), macro_export)]
#[doc(hidden)]
macro_rules! one_of {
    ($name:ident [$($direction:ident)*] $variants:tt) => {
        $(one_of!(@$direction $name $variants);)*
    };
    (@read $name:ident { $member:literal: $($kind:ident $variant:ident [$($value:ident($tag:literal)),*],)* }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                one_of::choose(deserializer, $member, &[
                    $(one_of::Case::$kind(&[$(one_of::Tag::$value($tag)),*], |json| one_of::read(json).map(Self::$variant)),)*
                ], Self::Other)
            }
        }
    };
    (@write $name:ident { $member:literal: $($kind:ident $variant:ident [$($value:ident($tag:literal)),*],)* }) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => one_of::$kind(value, serializer, $member, &[$(one_of::Tag::$value($tag)),*]),)*
                    Self::Other(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }
    };
}

#[cfg(inline)]
pub(crate) use one_of;

/// How a variant is chosen and read.
pub struct Case<T> {
    tags: &'static [Tag],
    default: bool,
    open: bool,
    read: fn(&str) -> serde_json::Result<T>,
}

impl<T> Case<T> {
    /// A variant whose type writes the telling member itself.
    pub const fn own(tags: &'static [Tag], read: fn(&str) -> serde_json::Result<T>) -> Self {
        let (default, open) = (false, false);
        Self {
            tags,
            default,
            open,
            read,
        }
    }

    /// A variant that gets the telling member from the union.
    pub const fn tagged(tags: &'static [Tag], read: fn(&str) -> serde_json::Result<T>) -> Self {
        Self::own(tags, read)
    }

    /// A variant that values also are whose telling member is missing or has a value that no variant lists.
    pub const fn default(tags: &'static [Tag], read: fn(&str) -> serde_json::Result<T>) -> Self {
        let default = true;
        let own = Self::own(tags, read);
        Self { default, ..own }
    }

    /// A variant for any object or value.
    pub const fn open(tags: &'static [Tag], read: fn(&str) -> serde_json::Result<T>) -> Self {
        let open = true;
        let own = Self::own(tags, read);
        Self { open, ..own }
    }
}

/// Reads what a variant holds.
///
/// # Errors
///
/// When the value does not fit the type.
pub fn read<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    #[cfg(feature = "testing")]
    if sample::is_active() {
        return sample::member();
    }
    if !LOCATING.get() {
        return decode::from_slice(json.as_bytes());
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        fit::failed_at(&error.path().to_string());
        error.into_inner()
    })
}

/// Unions in unions deeper than this are an error, so that no value exhausts the stack.
const DEEPEST: u32 = 64;

/// How many variants are tried for one value with all that is in it. What takes more ends in `Other`.
const MOST_TRIED: u32 = 20_000;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static TRIED: Cell<u32> = const { Cell::new(0) };
    /// Whether the place of an error is looked for, which costs time on every member.
    static LOCATING: Cell<bool> = const { Cell::new(false) };
}

/// Counts a union in a union, as long as it lives.
struct Level;

impl Level {
    fn enter() -> Option<Self> {
        let depth = DEPTH.get();
        if depth == 0 {
            TRIED.set(0);
        }
        (depth < DEEPEST).then(|| {
            DEPTH.set(depth + 1);
            Self
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// Reads a union.
///
/// # Errors
///
/// When the telling member selects a variant that the value does not fit, and when the input is broken.
pub fn choose<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    member: &'static str,
    cases: &[Case<T>],
    other: fn(Value) -> T,
) -> Result<T, D::Error> {
    #[cfg(feature = "testing")]
    if sample::is_active() {
        return first(cases, other).map_err(D::Error::custom);
    }
    let json = Buffer::deserialize(deserializer)?.0;
    let Some(_level) = Level::enter() else {
        return Err(D::Error::custom(format_args!(
            "values of several types are nested more than {DEEPEST} levels deep"
        )));
    };
    let tag = find(&json, member);
    let selects = |case: &&Case<T>| {
        tag.as_ref()
            .is_some_and(|value| case.tags.iter().any(|tag| tag.is(value)))
    };
    // A value that no variant lists belongs to none of those that list some.
    let remains = |case: &&Case<T>| !selects(case) && (tag.is_none() || case.tags.is_empty());
    let mut selected = cases.iter().filter(selects);
    let found = match (selected.next(), selected.next()) {
        (None, _) => {
            let default = cases.iter().find(|case| case.default);
            default.and_then(|default| take(default, &json))
        }
        (Some(only), None) => take(only, &json),
        (Some(_), Some(_)) => best(&mut cases.iter().filter(selects), &json),
    };
    if let Some(value) = found.or_else(|| best(&mut cases.iter().filter(remains), &json)) {
        fit::take_place();
        return Ok(value);
    }
    if let Some(selected) = cases.iter().find(selects)
        && let Err(error) = locate(selected, &json)
    {
        return Err(D::Error::custom(error));
    }
    fit::unknown();
    fit::take_place();
    read(&json).map(other).map_err(D::Error::custom)
}

/// The first variant, for a sample. Unions in unions in unions end in `Other`, as some begin with themselves.
#[cfg(feature = "testing")]
fn first<T>(cases: &[Case<T>], other: fn(Value) -> T) -> serde_json::Result<T> {
    let level = Level::enter().filter(|_| DEPTH.get() <= 3);
    match (level, cases.first()) {
        (Some(_level), Some(case)) => (case.read)(""),
        _ => Ok(other(Value::Null)),
    }
}

/// The variant that the telling member names, or that is meant where it names none.
fn take<T>(case: &Case<T>, json: &str) -> Option<T> {
    let (value, fit) = fit::measure(|| (case.read)(json));
    let value = value.ok()?;
    fit::add(fit);
    Some(value)
}

/// Reads a variant once more, this time keeping track of the place: what is wrong with the value.
fn locate<T>(case: &Case<T>, json: &str) -> Result<(), String> {
    let outermost = DEPTH.get() == 1;
    LOCATING.set(outermost || LOCATING.get());
    let (value, _) = fit::measure(|| (case.read)(json));
    if outermost {
        LOCATING.set(false);
    }
    let Err(error) = value else { return Ok(()) };
    // The position is one in the text of this value, not in the whole.
    let text = error.to_string();
    Err(text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(text, _)| text)
        .to_owned())
}

/// The variant that knows the value best, if one fits at all.
fn best<T>(cases: &mut dyn Iterator<Item = &Case<T>>, json: &str) -> Option<T> {
    let mut best: Option<(T, Fit)> = None;
    // Variants with an unknown value in a member: nothing tells one from another.
    let (mut doubtful, mut doubts): (Option<(T, Fit)>, u32) = (None, 0);
    for case in cases {
        if case.open && (best.is_some() || doubts == 1) {
            break;
        }
        TRIED.set(TRIED.get() + 1);
        if TRIED.get() > MOST_TRIED {
            return None;
        }
        let (value, fit) = fit::measure(|| (case.read)(json));
        let Ok(value) = value else { continue };
        let knows_nothing = fit.undeclared > 0 && fit.declared == 0 && !case.open;
        if fit.unlisted > 0 || knows_nothing {
            continue;
        }
        if fit.unknown > 0 {
            doubts += 1;
            doubtful = Some((value, fit));
            continue;
        }
        if fit.undeclared == 0 && fit.unlisted_inside == 0 {
            // None of those that follow can do better.
            best = Some((value, fit));
            break;
        }
        let misses = |fit: &Fit| (fit.unlisted_inside, fit.undeclared);
        if best
            .as_ref()
            .is_none_or(|(_, known)| misses(&fit) < misses(known))
        {
            best = Some((value, fit));
        }
    }
    let (value, fit) = best.or(doubtful.filter(|_| doubts == 1))?;
    fit::add(fit);
    Some(value)
}

/// The value of a member, if the value is an object that has it.
fn find(json: &str, name: &'static str) -> Option<Value> {
    if name.is_empty() || !json.starts_with('{') {
        return None;
    }
    struct Finder(&'static str);

    impl<'de> Visitor<'de> for Finder {
        type Value = Option<Value>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            while let Some(name) = members.next_key::<Text<'de>>()? {
                if name.0 == self.0 {
                    found = Some(members.next_value()?);
                } else {
                    members.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserializer.deserialize_map(Finder(name)).ok().flatten()
}

/// A value that is read several times: the text of it, so that no digit of a number is lost. It is not copied where the
/// input allows.
struct Buffer<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Buffer<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BufferVisitor;

        impl<'de> Visitor<'de> for BufferVisitor {
            type Value = Buffer<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            /// From `serde_json`: one member, which is the text.
            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Buffer<'de>, A::Error> {
                members.next_key::<IgnoredAny>()?;
                members.next_value::<Text<'de>>().map(|text| Buffer(text.0))
            }

            /// From anything else.
            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Buffer<'de>, D::Error> {
                let value = Value::deserialize(deserializer)?;
                Ok(Buffer(Cow::Owned(value.to_string())))
            }
        }

        deserializer.deserialize_newtype_struct("$serde_json::private::RawValue", BufferVisitor)
    }
}

/// Writes a variant as it is.
///
/// # Errors
///
/// Those of the serializer.
pub fn own<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
    _: &'static str,
    _: &[Tag],
) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// The same.
///
/// # Errors
///
/// Those of the serializer.
pub fn default<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
    member: &'static str,
    tags: &[Tag],
) -> Result<S::Ok, S::Error> {
    own(value, serializer, member, tags)
}

/// The same.
///
/// # Errors
///
/// Those of the serializer.
pub fn open<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
    member: &'static str,
    tags: &[Tag],
) -> Result<S::Ok, S::Error> {
    own(value, serializer, member, tags)
}

/// Writes a variant whose type does not know the telling member.
///
/// # Errors
///
/// Those of the serializer.
pub fn tagged<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
    member: &'static str,
    tags: &[Tag],
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    if let (Value::Object(members), [tag, ..]) = (&mut value, tags)
        && !members
            .get(member)
            .is_some_and(|value| tags.iter().any(|tag| tag.is(value)))
    {
        let tag = serde_json::to_value(tag).map_err(S::Error::custom)?;
        members.insert(member.to_owned(), tag);
    }
    value.serialize(serializer)
}
