//! The hand-written part of the client: transport, credentials, retries, errors, paging and JSON:API.
//!
//! The generator copies these files as they are. They know nothing of any particular API: what is special to one
//! reaches them as data, in [`Api`] and in the constants of [`Operation`].

// always
mod api;
mod attempt;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod call;
mod client;
pub mod decode;
mod error;
mod error_object;
mod error_text;
mod hooks;
mod mode;
mod operation;
mod options;
mod prepare;
mod query;
mod rate_limit;
mod receive;
mod request;
mod response;
mod retry;
mod retry_after;
mod telemetry;
mod transport;
mod watch;
pub use api::{Api, Scheme, SchemeKind, TokenEndpoint, TokenEnvelope};
pub use auth::Credential;
pub use builder::ClientBuilder;
pub use client::Client;
pub use decode::DecodeError;
pub use error::{Error, ErrorKind};
pub use error_object::ErrorObject;
pub use hooks::{AfterResponse, BeforeRequest};
pub use mode::Async;
#[cfg(feature = "blocking")]
pub use mode::Blocking;
pub use operation::Operation;
pub use query::{ListStyle, ObjectStyle};
pub use rate_limit::RateLimit;
pub use request::Request;
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
pub use reqwest::{Method, StatusCode, Url};
pub use response::{RawResponse, RawResponseHead, Response};
pub use retry::RetryPolicy;
pub use secrecy::SecretString;

// chrono
mod chrono_timestamp;
pub use chrono_timestamp::DateTime;

// chrono and date_range
mod chrono_range;

// date_range
mod date_range;
pub use date_range::{DateRange, RangeEnd};

// date_range and jiff
mod jiff_range;

// json_parameter
mod json_parameter;

// integer_enum
mod integer_enum;
pub(crate) use integer_enum::integer_enum;

// form
mod form;
pub use form::FormFile;

// multipart
mod multipart;
pub use multipart::Multipart;

// oauth2
mod oauth2;
pub use oauth2::{Token, TokenStore};

// object
#[doc(hidden)]
pub mod object;
pub(crate) use object::object;

// one_or_many
mod one_or_many;
pub use one_or_many::OneOrMany;

// parameter
mod parameter;
pub use parameter::PathStyle;

// patch
mod patch;
pub use patch::Patch;

// sse
mod sse;
pub use sse::{EventSource, Events, ServerEvent};

// stream
mod stream;
pub use stream::ByteStream;

// string_enum
mod string_enum;
pub(crate) use string_enum::string_enum;

// paging
mod paging;
pub use paging::{
    Audit, CursorPaged, CursorPaging, Items, Next, Page, PageInfo, Paged, Pager, Pages, Paging,
    ResumeToken, SkipKind, SkipPaged, SkipPaging,
};

// jsonapi
pub mod jsonapi;

// jsonapi and paging
mod jsonapi_paging;

// secret
mod secret;
pub use secret::Secret;

// time
mod time_timestamp;
pub use time_timestamp::OffsetDateTime;

// time and date_range
mod time_range;

// untagged_union
mod untagged_union;
pub(crate) use untagged_union::untagged_union;

// tagged_union
mod tagged_union;
pub(crate) use tagged_union::tagged_union;
