//! HTTP Digest authentication (RFC 7616), judged by the rules of the RFC and, where one is running, by the server of another
//! project.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use futures_util::future::join_all;
use sha2::{Digest as _, Sha256};
use tests::client::{Client, ClientBuilder};
use tests::runtime::{Api, Credential, ErrorKind, Scheme, SchemeKind, SecretHandle};

use super::server::{Reply, Seen, Server};

static API: Api = Api {
    name: "digest",
    version: "1",
    base_url: "",
    user_agent: "digest/1",
    operation_servers: &[],
    headers: &[],
    schemes: &[Scheme {
        name: "digest",
        kind: SchemeKind::Digest,
    }],
};

const CHALLENGE: &str = r#"Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#;

fn client(url: &str, password: impl Into<SecretHandle>) -> Client {
    let credential = Credential::digest("Mufasa", password);
    let builder = ClientBuilder::new(&API).base_url(url);
    builder.credential("digest", credential).build().unwrap()
}

/// Digests of the RFC's example, made with this secret.
const SECRET: &str = "Circle of Life";

fn challenge(with: &str) -> Reply {
    Reply::new(401).header("www-authenticate", with)
}

fn found() -> Reply {
    Reply::json(200, "{}")
}

/// The parameters of a header `Authorization: Digest` ("credentials", RFC 9110 section 11.4). No value here has a comma.
fn parameters(header: &str) -> BTreeMap<&str, &str> {
    let listed = header.strip_prefix("Digest ").expect("a digest");
    let pairs = listed.split(", ").map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect()
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// RFC 7616, section 3.4.1.
fn response(given: &BTreeMap<&str, &str>, method: &str, user: &str, password: &str) -> String {
    let a1 = hash(&format!("{user}:{}:{password}", given["realm"]));
    let a2 = hash(&format!("{method}:{}", given["uri"]));
    let (nonce, nc, cnonce) = (given["nonce"], given["nc"], given["cnonce"]);
    hash(&format!("{a1}:{nonce}:{nc}:{cnonce}:auth:{a2}"))
}

/// What a request proves: its nonce and the count of it, where the digest is right.
#[track_caller]
fn proved(seen: &Seen, password: &str) -> (String, u32) {
    let given = parameters(seen.header("authorization").expect("a digest"));
    let method = seen.line.split(' ').next().unwrap();
    assert_eq!(given["uri"], seen.target());
    assert_eq!(given["qop"], "auth");
    assert_eq!(given["username"], "Mufasa");
    assert_eq!(
        given["response"],
        response(&given, method, "Mufasa", password)
    );
    let count = u32::from_str_radix(given["nc"], 16).unwrap();
    (given["nonce"].to_owned(), count)
}

#[test]
fn the_judge_agrees_with_the_example_of_the_rfc() {
    let given = BTreeMap::from([
        ("realm", "http-auth@example.org"),
        ("uri", "/dir/index.html"),
        ("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
        ("nc", "00000001"),
        ("cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
    ]);
    // RFC 7616, section 3.9.1.
    let expected = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
    assert_eq!(response(&given, "GET", "Mufasa", SECRET), expected);
}

#[tokio::test]
async fn the_first_request_is_challenged_and_the_next_ones_use_its_nonce() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        None => challenge(CHALLENGE),
        Some(_) if seen.line.starts_with("POST") => Reply::new(204),
        Some(_) => found(),
    })
    .await;
    let client = client(&server.url, SECRET);
    client.find_notes().text("a \"b\"&c").send().await.unwrap();
    client.find_notes().send().await.unwrap();
    client.write_note("hello").send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[0].header("authorization"), None);
    assert_eq!(seen[0].line, seen[1].line);
    let nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    for (index, seen) in seen[1..].iter().enumerate() {
        let count = u32::try_from(index).unwrap() + 1;
        assert_eq!(proved(seen, SECRET), (nonce.to_owned(), count));
        let given = parameters(seen.header("authorization").unwrap());
        assert_eq!(
            given["opaque"],
            "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
        );
        assert_eq!(given["algorithm"], "SHA-256");
    }
    assert_eq!(seen[3].text(), "hello");
}

#[tokio::test]
async fn a_body_that_was_challenged_is_sent_again() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        None => challenge(CHALLENGE),
        Some(_) => Reply::new(204),
    })
    .await;
    client(&server.url, SECRET)
        .write_note("hello")
        .send()
        .await
        .unwrap();
    let bodies: Vec<String> = server.seen().iter().map(Seen::text).collect();
    assert_eq!(bodies, ["hello", "hello"]);
}

#[tokio::test]
async fn a_nonce_that_is_stale_or_forgotten_is_replaced() {
    for stale in [", stale=true", ", stale=FALSE", ""] {
        let server = Server::start(move |_, before| {
            let with = format!(
                "Digest realm=\"r\", qop=\"auth\", algorithm=SHA-256, nonce=\"n{before}\"{stale}"
            );
            // It accepts one request after each challenge, and forgets the nonce.
            if before % 2 == 0 {
                challenge(&with)
            } else {
                found()
            }
        })
        .await;
        let client = client(&server.url, SECRET);
        for _ in 0..3 {
            client.find_notes().send().await.unwrap();
        }
        let seen = server.seen();
        assert_eq!(seen.len(), 6);
        assert_eq!(seen[0].header("authorization"), None);
        let nonces: Vec<(String, u32)> =
            seen[1..].iter().map(|seen| proved(seen, SECRET)).collect();
        let expected = [("n0", 1), ("n0", 2), ("n2", 1), ("n2", 2), ("n4", 1)];
        assert_eq!(
            nonces,
            expected.map(|(nonce, count)| (nonce.to_owned(), count))
        );
    }
}

#[tokio::test]
async fn a_wrong_password_is_an_error_after_one_digest() {
    let server = Server::start(|_, _| challenge(CHALLENGE)).await;
    let secret = SecretHandle::new("wrong");
    let client = client(&server.url, &secret);
    let error = client.find_notes().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.seen().len(), 2);
    assert!(!format!("{error:?}").contains("wrong"));
    // Once it is replaced, the next request has the new one.
    secret.set(SECRET);
    client.find_notes().send().await.unwrap_err();
    proved(&server.seen()[2], SECRET);
}

#[tokio::test]
async fn the_first_challenge_that_can_be_answered_is() {
    let lists: [&[&str]; 2] = [
        &[
            r#"Basic realm="r", Digest realm="r", nonce="no", algorithm=SHA-1024, qop="auth", Digest realm="r", nonce="yes", qop="auth", algorithm=SHA-256, Digest realm="r", nonce="later", qop="auth", algorithm=MD5"#,
        ],
        &[
            "Negotiate",
            r#"Digest realm="r", nonce="yes", qop="auth", algorithm=SHA-256"#,
        ],
    ];
    for list in lists {
        let server = Server::start(move |seen, _| match seen.header("authorization") {
            None => {
                let headers = list.iter();
                headers.fold(Reply::new(401), |reply, one| {
                    reply.header("www-authenticate", one)
                })
            }
            Some(_) => found(),
        })
        .await;
        client(&server.url, SECRET)
            .find_notes()
            .send()
            .await
            .unwrap();
        assert_eq!(proved(&server.last(), SECRET), ("yes".to_owned(), 1));
    }
}

#[tokio::test]
async fn what_cannot_be_answered_is_said() {
    let server = Server::start(|_, _| {
        challenge(r#"Digest realm="r", nonce="n", algorithm=SHA-1024, qop="auth""#)
    })
    .await;
    let error = client(&server.url, SECRET)
        .find_notes()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(error.to_string().contains("SHA-1024"), "{error}");
    assert_eq!(server.seen().len(), 1);

    // No challenge of this scheme at all: the answer is what it is.
    let server = Server::start(|_, _| challenge(r#"Basic realm="r""#)).await;
    let error = client(&server.url, SECRET)
        .find_notes()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_name_may_be_hashed() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        None => challenge(
            r#"Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256, userhash=true"#,
        ),
        Some(_) => found(),
    })
    .await;
    client(&server.url, SECRET)
        .find_notes()
        .send()
        .await
        .unwrap();
    let seen = server.last();
    let given = parameters(seen.header("authorization").unwrap());
    // RFC 7616, section 3.4.4.
    assert_eq!(given["username"], hash("Mufasa:r"));
    assert_eq!(given["userhash"], "true");
    assert_eq!(given["response"], response(&given, "GET", "Mufasa", SECRET));
}

#[tokio::test]
async fn a_redirect_is_digested_anew_and_none_leaves_the_origin() {
    let server = Server::start(
        |seen, _| match (seen.header("authorization"), seen.target()) {
            (None, _) => challenge(CHALLENGE),
            (_, "/notes") => Reply::new(307).header("location", "/other?x=1"),
            _ => found(),
        },
    )
    .await;
    client(&server.url, SECRET)
        .find_notes()
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().target(), "/other?x=1");
    assert_eq!(proved(&server.last(), SECRET).1, 2);

    let stranger = Server::silent(200).await;
    let location = format!("{}/notes", stranger.url);
    let server = Server::start(move |seen, _| match seen.header("authorization") {
        None => challenge(CHALLENGE),
        Some(_) => Reply::new(307).header("location", &location),
    })
    .await;
    client(&server.url, SECRET)
        .find_notes()
        .send()
        .await
        .unwrap_err();
    assert_eq!(stranger.seen().len(), 0);
}

#[tokio::test]
async fn no_two_requests_have_the_same_count() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        None => challenge(CHALLENGE),
        Some(_) => found(),
    })
    .await;
    let client = client(&server.url, SECRET);
    client.find_notes().send().await.unwrap();
    let calls = (0..20).map(|_| client.find_notes().send());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    let seen = server.seen();
    let counts: HashSet<u32> = seen[1..]
        .iter()
        .map(|seen| proved(seen, SECRET).1)
        .collect();
    assert_eq!(counts, (1..=21).collect());
}

/// A server of another project: URLs of places that ask for digests of `Mufasa` with the password `Circle`, with spaces between them. CONTRIBUTING.md says how to start two of them.
#[tokio::test]
#[ignore = "needs servers of other projects: DIGEST_SERVERS"]
async fn servers_of_others_accept_the_digests() {
    let servers = std::env::var("DIGEST_SERVERS").expect("DIGEST_SERVERS");
    for url in servers.split_whitespace() {
        let client = client(url, "Circle");
        for call in 0..3 {
            let found = client.find_notes().send().await;
            assert!(found.is_ok(), "{url}, call {call}: {found:?}");
        }
        let calls = (0..20).map(|_| client.find_notes().send());
        let all = join_all(calls).await;
        assert!(all.iter().all(Result::is_ok), "{url}: {all:?}");
        let error = self::client(url, "wrong")
            .find_notes()
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 401, "{url}");
    }
}
