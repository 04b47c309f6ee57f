//! Connections that take their time.

use std::time::{Duration, Instant};

use fitbit_plus_mock::MockServer;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::api::{Api, start_with};

async fn impatient() -> Api {
    let limit = Duration::from_millis(400);
    start_with(MockServer::builder().patients(1).idle_timeout(limit)).await
}

async fn connect(api: &Api) -> TcpStream {
    TcpStream::connect(api.mock.origin().replace("http://", ""))
        .await
        .unwrap()
}

/// How long it takes until the server ends the connection, while a byte of a request is sent every now and then.
async fn ended(mut stream: TcpStream, drip: &'static [u8]) -> Duration {
    let started = Instant::now();
    let (mut read, mut write) = stream.split();
    let send = async {
        for byte in drip.iter().cycle() {
            if write.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        std::future::pending::<()>().await;
    };
    let end = async {
        let mut rest = Vec::new();
        let _ = read.read_to_end(&mut rest).await;
    };
    tokio::select! {
        () = send => {}
        () = end => {}
        () = tokio::time::sleep(Duration::from_secs(10)) => {}
    }
    started.elapsed()
}

#[tokio::test]
async fn a_connection_that_brings_no_request_is_closed() {
    let api = impatient().await;
    // Nothing at all; a head that never ends; a body that never ends.
    let silent = connect(&api).await;
    let head = connect(&api).await;
    let mut body = connect(&api).await;
    body.write_all(b"POST /pub/patient HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n")
        .await
        .unwrap();
    let drips: [(TcpStream, &'static [u8]); 3] = [(silent, b""), (head, b"GET"), (body, b" ")];
    for (stream, drip) in drips {
        let took = ended(stream, drip).await;
        assert!(took < Duration::from_secs(5), "{took:?}");
    }
}

#[tokio::test]
async fn an_answer_may_take_longer() {
    let api = impatient().await;
    for fault in [
        "latency=1200",
        "slow-body=4000 delay=600",
        "slow-headers delay=50",
    ] {
        let request = api.request(Method::GET, "/health_question_definition");
        let answer = request.header("x-mock-fault", fault).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{fault}");
        answer.bytes().await.unwrap();
    }
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_room() {
    let limit = Duration::from_millis(1500);
    let builder = MockServer::builder().patients(1).idle_timeout(limit);
    let api = start_with(builder.max_connections(4)).await;
    let mut idle = Vec::new();
    for _ in 0..40 {
        idle.push(connect(&api).await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    drop(idle);
    // Those that are gone make room.
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.get(format!("{}/_mock/info", api.mock.origin())).send();
    assert_eq!(answer.await.unwrap().status(), 200);
    assert!(started.elapsed() < Duration::from_secs(5));

    // Those that stay take no more than their share, and not for long.
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(connect(&api).await);
    }
    let started = Instant::now();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.get(format!("{}/_mock/info", api.mock.origin())).send();
    assert_eq!(answer.await.unwrap().status(), 200);
    let waited = started.elapsed();
    assert!(
        waited > Duration::from_secs(1) && waited < Duration::from_secs(15),
        "{waited:?}"
    );
}
