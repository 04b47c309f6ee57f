//! Both ways of paging.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{Api, error, ids, start, start_with};

async fn walk(api: &Api, first: &str, mut between: impl AsyncFnMut(usize)) -> (Vec<String>, Value) {
    let (mut seen, mut link, mut page) = (Vec::new(), format!("/pub{first}"), 0);
    loop {
        let (status, document) = api.follow(&link).await;
        assert_eq!(status, 200, "{document}");
        seen.extend(ids(&document));
        page += 1;
        between(page).await;
        match document["links"]["next"].as_str() {
            Some(next) => link = next.to_owned(),
            None => return (seen, document),
        }
    }
}

#[tokio::test]
async fn without_page_parameters_pages_are_numbered() {
    let api = start().await;
    let (_, first) = api
        .get(&format!(
            "/patient?filter[organization]={}",
            api.organization
        ))
        .await;
    assert_eq!(
        (ids(&first).len(), &first["meta"]["count"]),
        (10, &json!(40))
    );
    let links = &first["links"];
    for name in ["first", "last", "next", "self"] {
        assert!(links[name].is_string(), "{name}: {links}");
    }
    assert!(links.get("prev").is_none());
    let (_, last) = api.follow(links["last"].as_str().unwrap()).await;
    assert!(last["links"].get("next").is_none() && last["links"]["prev"].is_string());
    let (seen, _) = walk(
        &api,
        &format!(
            "/patient?filter[organization]={}&page[size]=7",
            api.organization
        ),
        async |_| {},
    )
    .await;
    assert_eq!(seen, api.all("patient"));
    api.assert_documented();
}

#[tokio::test]
async fn cursors_lead_through_the_collection_while_there_is_more() {
    let api = start().await;
    let (seen, last) = walk(
        &api,
        &format!(
            "/patient?filter[organization]={}&page[limit]=7",
            api.organization
        ),
        async |_| {},
    )
    .await;
    assert_eq!(seen, api.all("patient"));
    assert!(last["links"].get("first").is_none() && last["links"].get("prev").is_none());
    let (_, page) = api
        .get(&format!(
            "/patient?filter[organization]={}&page[limit]=40",
            api.organization
        ))
        .await;
    assert!(
        page["links"].get("next").is_none(),
        "nothing follows a page that ends the collection"
    );
    let (_, one) = api
        .get(&format!(
            "/patient?filter[organization]={}&page[limit]=1",
            api.organization
        ))
        .await;
    let next = one["links"]["next"]
        .as_str()
        .unwrap()
        .replace("page[after]", "page[cursor]");
    assert_eq!(
        ids(&api.follow(&next).await.1),
        [seen[1].clone()],
        "the other name for the cursor"
    );
}

#[tokio::test]
async fn a_size_or_limit_of_zero_only_counts() {
    let api = start().await;
    for parameter in ["page[size]", "page[limit]"] {
        let (status, page) = api
            .get(&format!(
                "/patient?filter[organization]={}&{parameter}=0",
                api.organization
            ))
            .await;
        assert_eq!(
            (status, &page["data"], &page["meta"]["count"]),
            (200, &json!([]), &json!(40)),
            "{parameter}"
        );
        assert!(page["links"].get("next").is_none());
    }
    api.assert_documented();
}

#[tokio::test]
async fn page_parameters_that_cannot_be_are_refused_by_name() {
    let api = start().await;
    let cases = [
        ("page[size]=5&page[limit]=5", "page[limit]"),
        ("page[number]=2&page[after]=5b315d", "page[after]"),
        ("page[size]=51", "page[size]"),
        ("page[size]=-1", "page[size]"),
        ("page[number]=0", "page[number]"),
        ("page[number]=two", "page[number]"),
        ("page[limit]=many", "page[limit]"),
        ("page[limit]=-1", "page[limit]"),
        ("page[after]=nonsense", "page[after]"),
        ("page[limit]=5&page[after]=zz", "page[after]"),
        ("page[offset]=5", "page[offset]"),
    ];
    for (query, parameter) in cases {
        let (status, body) = api
            .get(&format!(
                "/patient?filter[organization]={}&{query}",
                api.organization
            ))
            .await;
        assert_eq!(
            (status, error(&body)),
            (409, ("InvalidParameter".to_owned(), parameter.to_owned())),
            "{query}"
        );
    }
    api.assert_documented();
}

#[tokio::test]
async fn every_collection_pages_both_ways() {
    let api = start().await;
    let patient = api.some("patient");
    for path in [
        format!("/coach?filter[organization]={}", api.organization),
        format!("/patient/{patient}/groups?x"),
        "/health_question_definition?x".to_owned(),
    ] {
        let path = path.replace("?x", "?");
        for page in ["page[size]=1", "page[limit]=1"] {
            let (status, body) = api.get(&format!("{path}&{page}").replace("?&", "?")).await;
            assert_eq!((status, ids(&body).len()), (200, 1), "{path} {page}");
        }
    }
    api.assert_documented();
}

/// Adds a patient and takes one away after each page, some before and some behind the place of the walk.
async fn disturb(api: &Api, page: usize, added: &mut Vec<String>, removed: &mut HashSet<String>) {
    let (_, made) = api.post("/patient", &api.new_patient()).await;
    added.push(made["data"]["id"].as_str().unwrap().to_owned());
    let all = api.all("patient");
    let victim = if page.is_multiple_of(2) {
        &all[page]
    } else {
        &all[all.len() - 5]
    };
    let path = format!("{}/_mock/state/patient/{victim}", api.mock.origin());
    assert_eq!(
        api.http
            .request(Method::DELETE, path)
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    removed.insert(victim.clone());
}

#[tokio::test]
async fn a_walk_by_cursor_misses_and_doubles_nothing_while_others_write() {
    let api = start_with(fitbit_plus_mock::MockServer::builder().patients(1000)).await;
    let before = api.all("patient");
    let (mut added, mut removed) = (Vec::new(), HashSet::new());
    let first = format!(
        "/patient?filter[organization]={}&page[limit]=50",
        api.organization
    );
    let (seen, _) = walk(&api, &first, async |page| {
        disturb(&api, page, &mut added, &mut removed).await;
    })
    .await;
    let unique: HashSet<&String> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len(), "nothing twice");
    let missed: Vec<&String> = before
        .iter()
        .filter(|id| !removed.contains(*id) && !unique.contains(id))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    assert!(removed.len() > 15);
}

#[tokio::test]
async fn a_walk_by_number_skips_what_moves_to_an_earlier_page() {
    let api = start_with(fitbit_plus_mock::MockServer::builder().patients(1000)).await;
    let before = api.all("patient");
    let first = format!(
        "/patient?filter[organization]={}&page[size]=50",
        api.organization
    );
    let mut removed = HashSet::new();
    let (seen, _) = walk(&api, &first, async |page| {
        let victim = api.all("patient")[page].clone();
        api.mock.write(|store| store.remove("patient", &victim));
        removed.insert(victim);
    })
    .await;
    let unique: HashSet<&String> = seen.iter().collect();
    let missed = before
        .iter()
        .filter(|id| !removed.contains(*id) && !unique.contains(id))
        .count();
    assert!(missed > 0, "the documented anomaly");
    assert!(
        seen.len() < before.len(),
        "which comparing with the count of the first page shows"
    );
}

#[tokio::test]
async fn sorted_collections_keep_their_order_by_cursor() {
    let api = start().await;
    for sort in ["start_at", "-start_at"] {
        let first = format!(
            "/calendar_event?filter[organization]={}&sort={sort}&page[limit]=9",
            api.organization
        );
        let (seen, _) = walk(&api, &first, async |_| {}).await;
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 120);
        let (_, whole) = api
            .get(&format!(
                "/calendar_event?filter[organization]={}&sort={sort}&page[limit]=500",
                api.organization
            ))
            .await;
        assert_eq!(seen, ids(&whole));
        let times: Vec<&str> = whole["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["attributes"]["start_at"].as_str().unwrap())
            .collect();
        assert!(times.is_sorted_by(|a, b| if sort == "start_at" { a <= b } else { a >= b }));
    }
}
