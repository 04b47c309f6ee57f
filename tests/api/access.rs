//! Tokens, and what they give access to.

use std::time::Duration;

use fitbit_plus::jsonapi::NewResource;
use fitbit_plus::models::{
    CreateTokenAttributes, CreateTokenGrantType, CreateTokenInclude, CreateTokenResponse, kind,
};
use fitbit_plus::{Client, Error, ErrorKind, Response};
use fitbit_plus_mock::MockServer;
use futures_util::TryStreamExt as _;

use crate::mock::Mock;

async fn grant(
    mock: &Mock,
    attributes: CreateTokenAttributes,
) -> Result<Response<CreateTokenResponse>, Error> {
    let client = mock.anonymous().build().unwrap();
    client
        .create_token(NewResource::new(attributes))
        .send()
        .await
}

fn with_secret(id: &str, secret: &str) -> CreateTokenAttributes {
    CreateTokenAttributes::new(id, CreateTokenGrantType::ClientCredentials).client_secret(secret)
}

/// A client of the mock's own: 0 has all of the first organization, 1 of the second, 2 the first group alone.
fn known(mock: &Mock, number: usize) -> Client {
    let known = &mock.clients()[number];
    let builder = mock.anonymous().bearer_token(mock.token_for(known));
    builder.build().unwrap()
}

#[tokio::test]
async fn both_grants_give_tokens_and_a_refresh_token_is_used_once() {
    let mock = Mock::start().await;
    let first = grant(&mock, with_secret(mock.client_id(), mock.client_secret())).await;
    let first = first.unwrap();
    let token = &first.data.attributes;
    assert_eq!(token.expires_in, 3600);
    let refresh = || {
        CreateTokenAttributes::new(mock.client_id(), CreateTokenGrantType::RefreshToken)
            .refresh_token(token.refresh_token.clone())
    };
    let second = grant(&mock, refresh()).await.unwrap();
    assert_ne!(
        second.data.attributes.access_token.expose(),
        token.access_token.expose()
    );
    let error = grant(&mock, refresh()).await.unwrap_err();
    assert!(error.is_unauthorized());
    mock.assert_documented();
}

#[tokio::test]
async fn wrong_credentials_and_grants_are_refused_with_their_codes() {
    let mock = Mock::start().await;
    let id = mock.client_id();
    let other = CreateTokenGrantType::Unknown("password".to_owned());
    for (attributes, status, code) in [
        (
            with_secret("nobody", mock.client_secret()),
            401,
            "InvalidCredentials",
        ),
        (with_secret(id, "guess"), 401, "InvalidCredentials"),
        (
            CreateTokenAttributes::new(id, other).client_secret(mock.client_secret()),
            403,
            "InvalidGrantType",
        ),
        (
            CreateTokenAttributes::new(id, CreateTokenGrantType::RefreshToken)
                .refresh_token("made-up"),
            401,
            "InvalidCredentials",
        ),
        (
            CreateTokenAttributes::new(id, CreateTokenGrantType::ClientCredentials),
            409,
            "InvalidBodyParameter",
        ),
    ] {
        let error = grant(&mock, attributes).await.unwrap_err();
        let told = error.errors()[0].code();
        assert_eq!(
            (error.status().unwrap().as_u16(), told.as_deref()),
            (status, Some(code)),
            "{error}"
        );
    }
    mock.assert_documented();
}

#[tokio::test]
async fn a_missing_unknown_or_expired_token_is_unauthorized() {
    let mock = Mock::with(MockServer::builder().patients(3).token_lifetime(60)).await;
    let patient = mock.some("patient");
    let client = mock.client();
    client.fetch_patient(&patient).send().await.unwrap();
    mock.advance(Duration::from_secs(61));
    let unknown = mock.anonymous().bearer_token("made-up").build().unwrap();
    let without = mock.anonymous().build().unwrap();
    for client in [client, unknown, without] {
        let error = client.fetch_patient(&patient).send().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
        let told = error.errors()[0].code();
        assert_eq!(told.as_deref(), Some("Unauthorized"));
    }
    mock.assert_documented();
}

#[tokio::test]
async fn a_client_with_credentials_outlives_its_tokens() {
    let mock = Mock::with(MockServer::builder().patients(3).token_lifetime(60)).await;
    let patient = mock.some("patient");
    let client = mock.with_credentials().build().unwrap();
    for _ in 0..3 {
        client.fetch_patient(&patient).send().await.unwrap();
        mock.advance(Duration::from_secs(61));
    }
    assert_eq!(mock.count("createToken"), 3);
    mock.set_token_lifetime(0);
    mock.expire_tokens();
    let error = client.fetch_patient(&patient).send().await.unwrap_err();
    assert!(error.is_unauthorized() && error.kind() == ErrorKind::Status);
    mock.assert_documented();
}

#[tokio::test]
async fn what_belongs_to_another_organization_is_forbidden() {
    let mock = Mock::start().await;
    let (patient, organization) = (mock.some("patient"), &mock.organization);
    let client = known(&mock, 1);
    let errors = [
        client.fetch_patient(&patient).send().await.map(drop),
        client
            .fetch_organization(organization)
            .send()
            .await
            .map(drop),
        client
            .fetch_patients()
            .filter_organization(organization)
            .send()
            .await
            .map(drop),
        client
            .fetch_patient_health_results(&patient)
            .send()
            .await
            .map(drop),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert!(error.is_forbidden(), "{error}");
        assert_eq!(error.errors()[0].code().as_deref(), Some("Forbidden"));
    }
    mock.assert_documented();
}

#[tokio::test]
async fn a_token_for_a_group_sees_that_group_alone() {
    let mock = Mock::with(MockServer::builder().patients(40)).await;
    let groups = mock.ids("group");
    let ids = async |client: Client| -> Vec<String> {
        let patients = client.fetch_patients();
        let patients = patients.filter_organization(&mock.organization);
        let patients: Vec<_> = patients.by_cursor(50).items().try_collect().await.unwrap();
        patients
            .into_iter()
            .map(|patient| patient.id.into())
            .collect()
    };
    let (everyone, mine) = (ids(known(&mock, 0)).await, ids(known(&mock, 2)).await);
    assert!(!mine.is_empty() && mine.len() < everyone.len());
    assert!(mine.iter().all(|id| everyone.contains(id)));
    let hidden = everyone.iter().find(|id| !mine.contains(id)).unwrap();
    let client = known(&mock, 2);
    let seen = client.fetch_patient(&mine[0]).send().await.unwrap();
    let seen = seen.data.relationships.as_ref().unwrap();
    assert!(seen.groups.ids().any(|id| *id == groups[0]));
    let error = client.fetch_patient(hidden).send().await.unwrap_err();
    assert!(error.is_forbidden());
    let others = client.fetch_patients().filter_groups([&groups[1]]);
    assert!(others.send().await.unwrap_err().is_forbidden());
    mock.assert_documented();
}

#[tokio::test]
async fn a_token_tells_what_it_gives_access_to() {
    let mock = Mock::start().await;
    let limited = &mock.clients()[2];
    let client = mock.client();
    let grant = NewResource::new(with_secret(&limited.id, &limited.secret));
    let token = client
        .create_token(grant)
        .include([CreateTokenInclude::Groups])
        .send()
        .await
        .unwrap();
    let included: Vec<_> = token.included().iter::<kind::Group>().flatten().collect();
    let related: Vec<_> = client
        .fetch_token_groups(&token.data.id)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(included.len(), 1);
    assert_eq!(related.iter().collect::<Vec<_>>(), included);

    let whole = with_secret(mock.client_id(), mock.client_secret());
    let whole = client.create_token(NewResource::new(whole)).send().await;
    let organization = client.fetch_token_organization(&whole.unwrap().data.id);
    let organization = organization.send().await.unwrap();
    assert_eq!(organization.data.id, mock.organization);
    mock.assert_documented();
}
