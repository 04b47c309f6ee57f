//! The hand-written part of the client: transport, credentials, retries, errors, paging and JSON:API.
//!
//! It knows no particular API: what is special to one reaches it as data, in [`Api`] and in the constants of
//! [`Operation`].

mod api;
mod attempt;
mod auth;
mod authenticator;
#[cfg(feature = "basic")]
mod base64;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod call;
mod call_options;
mod client;
mod clock;
mod core;
pub mod decode;
mod dispatch;
mod error;
mod error_object;
mod error_text;
mod execute;
mod handle;
mod header;
#[cfg(feature = "hooks")]
mod hooks;
mod mode;
mod operation;
#[cfg(feature = "operation-server")]
mod operation_servers;
mod options;
mod origin;
mod prepare;
mod query;
#[cfg(any(feature = "query-key", feature = "paging"))]
mod query_text;
#[cfg(feature = "rate-limit")]
mod rate_limit;
mod receive;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod response;
mod retry;
mod retry_after;
#[cfg(feature = "testing")]
mod sample;
mod secret_handle;
mod secrets;
mod server_url;
mod settings;
#[cfg(feature = "testing")]
mod stub;
#[cfg(feature = "tracing")]
mod telemetry;
mod transport;
mod watch;
pub use api::{Api, Scheme, SchemeKind};
#[cfg(feature = "oauth2")]
pub use api::{TokenEndpoint, TokenEnvelope};
pub use auth::Credential;
pub use call_options::CallOptions;
#[cfg(inline)]
pub(crate) use client::client;
pub use decode::DecodeError;
pub use error::{Error, ErrorKind};
pub use error_object::ErrorObject;
#[doc(hidden)]
pub use handle::Handle;
#[cfg(feature = "hooks")]
pub use hooks::{AfterResponse, BeforeRequest};
pub use http::header::{HeaderMap, HeaderName, HeaderValue};
pub use http::{Method, StatusCode};
pub use mode::Async;
#[cfg(feature = "blocking")]
pub use mode::Blocking;
#[cfg(inline)]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use operation::operation;
pub use operation::{Operation, Sending};
#[cfg(feature = "list")]
pub use query::ListStyle;
#[cfg(feature = "parameter")]
pub use query::ObjectStyle;
#[cfg(feature = "rate-limit")]
pub use rate_limit::RateLimit;
pub use request::Request;
pub use response::{RawResponse, RawResponseHead, Response};
pub use retry::RetryPolicy;
#[cfg(feature = "testing")]
pub use sample::sample;
pub use secrecy::SecretString;
pub use secret_handle::SecretHandle;
#[doc(hidden)]
pub use settings::Settings;
#[cfg(feature = "testing")]
pub use stub::{Reply, Stub, StubRequest};
pub use transport::{AnsweredBy, BoxError, HttpBody, OperationId, Sent, Transport, TransportError};
pub use url::Url;

#[cfg(feature = "answer")]
mod answer;
#[cfg(all(feature = "answer", feature = "xml"))]
pub use answer::AsXml;
#[cfg(all(feature = "answer", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use answer::answers;
#[cfg(feature = "answer")]
pub use answer::{Answer, AsBytes, AsJson, AsText};

#[cfg(feature = "xml")]
pub mod xml;

#[cfg(feature = "chrono")]
mod chrono_format;

#[cfg(all(feature = "chrono", feature = "date-range"))]
mod chrono_range;

#[cfg(feature = "digest")]
mod digest;

#[cfg(feature = "idempotency-key")]
mod idempotency;

#[cfg(feature = "etag")]
mod etag;
#[cfg(feature = "etag")]
pub use etag::ETag;

#[cfg(feature = "wait")]
mod wait;
#[cfg(feature = "wait")]
pub use wait::Wait;
#[cfg(all(feature = "wait", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use wait::waits;

#[cfg(feature = "error-bodies")]
#[doc(hidden)]
pub mod error_bodies;
#[cfg(feature = "error-bodies")]
pub use error_bodies::ErrorBodies;
#[cfg(all(feature = "error-bodies", inline))]
pub(crate) use error_bodies::error_bodies;

#[cfg(feature = "date-range")]
mod date_range;
#[cfg(feature = "date-range")]
pub use date_range::{DateRange, RangeEnd};

#[cfg(all(feature = "date-range", feature = "jiff"))]
mod jiff_range;

#[cfg(feature = "formatted")]
mod formatted;
#[cfg(feature = "formatted")]
pub use formatted::{Format, Formatted, NotInFormat};

#[cfg(all(feature = "formatted", feature = "patch"))]
mod formatted_patch;

#[cfg(all(feature = "formatted", feature = "date-range"))]
mod formatted_range;

#[cfg(feature = "jiff")]
mod jiff_format;

#[cfg(feature = "json-parameter")]
mod json_parameter;

#[cfg(feature = "json-lines")]
mod json_lines;
#[cfg(all(feature = "json-lines", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use json_lines::lines;
#[cfg(feature = "json-lines")]
pub use json_lines::{LineSource, Lines};

#[cfg(feature = "integer")]
#[doc(hidden)]
pub mod integer;

#[cfg(feature = "integer-enum")]
#[doc(hidden)]
pub mod integer_enum;
#[cfg(all(feature = "integer-enum", inline))]
pub(crate) use integer_enum::integer_enum;

#[cfg(feature = "fit")]
#[doc(hidden)]
pub mod fit;

#[cfg(feature = "form")]
mod form;
#[cfg(feature = "form")]
pub use form::FormFile;

#[cfg(feature = "form-style")]
mod form_style;
#[cfg(feature = "form-style")]
pub use form_style::FormStyle;

#[cfg(feature = "multipart")]
mod multipart;
#[cfg(feature = "multipart")]
mod multipart_body;
#[cfg(feature = "multipart")]
mod multipart_request;
#[cfg(feature = "multipart")]
mod part;
#[cfg(feature = "multipart")]
pub use multipart::Multipart;
#[cfg(all(feature = "multipart", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use multipart_request::parts;
#[cfg(feature = "multipart")]
pub use part::{PartEncoding, PartHeader};

#[cfg(feature = "number")]
mod number;
#[cfg(feature = "number")]
pub use number::{NotANumber, Number};

#[cfg(feature = "oauth2")]
mod client_authentication;
#[cfg(feature = "oauth2")]
mod oauth2;
#[cfg(feature = "oauth2")]
mod token_error;
#[cfg(feature = "oauth2")]
pub use client_authentication::ClientAuthentication;
#[cfg(feature = "device-code")]
pub use oauth2::DevicePrompt;
#[cfg(feature = "flow")]
#[doc(hidden)]
pub use oauth2::Flow;
#[cfg(feature = "authorization-code")]
pub use oauth2::{Authorization, AuthorizationCode};
#[cfg(feature = "oauth2")]
pub use token_error::TokenError;

#[cfg(feature = "object")]
#[doc(hidden)]
pub mod object;
#[cfg(feature = "object")]
mod undeclared;
#[cfg(all(feature = "object", inline))]
pub(crate) use object::object;
#[cfg(feature = "object")]
pub use undeclared::Undeclared;

#[cfg(feature = "one-of")]
#[doc(hidden)]
pub mod one_of;
#[cfg(all(feature = "one-of", inline))]
pub(crate) use one_of::one_of;

#[cfg(feature = "tag")]
#[doc(hidden)]
pub mod tag;

#[cfg(feature = "tokens")]
mod token;
#[cfg(feature = "tokens")]
mod token_provider;
#[cfg(feature = "tokens")]
mod tokens;
#[cfg(feature = "tokens")]
pub use token::{Token, TokenStore};
#[cfg(feature = "tokens")]
pub use token_provider::{TokenProvider, TokenRequest};

#[cfg(feature = "one-or-many")]
mod one_or_many;
#[cfg(feature = "one-or-many")]
pub use one_or_many::OneOrMany;

#[cfg(feature = "parameter")]
mod parameter;
#[cfg(feature = "parameter")]
pub use parameter::PathStyle;

#[cfg(feature = "patch")]
mod patch;
#[cfg(feature = "patch")]
pub use patch::Patch;

#[cfg(feature = "renewal")]
mod reauthorize;

#[cfg(feature = "response-header")]
mod response_header;
#[cfg(feature = "response-header")]
pub use response_header::ResponseHeader;

#[cfg(feature = "server")]
mod server;
#[cfg(feature = "server")]
mod server_variable;
#[cfg(feature = "server")]
pub use server::Server;
#[cfg(feature = "server")]
pub use server_variable::ServerVariable;

#[cfg(feature = "sse")]
mod sse;
#[cfg(all(feature = "sse", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use sse::events;
#[cfg(feature = "sse")]
pub use sse::{EventSource, Events, ServerEvent};

#[cfg(feature = "stream")]
mod stream;
#[cfg(feature = "stream")]
pub use stream::ByteStream;
#[cfg(all(feature = "stream", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use stream::streamed;

#[cfg(feature = "string-enum")]
#[doc(hidden)]
pub mod string_enum;
#[cfg(all(feature = "string-enum", inline))]
pub(crate) use string_enum::string_enum;

#[cfg(feature = "upload")]
mod upload;
#[cfg(feature = "upload")]
mod upload_request;
#[cfg(feature = "upload")]
pub use upload::Upload;

#[cfg(feature = "paging")]
mod paging;
#[cfg(all(feature = "paging", inline))]
#[allow(
    unused_imports,
    reason = "no operation may be compiled in that needs it"
)]
pub(crate) use paging::paged;
#[cfg(feature = "paging")]
pub use paging::{
    Audit, CursorPaged, CursorPaging, Items, Next, Page, PageInfo, PageInput, Paged, Pager, Pages,
    Paging, ResumeToken, SkipKind, SkipPaged, SkipPaging,
};

#[cfg(feature = "jsonapi")]
pub mod jsonapi;

#[cfg(feature = "jsonapi")]
mod jsonapi_errors;

#[cfg(all(feature = "jsonapi", feature = "paging"))]
mod jsonapi_paging;

#[cfg(feature = "secret")]
mod secret;
#[cfg(feature = "secret")]
pub use secret::Secret;

#[cfg(feature = "webhook")]
pub mod webhook;
#[cfg(feature = "webhook")]
pub use webhook::{
    EventHeader, EventQuery, SignatureError, UnknownEvent, VerifyWebhook, WebhookError,
};
#[cfg(feature = "webhook-signature")]
pub use webhook::{HmacSha256, SharedSecret, StandardWebhooks};
#[cfg(all(feature = "webhook", inline))]
#[allow(unused_imports, reason = "no event may be told apart, or compiled in")]
pub(crate) use webhook::{webhook_events, webhook_receiver};

#[cfg(feature = "time")]
mod time_format;

#[cfg(all(feature = "time", feature = "date-range"))]
mod time_range;
