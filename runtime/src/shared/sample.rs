//! Values of models for tests, made up of what has to be there.

use std::cell::{Cell, RefCell};

use serde::de::value::{
    Error as ValueError, MapAccessDeserializer, MapDeserializer, SeqDeserializer,
};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// A value for a test, of any type that a server sends: members that may be absent are, lists are empty, texts too, numbers
/// are 0, dates are 1970-01-01. Of an enumeration it is the first value, of a union the first alternative.
///
/// What the test is about is set afterwards, as all fields are public. So the test compiles as it is with the next version of
/// the document, whatever members that adds.
///
/// # Panics
///
/// If the type requires itself, so that it has no value, and if a type of another crate is made from no text, number or
/// object that is tried.
#[must_use]
pub fn sample<T: DeserializeOwned>() -> T {
    let _active = Active::begin();
    loop {
        STATE.with_borrow_mut(State::begin);
        match T::deserialize(Sampler) {
            Ok(value) => return value,
            Err(_) if STATE.with_borrow_mut(State::go_on) => {}
            Err(error) => {
                let name = std::any::type_name::<T>();
                if STATE.with_borrow(|state| state.ended) {
                    panic!("no sample of `{name}`: it requires itself");
                }
                panic!("no sample of `{name}`: {error}");
            }
        }
    }
}

/// Whether a sample is being made.
#[cfg(any(feature = "fit", feature = "object", feature = "one-or-many"))]
pub(super) fn is_active() -> bool {
    ACTIVE.get()
}

/// A member that has to be there, within a sample.
#[cfg(any(feature = "jsonapi", feature = "object", feature = "one-of"))]
pub(super) fn member<'de, T: serde::Deserialize<'de>, E: Error>() -> Result<T, E> {
    T::deserialize(Sampler).map_err(E::custom)
}

/// Texts that are tried in turn, for types that do not take any.
const TEXTS: [&str; 8] = [
    "",
    "1970-01-01T00:00:00Z",
    "1970-01-01",
    "00000000-0000-0000-0000-000000000000",
    "0",
    "http://localhost/",
    "127.0.0.1",
    "PT0S",
];

/// More values than this are not made for one sample.
const MOST: usize = 100_000;

/// What requires more objects in objects than this is taken to require itself.
const DEEPEST: usize = 32;

thread_local! {
    static ACTIVE: Cell<bool> = const { Cell::new(false) };
    static STATE: RefCell<State> = const { RefCell::new(State::new()) };
}

/// Says that a sample is being made, as long as it lives.
struct Active;

impl Active {
    fn begin() -> Self {
        STATE.set(State::new());
        ACTIVE.set(true);
        Self
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        ACTIVE.set(false);
    }
}

/// Which of the values to try was taken at each place where there are several, in the order of the places.
struct State {
    tried: Vec<usize>,
    place: usize,
    made: usize,
    depth: usize,
    /// No other value would do.
    ended: bool,
}

impl State {
    const fn new() -> Self {
        Self {
            tried: Vec::new(),
            place: 0,
            made: 0,
            depth: 0,
            ended: false,
        }
    }

    fn begin(&mut self) {
        (self.place, self.depth) = (0, 0);
    }

    /// Which value is tried at the next place.
    fn next(&mut self) -> usize {
        let place = self.place;
        self.place += 1;
        if self.tried.len() == place {
            self.tried.push(0);
        }
        self.tried.get(place).copied().unwrap_or_default()
    }

    /// Goes on to another value for the place that failed, which is the last one. Whether there is one.
    fn go_on(&mut self) -> bool {
        self.tried.truncate(self.place);
        let last = self.tried.last_mut().filter(|last| **last < TEXTS.len());
        last.map(|last| *last += 1).is_some() && !self.ended
    }

    /// Counts a value.
    fn count(&mut self) -> Result<(), ValueError> {
        self.made += 1;
        if self.made > MOST || self.depth > DEEPEST {
            self.ended = true;
            return Err(ValueError::custom("it requires itself"));
        }
        Ok(())
    }
}

/// Hands out what is least, for whatever type is asked for.
#[derive(Clone, Copy)]
struct Sampler;

impl Sampler {
    /// An object or a list, which may have values in it.
    fn within<T>(make: impl FnOnce() -> Result<T, ValueError>) -> Result<T, ValueError> {
        STATE.with_borrow_mut(|state| {
            state.depth += 1;
            state.count()
        })?;
        let made = make();
        STATE.with_borrow_mut(|state| state.depth -= 1);
        made
    }
}

/// Methods that hand out the number 0.
macro_rules! zeros {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            visitor.visit_u64(0)
        })*
    };
}

impl<'de> Deserializer<'de> for Sampler {
    type Error = ValueError;

    /// Null where that is a value, else a number, or a text.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match STATE.with_borrow_mut(State::next) {
            0 => visitor.visit_unit(),
            1 => visitor.visit_u64(0),
            tried => visitor.visit_str(TEXTS.get(tried - 2).copied().unwrap_or_default()),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let tried = STATE.with_borrow_mut(State::next);
        visitor.visit_str(TEXTS.get(tried).copied().unwrap_or_default())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_bool(false)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_tuple(0, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let items = std::iter::repeat_n(self, length);
        Self::within(|| visitor.visit_seq(SeqDeserializer::new(items)))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let members = names.iter().map(|name| (*name, self));
        Self::within(|| visitor.visit_map(MapDeserializer::new(members)))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let first = variants.iter().take(1).map(|name| (*name, self));
        let first = MapAccessDeserializer::new(MapDeserializer::new(first));
        Self::within(|| visitor.visit_enum(first))
    }

    zeros! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! { bytes byte_buf char identifier ignored_any unit unit_struct }
}

impl IntoDeserializer<'_, ValueError> for Sampler {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
