//! Formats that have an obvious type in a library: identifiers, URLs and decimals.

use rust_decimal::Decimal;
use serde_json::json;
use tests::known_formats::models::Offer;
use tests::runtime::Number;
use url::Url;
use uuid::Uuid;

use super::client;
use super::server::{Reply, Server};

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";
const OTHER: &str = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
/// More digits than a double holds.
const PRICE: &str = "1234567890123456.7890";

#[tokio::test]
async fn identifiers_urls_and_decimals_are_sent_and_received_as_they_are() {
    let offer = format!(
        r#"{{"exact":{PRICE},"id":"{ID}","page":"https://shop.example/a%20b?c=d","price":"{PRICE}","rates":["0.10","-2"],"seller":null,"stock":3,"written":"4"}}"#
    );
    let server = Server::once(Reply::json(200, &offer)).await;
    let (id, other): (Uuid, Uuid) = (ID.parse().unwrap(), OTHER.parse().unwrap());
    let page: Url = "https://shop.example/a%20b?c=d".parse().unwrap();
    let price: Decimal = PRICE.parse().unwrap();
    let exact: Number = PRICE.parse().unwrap();
    let rates: [Decimal; 2] = ["0.10", "-2"].map(|rate| rate.parse().unwrap());
    let body = Offer::new(id, page.clone())
        .price(price)
        .rates(rates)
        .exact(exact.clone())
        .seller(None)
        .stock(3)
        .written("4");
    let received = client(&server)
        .put_offer(id, &body)
        .least(price)
        .callback(page.clone())
        .shops([id, other])
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(
        seen.line,
        format!(
            "PUT /offers/{ID}?least={PRICE}&callback=https%3A%2F%2Fshop.example%2Fa%2520b%3Fc%3Dd&shops={ID}&shops={OTHER} HTTP/1.1"
        )
    );
    assert_eq!(seen.text(), offer);
    assert_eq!((received.id, &received.page), (id, &page));
    assert_eq!(received.price, Some(price));
    assert_eq!(received.rates.as_deref(), Some(&rates[..]));
    assert_eq!(received.exact, Some(exact));
    assert_eq!((received.seller, received.stock), (None, Some(3)));
    assert_eq!(received.written.as_deref(), Some("4"));
    assert_eq!(
        serde_json::to_string(&received.into_inner()).unwrap(),
        offer
    );
}

#[tokio::test]
async fn what_is_no_identifier_is_an_error_with_its_place() {
    let offer = json!({ "id": "not one", "page": "https://shop.example/" });
    let server = Server::once(Reply::json(200, &offer.to_string())).await;
    let body = Offer::new(Uuid::nil(), Url::parse("https://shop.example/").unwrap());
    let error = client(&server)
        .put_offer(Uuid::nil(), &body)
        .await
        .unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert!(error.to_string().contains("id"), "{error}");
}
