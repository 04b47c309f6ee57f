//! Who may use the admin API.

use fitbit_plus_mock::MockServer;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use crate::api::{Api, start, start_with};

/// Asks with these headers in place of the usual ones.
async fn ask(
    api: &Api,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap) {
    let request = api
        .http
        .request(method, format!("{}{path}", api.mock.origin()));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    let response = request.send().await.unwrap();
    (response.status(), response.headers().clone())
}

/// All that the admin API offers; none of it changes what the others see.
const ROUTES: [(Method, &str); 12] = [
    (Method::GET, "/_mock/"),
    (Method::GET, "/_mock/info"),
    (Method::GET, "/_mock/openapi.json"),
    (Method::GET, "/_mock/state"),
    (Method::GET, "/_mock/state/patient"),
    (Method::POST, "/_mock/reset"),
    (Method::GET, "/_mock/requests"),
    (Method::DELETE, "/_mock/requests"),
    (Method::GET, "/_mock/faults"),
    (Method::DELETE, "/_mock/faults"),
    (Method::GET, "/_mock/clock"),
    (Method::POST, "/_mock/tokens/expire"),
];

#[tokio::test]
async fn no_other_web_page_reaches_the_admin_api() {
    let api = start().await;
    let host = api.mock.origin().replace("http://", "");
    let port = host.rsplit(':').next().unwrap();
    let rebound = format!("evil.test:{port}");
    let rebound_origin = format!("http://{rebound}");
    let other_port = "http://127.0.0.1:1";
    let refused: [&[(&str, &str)]; 9] = [
        &[("origin", "https://evil.test")],
        &[("origin", "null")],
        &[("origin", other_port)],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("host", &rebound)],
        &[("host", &rebound), ("origin", &rebound_origin)],
        &[("host", "127.0.0.1.evil.test")],
        &[("host", "localhost.evil.test")],
    ];
    for headers in refused {
        for (method, path) in ROUTES {
            let (status, answered) = ask(&api, method.clone(), path, headers).await;
            assert_eq!(status, 403, "{method} {path} {headers:?}");
            assert!(!answered.contains_key("access-control-allow-origin"));
        }
        let preflight = [headers, &[("access-control-request-method", "PUT")]].concat();
        let (status, answered) = ask(&api, Method::OPTIONS, "/_mock/state", &preflight).await;
        assert!(status.is_client_error(), "{status} {headers:?}");
        assert!(!answered.contains_key("access-control-allow-origin"));
    }
    let patient = format!("/patient/{}", api.some("patient"));
    assert_eq!(api.get(&patient).await.0, 200, "the token was not ended");
}

#[tokio::test]
async fn programs_and_the_own_page_reach_the_admin_api() {
    let api = start().await;
    let host = api.mock.origin().replace("http://", "");
    let port = host.rsplit(':').next().unwrap();
    let names =
        ["127.0.0.1", "localhost", "[::1]", "127.1.2.3"].map(|name| format!("{name}:{port}"));
    for host in &names {
        let origin = format!("http://{host}");
        let (host, origin) = (("host", host.as_str()), ("origin", origin.as_str()));
        let site = ("sec-fetch-site", "same-origin");
        for headers in [
            &[host][..],
            &[host, origin],
            &[host, origin, site],
            &[host, ("sec-fetch-site", "none")],
        ] {
            let (status, answered) = ask(&api, Method::GET, "/_mock/info", headers).await;
            assert_eq!(status, 200, "{headers:?}");
            assert!(!answered.contains_key("access-control-allow-origin"));
        }
    }
}

#[tokio::test]
async fn another_name_can_be_allowed() {
    let api = start_with(
        MockServer::builder()
            .patients(1)
            .allow_host("Mock.internal"),
    )
    .await;
    for (host, status) in [
        ("mock.internal:4010", 200),
        ("other.internal", 403),
        ("localhost", 200),
    ] {
        assert_eq!(
            ask(&api, Method::GET, "/_mock/info", &[("host", host)])
                .await
                .0,
            status,
            "{host}"
        );
    }
    let same = [
        ("host", "mock.internal"),
        ("origin", "https://mock.internal"),
    ];
    assert_eq!(ask(&api, Method::GET, "/_mock/info", &same).await.0, 200);
}

#[tokio::test]
async fn the_api_itself_can_be_called_from_anywhere() {
    let api = start().await;
    let headers = [
        ("host", "api.example.com"),
        ("origin", "https://app.example.com"),
    ];
    let (status, answered) = ask(&api, Method::GET, "/pub/patient", &headers).await;
    assert_eq!(status, 401);
    assert_eq!(answered["access-control-allow-origin"], "*");
}
