//! Formats and schemas for which the user has types.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use serde_json::json;
use tests::formats::models::Host;
use tests::money::Money;

use super::client;
use super::server::{Reply, Server};

#[tokio::test]
async fn values_of_the_users_types_are_sent_and_received() {
    let host = json!({
        "id": "7",
        "addresses": ["2001:db8::1"],
        "gateway": "192.0.2.1",
        "load": 0.5,
        "price": "12.50 EUR",
        "socket": "192.0.2.7:80",
        "unknown": "text",
        "either": "192.0.2.9",
    });
    let server = Server::once(Reply::json(200, &host.to_string())).await;
    let address = Ipv4Addr::new(192, 0, 2, 7);
    let ip: Ipv6Addr = "2001:db8::1".parse().unwrap();
    let socket: SocketAddr = "192.0.2.7:80".parse().unwrap();
    let body = Host::new([ip], "7").load(0.5_f32).price(Money::euros(1250));
    let request = client(&server).put_host(address, &body);
    let received = request.ports([80_u16, 443]).limit(5_i32).await.unwrap();
    let seen = server.last();
    assert_eq!(
        seen.line,
        "PUT /hosts/192.0.2.7?ports=80&ports=443&limit=5 HTTP/1.1"
    );
    let sent = r#"{"addresses":["2001:db8::1"],"id":"7","load":0.5,"price":"12.50 EUR"}"#;
    assert_eq!(seen.text(), sent);
    assert_eq!(received.gateway, Some(Ipv4Addr::new(192, 0, 2, 1)));
    assert_eq!(received.price, Some(Money::euros(1250)));
    assert_eq!(received.socket, Some(socket));
    assert_eq!(received.unknown.as_deref(), Some("text"));
    assert_eq!(serde_json::to_value(received.into_inner()).unwrap(), host);
}
