//! An operation as data: what the generator emits for each one.

use reqwest::Method;

use super::decode::Decode;

/// One operation of the API. Implemented by generated marker types.
pub trait Operation: 'static {
    /// What a successful response decodes into.
    type Output;
    /// The operation id.
    const ID: &'static str;
    /// The HTTP method.
    const METHOD: Method;
    /// The path template, relative to the base URL, such as `/patient/{id}`.
    const PATH: &'static str;
    /// The server that the document gives to this operation, as it stands there; empty for that of the whole document.
    const SERVER: &'static str = "";
    /// The `Accept` header; empty sends none.
    const ACCEPT: &'static str;
    /// Alternatives of scheme names, of which one must be met entirely; none means public.
    const SECURITY: &'static [&'static [&'static str]];
    /// Reads the body of a successful response.
    const DECODE: Decode<Self::Output>;
    /// Sets of parameters of which at least one must be given.
    const REQUIRED_ONE_OF: &'static [&'static [&'static str]] = &[];
    /// Sets of parameters that are given all together or not at all.
    const REQUIRED_TOGETHER: &'static [&'static [&'static str]] = &[];
}

/// The part of an [`Operation`] that does not depend on types.
///
/// Everything below `send` works on this, so that it is compiled once and not once per operation.
#[derive(Debug, Clone)]
pub(super) struct Descriptor {
    pub(super) id: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) server: &'static str,
    pub(super) accept: &'static str,
    pub(super) security: &'static [&'static [&'static str]],
    pub(super) required_one_of: &'static [&'static [&'static str]],
    pub(super) required_together: &'static [&'static [&'static str]],
}

impl Descriptor {
    pub(super) const fn of<O: Operation>() -> Self {
        Self {
            id: O::ID,
            method: O::METHOD,
            path: O::PATH,
            server: O::SERVER,
            accept: O::ACCEPT,
            security: O::SECURITY,
            required_one_of: O::REQUIRED_ONE_OF,
            required_together: O::REQUIRED_TOGETHER,
        }
    }
}
