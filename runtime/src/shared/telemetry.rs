//! Spans with the field names of the OpenTelemetry HTTP conventions.

use http::StatusCode;

use super::call::Call;
use super::core::Core;
use super::error::Error;
use super::prepare::Prepared;

/// What a task of its own does for the current span.
#[cfg(feature = "tokens")]
pub(super) fn in_current_span<F: Future>(future: F) -> impl Future<Output = F::Output> {
    tracing::Instrument::in_current_span(future)
}

/// The span of one attempt.
pub(super) struct Span {
    span: tracing::Span,
}

impl Span {
    pub(super) fn start(core: &Core, call: &Call, prepared: &Prepared, attempt: u32) -> Self {
        let span = tracing::info_span!(
            "http",
            otel.name = format_args!("{} {}", prepared.method, call.operation.path),
            otel.kind = "client",
            otel.status_code = tracing::field::Empty,
            api = core.api.name,
            operation = call.operation.id,
            http.request.method = prepared.method.as_str(),
            http.request.resend_count = attempt - 1,
            http.response.status_code = tracing::field::Empty,
            server.address = prepared.url.host_str().unwrap_or_default(),
            server.port = prepared.url.port_or_known_default(),
            url.full = prepared.shown_url.as_str(),
            url.template = call.operation.path,
            error.r#type = tracing::field::Empty,
        );
        Self { span }
    }

    pub(super) fn within<F: Future>(&self, future: F) -> tracing::instrument::Instrumented<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    pub(super) fn finish(&self, status: Option<StatusCode>, error: Option<&Error>) {
        if let Some(status) = status {
            self.span
                .record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = error {
            let kind = match status {
                Some(status) => status.as_str().to_owned(),
                None => format!("{:?}", error.kind()),
            };
            self.span.record("error.type", kind);
            self.span.record("otel.status_code", "ERROR");
        }
    }
}
