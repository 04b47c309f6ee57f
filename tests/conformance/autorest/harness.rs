//! What a call is, and how what comes back is judged.

use std::fmt;
use std::pin::Pin;

/// A call, with the scenario of the server that it carries out.
pub(crate) struct Case {
    pub(crate) document: &'static str,
    pub(crate) scenario: &'static str,
    pub(crate) outcome: Pin<Box<dyn Future<Output = Outcome>>>,
}

pub(crate) type Outcome = Result<(), Failure>;

/// Why a call did not do what its scenario asks for.
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(error) = source {
            text.push_str(&format!(": {error}"));
            source = error.source();
        }
        Self(text)
    }
}

/// What was received has to be what the scenario says.
pub(crate) fn same<A: PartialEq<B> + fmt::Debug, B: fmt::Debug>(
    received: A,
    expected: B,
) -> Outcome {
    if received == expected {
        Ok(())
    } else {
        Err(Failure(format!(
            "{received:?} where {expected:?} is expected"
        )))
    }
}

/// The calls of a document with its client: `"scenario" => statement;`.
macro_rules! cases {
    ($document:literal, $client:ident = $build:expr; $($scenario:literal => $body:expr;)*) => {
        pub(crate) fn cases(url: &str) -> Result<Vec<crate::harness::Case>, Box<dyn std::error::Error>> {
            let $client = $build(url)?;
            Ok(vec![$({
                let $client = $client.clone();
                crate::harness::Case {
                    document: $document,
                    scenario: $scenario,
                    outcome: Box::pin(async move {
                        let _ = &$client;
                        let _ = $body;
                        Ok(())
                    }),
                }
            }),*])
        }
    };
}

/// A client for a server, which repeats requests without keeping anyone waiting.
macro_rules! client {
    ($name:ident) => {
        |url: &str| {
            let pause = std::time::Duration::from_millis(1);
            let retry = $name::RetryPolicy::default().pauses(pause, pause);
            $name::Client::builder().base_url(url).retry(retry).build()
        }
    };
}

/// The value that a call returns has to be this one.
macro_rules! gets {
    ($call:expr, $expected:expr) => {
        crate::harness::same($call.await?.into_inner(), $expected)?
    };
}

/// The value that a call returns has to be this one as JSON.
macro_rules! gets_json {
    ($call:expr, $($expected:tt)+) => {
        crate::harness::same(serde_json::to_value($call.await?.into_inner())?, serde_json::json!($($expected)+))?
    };
}

/// The call has to fail because the answer is not what the document says.
macro_rules! unreadable {
    ($call:expr) => {
        match $call.await {
            Err(error) if error.is_decode() => error,
            other => {
                return Err(crate::harness::Failure::new(format!(
                    "{other:?} where the answer cannot be read"
                )))
            }
        }
    };
}

/// The call has to fail with this status.
macro_rules! refused {
    ($call:expr, $status:expr) => {
        match $call.await {
            Err(error)
                if error
                    .status()
                    .is_some_and(|status| status.as_u16() == $status) =>
            {
                error
            }
            other => {
                return Err(crate::harness::Failure::new(format!(
                    "{other:?} where status {} is expected",
                    $status
                )))
            }
        }
    };
}

/// A value of a type of a client, from JSON: what is sent is that value, encoded again.
macro_rules! value {
    ($($json:tt)+) => {
        &serde_json::from_value(serde_json::json!($($json)+))?
    };
}

/// A header of the response has to be this one.
macro_rules! header {
    ($call:expr, $header:expr, $expected:expr) => {
        crate::harness::same($call.await?.header($header), $expected)?
    };
}

/// The call has to yield this many items, over all pages.
macro_rules! items {
    ($call:expr, $count:expr) => {{
        let mut items = $call.items();
        let mut count = 0;
        while let Some(item) = items.next().await {
            item?;
            count += 1;
        }
        crate::harness::same(count, $count)?
    }};
}

/// A client for a server that tells attempts apart by a cookie: its transport keeps cookies, as that of clients does not.
macro_rules! client_with_cookies {
    ($name:ident) => {{
        struct Cookies(reqwest::Client);

        impl $name::Transport for Cookies {
            fn send(&self, request: http::Request<$name::HttpBody>) -> $name::Sent<'_> {
                Box::pin(async move {
                    let (head, body) = request.into_parts();
                    let mut request = self
                        .0
                        .request(head.method, head.uri.to_string())
                        .headers(head.headers);
                    if let Some(bytes) = body.bytes() {
                        request = request.body(bytes.clone());
                    }
                    let answer = request
                        .send()
                        .await
                        .map_err($name::TransportError::broken)?;
                    let mut response = http::Response::new($name::HttpBody::absent());
                    *response.status_mut() = answer.status();
                    *response.headers_mut() = answer.headers().clone();
                    *response.body_mut() = answer
                        .bytes()
                        .await
                        .map_err($name::TransportError::broken)?
                        .into();
                    Ok(response)
                })
            }
        }

        |url: &str| -> Result<$name::Client, Box<dyn std::error::Error>> {
            let http = reqwest::Client::builder()
                .cookie_store(true)
                .redirect(reqwest::redirect::Policy::none());
            let pause = std::time::Duration::from_millis(1);
            let retry = $name::RetryPolicy::default().pauses(pause, pause);
            let builder = $name::Client::builder()
                .base_url(url)
                .transport(Cookies(http.build()?));
            Ok(builder.retry(retry).build()?)
        }
    }};
}
