//! How well a value fits the type it is decoded into: what a union chooses its variant by.
//!
//! Decoding counts what a type does not know, in this thread. A union looks at the counts of one variant after another.

use std::cell::{Cell, RefCell};

/// What a type did not know of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// Values that the document does not list, and required members that are missing, in the value itself or in a
    /// member of it.
    pub unlisted: u32,
    /// Members that are unions of which no variant fits. The value may still be the only one that it can be.
    pub unknown: u32,
    /// Both, further inside.
    pub unlisted_inside: u32,
    /// Members that are not declared, at any depth.
    pub undeclared: u32,
    /// Members of the value itself that are declared.
    pub declared: u32,
    depth: u32,
}

thread_local! {
    static FIT: Cell<Fit> = const {
        Cell::new(Fit { unlisted: 0, unknown: 0, unlisted_inside: 0, undeclared: 0, declared: 0, depth: 0 })
    };
}

thread_local! {
    /// Whether a union is choosing its variant; nothing is counted otherwise.
    static MEASURING: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Decoding failed at this place, inside which another one may have been named.
pub fn failed_at(outer: &str) {
    PLACE.with_borrow_mut(|inner| *inner = join(outer, inner));
}

/// Where inside a union decoding failed last; empty if it did not fail there.
pub fn take_place() -> String {
    PLACE.take()
}

/// A JSON path and one that goes on from there.
pub fn join(outer: &str, inner: &str) -> String {
    match (outer, inner) {
        ("." | "", inner) => inner.to_owned(),
        (outer, "") => outer.to_owned(),
        (outer, inner) if inner.starts_with('[') => format!("{outer}{inner}"),
        (outer, inner) => format!("{outer}.{inner}"),
    }
}

/// Whether it matters how well values fit.
pub fn is_measured() -> bool {
    MEASURING.get()
}

fn update(change: impl FnOnce(&mut Fit)) {
    if !is_measured() {
        return;
    }
    FIT.with(|cell| {
        let mut fit = cell.get();
        change(&mut fit);
        cell.set(fit);
    });
}

/// A value was decoded that the document does not list.
pub fn unlisted() {
    update(|fit| {
        if fit.depth <= 1 {
            fit.unlisted += 1;
        } else {
            fit.unlisted_inside += 1;
        }
    });
}

/// A union was decoded of which no variant fits.
pub fn unknown() {
    update(|fit| match fit.depth {
        0 => fit.unlisted += 1,
        1 => fit.unknown += 1,
        _ => fit.unlisted_inside += 1,
    });
}

/// A member was decoded that is not declared.
pub fn undeclared() {
    update(|fit| fit.undeclared += 1);
}

/// The members of an object follow, until [`leave`].
pub fn enter() {
    update(|fit| fit.depth += 1);
}

/// An object was decoded, or an attempt ended, that has this many of the members that are declared.
pub fn leave(declared: u32) {
    update(|fit| {
        if fit.depth == 1 {
            fit.declared += declared;
        }
        fit.depth -= 1;
    });
}

/// Decodes a value and tells how well it fits.
pub fn measure<T>(decode: impl FnOnce() -> T) -> (T, Fit) {
    let outside = FIT.with(|cell| cell.replace(Fit::default()));
    let measuring = MEASURING.replace(true);
    let decoded = decode();
    MEASURING.set(measuring);
    let fit = FIT.with(|cell| cell.replace(outside));
    (decoded, fit)
}

/// Adds what was measured to the counts of the value around it.
pub fn add(fit: Fit) {
    update(|outer| {
        if outer.depth == 0 {
            outer.unlisted += fit.unlisted;
            outer.unknown += fit.unknown;
        } else {
            outer.unlisted_inside += fit.unlisted + fit.unknown;
        }
        outer.unlisted_inside += fit.unlisted_inside;
        outer.undeclared += fit.undeclared;
        outer.declared += if outer.depth == 0 { fit.declared } else { 0 };
    });
}
