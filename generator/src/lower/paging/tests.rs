//! Declarations of paging, against guesses and against what there is.

use serde_json::{Value, json};

use crate::config::{PagingPlan, PagingRule};
use crate::ir::{NextCursor, PageInput, PageShape, Paging};
use crate::{Config, Document, Source, read_api};

/// A document whose only operation, `list`, has these parameters and answers with an object of these members.
fn document(parameters: &Value, members: &Value, overlays: &[Source]) -> Document {
    let schema = json!({ "type": "object", "properties": members });
    let answer =
        json!({ "description": "", "content": { "application/json": { "schema": schema } } });
    let operation =
        json!({ "operationId": "list", "parameters": parameters, "responses": { "200": answer } });
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/things": { "get": operation } },
    });
    let source = Source::new("api.json", document.to_string());
    Document::read(source, overlays).unwrap()
}

fn paging(document: &Document, config: &Config) -> (Option<Paging>, String) {
    let (api, diagnostics) = read_api(document, config);
    (api.operations[0].paging.clone(), diagnostics.to_string())
}

fn guessed(parameters: &Value, members: &Value) -> (Option<Paging>, String) {
    paging(&document(parameters, members, &[]), &Config::default())
}

fn text(name: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": { "type": "string" } })
}

fn number(name: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": { "type": "integer" } })
}

fn list() -> Value {
    json!({ "type": "array", "items": { "type": "object", "properties": { "id": { "type": "string" } } } })
}

#[test]
fn a_next_is_what_its_format_its_words_its_example_or_its_parameter_say() {
    let cursor = [text("cursor")];
    let link = |next: Value| {
        let (paging, _) = guessed(&json!(cursor), &json!({ "items": list(), "next": next }));
        let paging = paging.unwrap();
        match (paging.page, paging.cursor) {
            (PageShape::Object(page), None) if page.next_link.is_some() => "link",
            (_, Some(cursor)) => match cursor.next {
                NextCursor::Member(_) => "cursor",
                NextCursor::MemberOrLink(_) => "either",
                NextCursor::Link | NextCursor::LastItem(_) => "other",
            },
            _ => "neither",
        }
    };
    let of = |more: Value| {
        let mut schema = json!({ "type": "string" });
        schema
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        link(schema)
    };
    assert_eq!(of(json!({ "format": "uri" })), "link");
    assert_eq!(of(json!({ "format": "uri-reference" })), "link");
    assert_eq!(
        of(json!({ "description": "URL of the next page, with its cursor." })),
        "link"
    );
    assert_eq!(
        of(json!({ "example": "https://x.example/?cursor=1" })),
        "link"
    );
    assert_eq!(of(json!({ "example": "/things?cursor=1" })), "link");
    assert_eq!(
        of(json!({ "description": "Cursor of the next page; put it into the URL." })),
        "cursor"
    );
    assert_eq!(
        of(json!({ "description": "Opaque; see [paging](https://x.example/link)." })),
        "cursor"
    );
    assert_eq!(of(json!({ "example": "b3BhcXVl" })), "cursor");
    assert_eq!(of(json!({})), "either");
}

#[test]
fn what_nobody_can_tell_is_not_paged_and_said() {
    let (paging, said) = guessed(
        &json!([number("limit")]),
        &json!({ "items": list(), "next": { "type": "string" } }),
    );
    assert!(paging.is_none());
    assert!(
        said.contains("list: `next` of the response may be a link"),
        "{said}"
    );
    assert!(
        said.contains("`paging` in the configuration") && said.contains("`x-paging`"),
        "{said}"
    );
}

#[test]
fn times_are_no_offsets_and_no_cursors() {
    let members = json!({ "items": list(), "total": { "type": "integer" }, "next_cursor": { "type": "string" } });
    for (name, ty, words) in [
        ("from", "integer", "Unix time of the first event."),
        ("start", "integer", "Start time in milliseconds."),
        ("after", "string", "Only what changed after this date."),
        ("after", "string", "ISO 8601 timestamp."),
    ] {
        let parameter =
            json!({ "name": name, "in": "query", "description": words, "schema": { "type": ty } });
        let (paging, _) = guessed(&json!([parameter, number("limit")]), &members);
        assert!(paging.is_none(), "{name}: {words}: {paging:?}");
    }
    for (start, end) in [("from", "to"), ("start", "end")] {
        let (paging, _) = guessed(
            &json!([number(start), number(end), number("limit")]),
            &members,
        );
        assert!(paging.is_none(), "{start}: {paging:?}");
    }
    let (paging, _) = guessed(&json!([number("from"), number("size")]), &members);
    assert!(paging.unwrap().skip.unwrap().offset);
}

#[test]
fn a_total_of_one_page_is_none() {
    let page = |words: &str| {
        let total = json!({ "type": "integer", "description": words });
        let (paging, _) = guessed(
            &json!([number("offset"), number("limit")]),
            &json!({ "items": list(), "total": total }),
        );
        match paging.unwrap().page {
            PageShape::Object(page) => page.total.is_some(),
            _ => false,
        }
    };
    assert!(page("Total number of items."));
    assert!(page("How many items there are on all pages."));
    assert!(!page("Total number of items on this page."));
    assert!(!page("Number of items returned."));
}

#[test]
fn the_configuration_goes_before_x_paging_and_that_before_other_extensions() {
    let overlay = |text: &str| {
        let text = format!(
            "overlay: 1.0.0\ninfo: {{ title: o, version: '1' }}\nactions:\n  - target: $.paths['/things'].get\n    update: {text}\n"
        );
        Source::new("o.overlay.yaml", text)
    };
    let parameters = json!([text("cursor"), text("at"), text("seen")]);
    let members = json!({ "items": list(), "next_cursor": { "type": "string" }, "upcoming": { "type": "string" } });
    let takes = |overlays: &[Source], config: &Config| {
        let (paging, said) = paging(&document(&parameters, &members, overlays), config);
        match paging?.cursor.unwrap_or_else(|| panic!("{said}")).cursor {
            PageInput::Query(name) => Some(name),
            PageInput::Body { .. } => None,
        }
    };
    let default = Config::default();
    assert_eq!(takes(&[], &default).as_deref(), Some("cursor"));
    let fern = overlay(
        "{ x-fern-pagination: { cursor: $request.seen, next_cursor: $response.upcoming, results: $response.items } }",
    );
    let own = overlay("{ x-paging: { cursor: at, next_cursor: /upcoming } }");
    assert_eq!(
        takes(std::slice::from_ref(&fern), &default).as_deref(),
        Some("seen")
    );
    assert_eq!(
        takes(&[fern.clone(), own.clone()], &default).as_deref(),
        Some("at")
    );
    let config = Config::default().paging("list", PagingPlan::by_cursor("cursor", "/upcoming"));
    assert_eq!(
        takes(&[fern.clone(), own.clone()], &config).as_deref(),
        Some("cursor")
    );
    let off = Config::default().paging("list", PagingRule::Off);
    assert_eq!(takes(&[fern, own], &off), None);
    assert_eq!(takes(&[overlay("{ x-paging: false }")], &default), None);
    assert_eq!(
        takes(
            &[overlay("{ x-ms-pageable: { nextLinkName: null } }")],
            &default
        ),
        None
    );
    // Without the name nothing is declared.
    assert_eq!(
        takes(&[overlay("{ x-ms-pageable: {} }")], &default).as_deref(),
        Some("cursor")
    );
}

#[test]
fn a_declaration_that_does_not_fit_is_said_and_nothing_is_guessed() {
    let members = json!({ "items": list(), "next_cursor": { "type": "string" }, "count": { "type": "string" } });
    let document = document(&json!([text("cursor"), number("page")]), &members, &[]);
    for (plan, problem) in [
        (
            PagingPlan::by_cursor("cursor", "/nowhere"),
            "the response has no `/nowhere`",
        ),
        (
            PagingPlan::by_cursor("position", "/next_cursor"),
            "no query parameter `position`",
        ),
        (
            PagingPlan::by_cursor("/position", "/next_cursor"),
            "points into a JSON body",
        ),
        (
            PagingPlan::by_link("/items"),
            "`/items` of the response is not a text",
        ),
        (
            PagingPlan {
                total: Some("/count".to_owned()),
                ..PagingPlan::by_page("page")
            },
            "`/count` of the response is not a number",
        ),
        (
            PagingPlan {
                items: Some("/count".to_owned()),
                ..PagingPlan::by_page("page")
            },
            "`/count` of the response is not a list",
        ),
    ] {
        let config = Config::default().paging("list", plan);
        let (paging, said) = paging(&document, &config);
        assert!(paging.is_none(), "{problem}");
        assert!(said.contains(problem), "{said}");
    }
    let (_, said) = paging(
        &document,
        &Config::default().paging("other", PagingRule::Off),
    );
    assert!(
        said.contains("there is no operation `other` that `paging`"),
        "{said}"
    );
}

#[test]
fn one_thing_with_a_list_and_links_is_no_page() {
    let source = |path: &str| {
        let links = json!({ "type": "object", "properties": { "next": { "type": "string" } } });
        let data = json!({ "type": "object", "properties": { "id": { "type": "string" }, "permissions": list() } });
        let schema = json!({ "type": "object", "properties": { "data": data, "links": links } });
        let answer =
            json!({ "description": "", "content": { "application/json": { "schema": schema } } });
        let get = json!({ "operationId": "one", "responses": { "200": answer } });
        let mut paths = json!({});
        paths[path] = json!({ "get": get });
        json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": paths })
    };
    let document = Document::read(
        Source::new("api.json", source("/consents/{id}").to_string()),
        &[],
    );
    assert!(paging(&document.unwrap(), &Config::default()).0.is_none());
}
