//! Spans, as a collector of OpenTelemetry data expects them.

use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::mock::Mock;

/// Writes down the fields of all spans.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0
            .lock()
            .unwrap()
            .push(format!("{}={value:?}", field.name()));
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.name() == "http"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_attempt_is_a_span_with_the_names_of_opentelemetry() {
    let log = Log::default();
    // For the whole process: a default for one thread does not reach spans that others have met first.
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let mock = Mock::of_patients(2).await;
    mock.fault("status=503 times=1").unwrap();
    let token = mock.token();
    let client = mock
        .anonymous()
        .bearer_token(token.as_str())
        .build()
        .unwrap();
    client.fetch_patient("p1").send().await.unwrap();
    let fields = log.0.lock().unwrap().clone();
    for expected in [
        "otel.name=GET /patient/{id}",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        "http.request.resend_count=0",
        "http.request.resend_count=1",
        "server.address=\"127.0.0.1\"",
        "url.template=\"/patient/{id}\"",
        "http.response.status_code=503",
        "http.response.status_code=200",
        "error.type=\"503\"",
    ] {
        assert!(
            fields.iter().any(|field| field == expected),
            "{expected} in {fields:?}"
        );
    }
    assert!(fields.iter().all(|field| !field.contains(&token)));
}
