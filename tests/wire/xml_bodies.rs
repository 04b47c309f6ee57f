//! Bodies of XML as values of the types that the document describes.

use serde_json::json;
use tests::runtime::ErrorKind;
use tests::xml_bodies::models::{FetchRackError, Problem, Rack, Remark, Tome, TomeLanguage};
use tests::xml_bodies::xml;

use super::client;
use super::server::{Reply, Server};

/// As another writer may put it: other prefixes, a comment, CDATA, references to characters, elements that nobody
/// declares.
const SHELF: &str = r#"<?xml version="1.0"?>
<s:rack xmlns:s="https://library.test/rack" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" number="7" unit-name="A&amp;B" colour="red">
  <open>1</open>
  <!-- a comment -->
  <width>+012.50</width>
  <signed xsi:nil="true"/>
  <tomes>
    <tome xml:lang="de"><title>Die <![CDATA[<Ring>]]> &#252;</title><price>9.90</price></tome>
    <tome><title/></tome>
  </tomes>
  <reader>Ada</reader>
  <reader>Bo</reader>
  <scoring><score>1</score><score>-2</score></scoring>
  <places><left>1</left><right>2</right></places>
  <next number="8"><tomes/></next>
  <remark by="Cy"> as it is </remark>
  <dust><grains>3</grains><grains>4</grains></dust>
</s:rack>"#;

fn reply(status: u16, text: &str) -> Reply {
    let reply = Reply::new(status).header("content-type", "application/xml");
    reply.body(text.as_bytes().to_vec())
}

#[tokio::test]
async fn elements_attributes_and_text_are_members() {
    let server = Server::once(reply(200, SHELF)).await;
    let rack = client(&server)
        .fetch_rack(7)
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(server.last().header("accept"), Some("application/xml"));
    assert_eq!(rack.number, 7);
    assert_eq!(rack.unit.as_deref(), Some("A&B"));
    assert_eq!((rack.open, rack.width), (Some(true), Some(12.5)));
    let titles: Vec<&str> = rack.tomes.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Die <Ring> ü", ""]);
    assert_eq!(rack.tomes[0].language, Some(TomeLanguage::De));
    assert_eq!(rack.readers, ["Ada", "Bo"]);
    assert_eq!(rack.scores, Some(vec![1, -2]));
    assert_eq!(rack.next.as_ref().unwrap().number, 8);
    assert_eq!(rack.next.as_ref().unwrap().readers, [""; 0]);
    let remark = rack.remark.as_ref().unwrap();
    assert_eq!(
        (remark.by.as_deref(), remark.words.as_deref()),
        (Some("Cy"), Some(" as it is "))
    );
    // What nobody declares is kept, and null too.
    let json = serde_json::to_value(&rack).unwrap();
    assert_eq!(json["@colour"], "red");
    assert_eq!(json["dust"], json!({ "grains": ["3", "4"] }));
    assert_eq!(json["places"], json!({ "left": 1, "right": 2 }));
}

#[tokio::test]
async fn what_was_read_is_written_again() {
    let server = Server::silent(204).await;
    let rack: Rack = xml::from_str::<xml::Rack, _>(SHELF).unwrap();
    client(&server).replace_rack(7, &rack).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-type"), Some("text/xml"));
    let text = String::from_utf8(seen.body.clone()).unwrap();
    let expected = concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        r#"<lib:rack xmlns:lib="https://library.test/rack" number="7" unit-name="A&amp;B" colour="red">"#,
        r#"<open>true</open><width>12.5</width>"#,
        r#"<tomes><tome xml:lang="de"><title>Die &lt;Ring&gt; ü</title><price>9.9</price></tome><tome><title></title></tome></tomes>"#,
        r#"<reader>Ada</reader><reader>Bo</reader><scoring><score>1</score><score>-2</score></scoring>"#,
        r#"<places><left>1</left><right>2</right></places>"#,
        r#"<lib:rack number="8"><tomes></tomes></lib:rack><remark by="Cy"> as it is </remark>"#,
        r#"<dust><grains>3</grains><grains>4</grains></dust></lib:rack>"#,
    );
    assert_eq!(
        text.replace(
            r#"<signed xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>"#,
            ""
        ),
        expected
    );
    assert_eq!(xml::from_str::<xml::Rack, Rack>(&text).unwrap(), rack);
}

#[tokio::test]
async fn errors_are_typed_by_their_status() {
    let text = "<Problem><reason>gone</reason><code>3</code></Problem>";
    let server = Server::once(reply(404, text)).await;
    let error = client(&server).fetch_rack(1).send().await.unwrap_err();
    let Some(FetchRackError::Status404(problem)) = error.typed() else {
        panic!("{error}");
    };
    assert_eq!((problem.reason.as_str(), problem.code), ("gone", Some(3)));
    let _: Problem = problem;
}

#[tokio::test]
async fn a_list_may_be_asked_for_as_xml_and_have_any_root() {
    let text = "<all><tome><title>a</title></tome><tome><title>b</title></tome></all>";
    let server = Server::once(reply(200, text)).await;
    let tomes = client(&server)
        .list_tomes()
        .accept_xml()
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(server.last().header("accept"), Some("application/xml"));
    assert_eq!(tomes.len(), 2);
    assert_eq!(tomes[1].title, "b");
}

#[tokio::test]
async fn a_body_may_be_sent_as_xml_and_an_answer_be_empty() {
    let server = Server::once(Reply::new(202)).await;
    let tome = Tome::new("a < b\r\n");
    let answer = client(&server)
        .add_tome_as_xml(&tome)
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer, None);
    let body = String::from_utf8(server.last().body.clone()).unwrap();
    assert!(
        body.ends_with("<tome><title>a &lt; b&#13;\n</title></tome>"),
        "{body}"
    );
}

#[tokio::test]
async fn what_is_not_the_document_is_an_error_that_says_where() {
    for (text, message) in [
        (
            "<rack number=\"1\"><tomes/><open>perhaps</open></rack>",
            "open",
        ),
        (
            "<rack number=\"1\"><tomes/><open>true</open><open>false</open></rack>",
            "`open`, found 2",
        ),
        (
            "<other>text</other>",
            "expected the element `rack`, found `other`",
        ),
        ("<rack number=\"1\">", "byte 0"),
        (
            "<!DOCTYPE a [<!ENTITY b \"c\">]><rack number=\"1\"><tomes/></rack>",
            "DTD",
        ),
        ("", "byte 0"),
    ] {
        let server = Server::once(reply(200, text)).await;
        let error = client(&server).fetch_rack(1).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{text}");
        let said = std::iter::successors(Some(&error as &dyn std::error::Error), |error| {
            error.source()
        });
        let said: Vec<String> = said.map(ToString::to_string).collect();
        assert!(said.join(": ").contains(message), "{text}: {said:?}");
    }
}

#[tokio::test]
async fn what_has_no_place_in_xml_is_not_sent() {
    let server = Server::silent(204).await;
    let bell = Tome::new("\u{7}");
    let error = client(&server)
        .add_tome_as_xml(&bell)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let deep = (0..200).fold("<b/>".to_owned(), |inner, _| format!("<b>{inner}</b>"));
    assert!(
        xml::from_str::<xml::Tome, Tome>(&format!("<tome><title>a</title>{deep}</tome>")).is_err()
    );
    let _ = Remark::default();
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_xml_does_not_tell_is_text() {
    let text = "<Tome><title>a</title></Tome>";
    let server = Server::once(reply(200, text)).await;
    let loan: String = client(&server)
        .fetch_loan(1)
        .send()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(loan, text);
}
