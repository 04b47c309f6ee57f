//! Parameters in every place and style, against the table of OpenAPI 3.0 ("Style Values") and RFC 6570.

use tests::pairs::models::{Colour, Deep};
use tests::styles::models::Colour as Rgb;

use super::client;
use super::server::Server;

/// Characters that would mean something in a URL, and some that are not ASCII.
const HOSTILE: &str = "a/b?c#d&e=f+g%20,;.ä€😀 \"'";
const ENCODED: &str = "a%2Fb%3Fc%23d%26e%3Df%2Bg%2520%2C%3B.%C3%A4%E2%82%AC%F0%9F%98%80%20%22%27";

fn rgb() -> Rgb {
    Rgb::new("a b,c", 100).b(150)
}

#[tokio::test]
async fn simple_style_in_the_path_and_in_headers() {
    let server = Server::silent(204).await;
    let request = client(&server).simple(HOSTILE, ["x,y", "", "ü"], &rgb(), &rgb());
    request
        .x_one("plain, ü")
        .x_list(["a", "b c"])
        .x_object(&rgb())
        .x_exploded(&rgb())
        .x_json(&rgb())
        .send()
        .await
        .unwrap();
    let seen = server.last();
    assert_eq!(
        seen.line,
        format!(
            "GET /simple/{ENCODED}/x%2Cy,,%C3%BC/B,150,G,a%20b%2Cc,R,100/B=150,G=a%20b%2Cc,R=100 HTTP/1.1"
        )
    );
    assert_eq!(seen.header("x-one"), Some("plain, ü"));
    assert_eq!(seen.header("x-list"), Some("a,b c"));
    assert_eq!(seen.header("x-object"), Some("B,150,G,a b,c,R,100"));
    assert_eq!(seen.header("x-exploded"), Some("B=150,G=a b,c,R=100"));
    assert_eq!(
        seen.header("x-json"),
        Some(r#"{"B":150,"G":"a b,c","R":100}"#)
    );
}

#[tokio::test]
async fn label_style_begins_with_a_dot() {
    let server = Server::silent(204).await;
    let list = ["blue", "bl.ack"];
    client(&server)
        .label("blue", list, list, &rgb(), &rgb())
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.last().line,
        "GET /label/.blue/.blue,bl.ack/.blue.bl.ack/.B,150,G,a%20b%2Cc,R,100/.B=150.G=a%20b%2Cc.R=100 HTTP/1.1"
    );
}

#[tokio::test]
async fn matrix_style_names_its_values_and_writes_no_sign_before_nothing() {
    let server = Server::silent(204).await;
    let list = ["a;b", ""];
    client(&server)
        .matrix("", list, list, &rgb(), &rgb())
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.last().line,
        "GET /matrix/;id/;list=a%3Bb,/;more=a%3Bb;more/;object=B,150,G,a%20b%2Cc,R,100/;B=150;G=a%20b%2Cc;R=100 HTTP/1.1"
    );
}

#[tokio::test]
async fn query_parameters_in_every_style() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let colour = Colour::new(100).g("x y");
    let list = ["a,b", "c|d e"];
    let deep = Deep::new()
        .name("n&m")
        .colour(Colour::new(1))
        .tags(vec!["t".into(), "u".into()]);
    for (request, expected) in [
        (client.pairs(), ""),
        (client.pairs().one(HOSTILE), &*format!("?one={ENCODED}")),
        (client.pairs().one(""), "?one="),
        (
            client.pairs().repeated(list),
            "?repeated=a%2Cb&repeated=c%7Cd%20e",
        ),
        (client.pairs().repeated([""; 0]), ""),
        (client.pairs().comma(list), "?comma=a%2Cb,c%7Cd%20e"),
        (client.pairs().space(list), "?space=a%2Cb%20c%7Cd%20e"),
        (client.pairs().pipe(list), "?pipe=a%2Cb%7Cc%7Cd%20e"),
        (client.pairs().pipes(list), "?pipes=a%2Cb&pipes=c%7Cd%20e"),
        (client.pairs().free(&colour), "?G=x%20y&R=100"),
        (client.pairs().bound(&colour), "?bound=G,x%20y,R,100"),
        (
            client.pairs().spaced(&colour),
            "?spaced=G%20x%20y%20R%20100",
        ),
        (client.pairs().piped(&colour), "?piped=G%7Cx%20y%7CR%7C100"),
        (
            client.pairs().deep(&deep),
            "?deep%5Bcolour%5D%5BR%5D=1&deep%5Bname%5D=n%26m&deep%5Btags%5D=t&deep%5Btags%5D=u",
        ),
        (
            client.pairs().json(&colour),
            "?json=%7B%22G%22%3A%22x%20y%22%2C%22R%22%3A100%7D",
        ),
        (
            client.pairs().text("\"as it is\""),
            "?text=%22as%20it%20is%22",
        ),
        (
            client.pairs().url("https://x.example/a?b=c&d#e,f+g"),
            "?url=https://x.example/a?b%3Dc%26d%23e,f%2Bg",
        ),
        (
            client.pairs().when(
                "2024-05-01T10:00:00.5+02:00"
                    .parse::<jiff::Timestamp>()
                    .unwrap(),
            ),
            "?when=2024-05-01T08%3A00%3A00.5Z",
        ),
        (client.pairs().größe(-0.5), "?gr%C3%B6%C3%9Fe=-0.5"),
        (client.pairs().with_json(true), "?with_json=true"),
        (client.pairs().one("first").one("second"), "?one=second"),
    ] {
        request.send().await.unwrap();
        assert_eq!(server.last().line, format!("GET /pairs{expected} HTTP/1.1"));
    }
}

#[tokio::test]
async fn cookies_keep_to_themselves() {
    let server = Server::silent(204).await;
    let client = client(&server);
    let colour = Colour::new(1).g("x; y");
    for (request, expected) in [
        (client.pairs(), None),
        (
            client.pairs().plain("a=b; admin=1,ü"),
            Some("plain=a%3Db%3B%20admin%3D1%2C%C3%BC"),
        ),
        (
            client.pairs().each(["a,b", "c"]),
            Some("each=a%2Cb; each=c"),
        ),
        (client.pairs().all(["a,b", "c"]), Some("all=a%2Cb,c")),
        (client.pairs().chips(["d", "e"]), Some("chips=d; chips=e")),
        (client.pairs().parts(&colour), Some("parts=G,x%3B%20y,R,1")),
        (client.pairs().members(&colour), Some("G=x%3B%20y; R=1")),
        (
            client.pairs().plain("1").each(["2"]).all(["3", "4"]),
            Some("plain=1; each=2; all=3,4"),
        ),
    ] {
        request.send().await.unwrap();
        assert_eq!(server.last().header("cookie"), expected);
        assert_eq!(server.last().line, "GET /pairs HTTP/1.1");
    }
}
