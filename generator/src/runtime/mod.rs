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
mod call_options;
mod client;
pub mod decode;
mod error;
mod error_object;
mod error_text;
#[doc(hidden)]
pub mod fit;
mod hooks;
mod http_client;
#[doc(hidden)]
pub mod integer;
mod mode;
mod operation;
mod options;
mod origin;
mod prepare;
mod query;
mod query_text;
mod rate_limit;
mod receive;
mod request;
mod response;
mod retry;
mod retry_after;
mod secrets;
mod telemetry;
mod transport;
mod watch;
pub use api::{Api, Scheme, SchemeKind, TokenEndpoint, TokenEnvelope};
pub use auth::Credential;
pub use builder::ClientBuilder;
pub use call_options::CallOptions;
pub use client::Client;
pub use decode::DecodeError;
pub use error::{Error, ErrorKind};
pub use error_object::ErrorObject;
pub use hooks::{AfterResponse, BeforeRequest};
pub use mode::Async;
#[cfg(feature = "blocking")]
pub use mode::Blocking;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use operation::operation;
pub use operation::{Operation, Sending};
pub use query::{ListStyle, ObjectStyle};
pub use rate_limit::RateLimit;
pub use request::Request;
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
pub use reqwest::{Method, StatusCode, Url};
pub use response::{RawResponse, RawResponseHead, Response};
pub use retry::RetryPolicy;
pub use secrecy::SecretString;

// answer
mod answer;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use answer::answers;
pub use answer::{Answer, AsBytes, AsJson, AsText};

// chrono
mod chrono_format;

// chrono and date_range
mod chrono_range;

// error_bodies
#[doc(hidden)]
pub mod error_bodies;
pub use error_bodies::ErrorBodies;
pub(crate) use error_bodies::error_bodies;

// date_range
mod date_range;
pub use date_range::{DateRange, RangeEnd};

// date_range and jiff
mod jiff_range;

// formatted
mod formatted;
pub use formatted::{Format, Formatted, NotInFormat};

// formatted and patch
mod formatted_patch;

// formatted and date_range
mod formatted_range;

// jiff
mod jiff_format;

// json_parameter
mod json_parameter;

// json_lines
mod json_lines;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use json_lines::lines;
pub use json_lines::{LineSource, Lines};

// integer_enum
#[doc(hidden)]
pub mod integer_enum;
pub(crate) use integer_enum::integer_enum;

// form
mod form;
pub use form::FormFile;

// form_style
mod form_style;
pub use form_style::FormStyle;

// multipart
mod multipart;
mod part;
pub use multipart::Multipart;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use part::parts;
pub use part::{PartEncoding, PartHeader};

// number
mod number;
pub use number::{NotANumber, Number};

// oauth2
mod oauth2;
pub use oauth2::{Token, TokenStore};

// object
#[doc(hidden)]
pub mod object;
mod undeclared;
pub(crate) use object::object;
pub use undeclared::Undeclared;

// one_of
#[doc(hidden)]
pub mod one_of;
pub(crate) use one_of::one_of;

// tag
#[doc(hidden)]
pub mod tag;

// one_or_many
mod one_or_many;
pub use one_or_many::OneOrMany;

// operation_server
mod operation_server;

// parameter
mod parameter;
pub use parameter::PathStyle;

// patch
mod patch;
pub use patch::Patch;

// response_header
mod response_header;
pub use response_header::ResponseHeader;

// server
mod server;
mod server_variable;
pub use server::{Server, ServerVariable};

// sse
mod sse;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use sse::events;
pub use sse::{EventSource, Events, ServerEvent};

// stream
mod stream;
pub use stream::ByteStream;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use stream::streamed;

// string_enum
#[doc(hidden)]
pub mod string_enum;
pub(crate) use string_enum::string_enum;

// upload
mod upload;
pub use upload::Upload;

// paging
mod paging;
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use paging::paged;
pub use paging::{
    Audit, CursorPaged, CursorPaging, Items, Next, Page, PageInfo, PageInput, Paged, Pager, Pages,
    Paging, ResumeToken, SkipKind, SkipPaged, SkipPaging,
};

// jsonapi
pub mod jsonapi;

// jsonapi and paging
mod jsonapi_paging;

// secret
mod secret;
pub use secret::Secret;

// time
mod time_format;

// time and date_range
mod time_range;
