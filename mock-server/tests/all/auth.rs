//! Tokens.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api::{error, ids, start, start_with};

#[tokio::test]
async fn a_token_is_granted_for_client_credentials_and_for_a_refresh_token() {
    let api = start().await;
    let client = &api.mock.clients()[0];
    let (status, first) = api.grant(&json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret })).await;
    assert_eq!(
        (status, first["data"]["type"].as_str()),
        (201, Some("oauth/token"))
    );
    let refresh = &first["data"]["attributes"]["refresh_token"];
    let again =
        json!({ "grant_type": "refresh_token", "client_id": client.id, "refresh_token": refresh });
    let (status, second) = api.grant(&again).await;
    assert_eq!(status, 201);
    assert_ne!(
        first["data"]["attributes"]["access_token"],
        second["data"]["attributes"]["access_token"]
    );
    let (status, used) = api.grant(&again).await;
    assert_eq!(
        (status, error(&used).0.as_str()),
        (401, "InvalidCredentials"),
        "a refresh token is used once"
    );
    api.assert_documented();
}

#[tokio::test]
async fn the_bare_grant_is_taken_as_plain_json() {
    let api = start().await;
    let client = &api.mock.clients()[0];
    let grant = json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret });
    let response = api
        .http
        .post(format!("{}/oauth/token", api.mock.url()))
        .json(&grant)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["data"]["attributes"]["token_type"], "bearer");
}

#[tokio::test]
async fn wrong_credentials_and_grants_are_refused_with_their_codes() {
    let api = start().await;
    let client = &api.mock.clients()[0];
    let cases = [
        (
            json!({ "grant_type": "client_credentials", "client_id": "nobody", "client_secret": client.secret }),
            401,
            "InvalidCredentials",
        ),
        (
            json!({ "grant_type": "client_credentials", "client_id": client.id, "client_secret": "guess" }),
            401,
            "InvalidCredentials",
        ),
        (
            json!({ "grant_type": "password", "client_id": client.id, "client_secret": client.secret }),
            403,
            "InvalidGrantType",
        ),
        (
            json!({ "grant_type": "refresh_token", "client_id": client.id, "refresh_token": "made-up" }),
            401,
            "InvalidCredentials",
        ),
        (
            json!({ "grant_type": "client_credentials", "client_id": client.id }),
            409,
            "InvalidBodyParameter",
        ),
        (
            json!({ "client_id": client.id }),
            409,
            "InvalidBodyParameter",
        ),
    ];
    for (grant, expected, code) in cases {
        let (status, body) = api.grant(&grant).await;
        assert_eq!(
            (status, error(&body).0.as_str()),
            (expected, code),
            "{grant}"
        );
    }
    api.assert_documented();
}

#[tokio::test]
async fn a_missing_unknown_or_expired_token_is_unauthorized() {
    let mut api = start_with(
        fitbit_plus_mock::MockServer::builder()
            .patients(3)
            .token_lifetime(60),
    )
    .await;
    let path = format!("/patient/{}", api.some("patient"));
    assert_eq!(api.get(&path).await.0, 200);
    api.mock.advance(std::time::Duration::from_secs(61));
    let (status, body) = api.get(&path).await;
    assert_eq!((status, error(&body).0.as_str()), (401, "Unauthorized"));
    api.token = "unknown".to_owned();
    assert_eq!(api.get(&path).await.0, 401);
    let response = api
        .http
        .request(Method::GET, format!("{}{path}", api.mock.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, "Bearer")
    );
    api.assert_documented();
}

#[tokio::test]
async fn what_belongs_to_another_organization_is_forbidden() {
    let mut api = start().await;
    let patient = api.some("patient");
    let organization = api.organization.clone();
    api.token = api.token_for(1).await;
    for path in [
        format!("/patient/{patient}"),
        format!("/organization/{organization}"),
        format!("/patient?filter[organization]={organization}"),
    ] {
        let (status, body) = api.get(&path).await;
        assert_eq!(
            (status, error(&body).0.as_str()),
            (403, "Forbidden"),
            "{path}"
        );
    }
    let (status, _) = api.get("/patient?filter[organization]=unknown").await;
    assert_eq!(status, 403);
    api.assert_documented();
}

#[tokio::test]
async fn a_token_for_a_group_sees_that_group_alone() {
    let mut api = start().await;
    let groups = api.all("group");
    let everyone = api
        .get(&format!(
            "/patient?filter[organization]={}&page[size]=50",
            api.organization
        ))
        .await
        .1;
    let theirs = api
        .get(&format!(
            "/patient?filter[groups]={}&page[size]=50",
            groups[0]
        ))
        .await
        .1;
    api.token = api.token_for(2).await;
    let mine = api
        .get(&format!(
            "/patient?filter[organization]={}&page[size]=50",
            api.organization
        ))
        .await
        .1;
    assert_eq!(ids(&mine), ids(&theirs));
    assert!(ids(&mine).len() < ids(&everyone).len());
    let hidden = ids(&everyone)
        .into_iter()
        .find(|id| !ids(&mine).contains(id))
        .unwrap();
    assert_eq!(api.get(&format!("/patient/{hidden}")).await.0, 403);
    assert_eq!(
        api.get(&format!("/patient?filter[groups]={}", groups[1]))
            .await
            .0,
        403
    );
    assert_eq!(
        api.get(&format!("/result?filter[patient]={hidden}"))
            .await
            .0,
        403
    );
    api.assert_documented();
}

#[tokio::test]
async fn a_token_tells_what_it_gives_access_to() {
    let api = start().await;
    let client = &api.mock.clients()[2];
    let body = json!({ "data": { "type": "oauth/token", "attributes": {
        "grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret } } });
    let (status, token) = api.post("/oauth/token?include=groups", &body).await;
    assert_eq!(status, 201);
    assert_eq!(
        token["included"][0]["id"],
        token["data"]["relationships"]["groups"]["data"][0]["id"]
    );
    let related = token["data"]["relationships"]["groups"]["links"]["related"]
        .as_str()
        .unwrap();
    let (status, groups) = api.follow(related).await;
    assert_eq!(
        (status, ids(&groups)),
        (
            200,
            vec![token["included"][0]["id"].as_str().unwrap().to_owned()]
        )
    );
    let (status, whole) = api.grant(&json!({ "grant_type": "client_credentials", "client_id": api.mock.client_id(), "client_secret": api.mock.client_secret() })).await;
    assert_eq!(status, 201);
    let related = whole["data"]["relationships"]["organization"]["links"]["related"]
        .as_str()
        .unwrap();
    assert_eq!(api.follow(related).await.1["data"]["id"], api.organization);
    api.assert_documented();
}
