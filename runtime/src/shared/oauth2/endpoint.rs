//! Asking a token endpoint for a token, in the envelope it expects.

use std::sync::Arc;
use std::time::Duration;

use super::super::clock::now;

use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use url::Url;

use super::super::api::{TokenEndpoint, TokenEnvelope};
use super::super::auth::basic;
use super::super::body::Body;
use super::super::call::{Call, Target};
use super::super::client_authentication::ClientAuthentication;
use super::super::dispatch::Dispatch;
use super::super::error::{Error, ErrorKind};
use super::super::operation::Descriptor;
use super::super::query::encode;
#[cfg(feature = "device-code")]
use super::super::response::RawResponse;
use super::super::token::Token;
use super::super::token_error::TokenError;

/// An application that the server knows.
pub(super) struct Identity {
    pub(super) id: String,
    pub(super) secret: SecretString,
}

/// A token endpoint and who asks it.
pub(super) struct Endpoint {
    pub(super) data: TokenEndpoint,
    pub(super) url: Url,
    pub(super) refresh_url: Url,
    #[cfg(feature = "device-code")]
    pub(super) device_url: Option<Url>,
    /// Those of the first token, with a space between them.
    pub(super) scopes: String,
    pub(super) authentication: ClientAuthentication,
    pub(super) identity: Identity,
}

impl Endpoint {
    /// The scopes that are wanted, as a field of a grant.
    pub(super) fn scope(&self) -> Option<(&str, &str)> {
        (!self.scopes.is_empty()).then_some(("scope", &*self.scopes))
    }

    /// Obtains a token for a grant. It is asked for again after a failure that may pass.
    pub(super) async fn by_grant(
        &self,
        sender: &Arc<dyn Dispatch>,
        grant: &[(&str, &str)],
        secrets: &[&SecretString],
    ) -> Result<Token, Error> {
        let mut call = self.call(&self.url, grant);
        for secret in secrets {
            call.secrets.add((*secret).clone());
        }
        self.token(sender, call).await
    }

    /// Asks for a device code (RFC 8628, section 3.1).
    #[cfg(feature = "device-code")]
    pub(super) async fn authorize_device(
        &self,
        sender: &Arc<dyn Dispatch>,
        fields: &[(&str, &str)],
    ) -> Result<RawResponse, Error> {
        let url = self.device_url.as_ref().unwrap_or(&self.url);
        Arc::clone(sender).dispatch(self.call(url, fields)).await
    }

    /// Obtains a token for a refresh token. The new token keeps it if the server sends no other (RFC 6749,
    /// section 6).
    ///
    /// It is asked for again after a failure of any kind that may pass. Where the server has put another refresh token in
    /// the place of this one and the answer was lost, this one is of no use for anything else.
    pub(super) async fn by_refresh_token(
        &self,
        sender: &Arc<dyn Dispatch>,
        refresh_token: &SecretString,
    ) -> Result<Token, Error> {
        let mut call = self.call(
            &self.refresh_url,
            &[
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh_token.expose_secret()),
            ],
        );
        call.secrets.add(refresh_token.clone());
        let mut token = self.token(sender, call).await?;
        token
            .refresh_token
            .get_or_insert_with(|| refresh_token.clone());
        Ok(token)
    }

    fn call(&self, url: &Url, grant: &[(&str, &str)]) -> Call {
        let mut call = Call::new(Descriptor {
            id: "token",
            method: "POST",
            path: self.data.url,
            server: "",
            accept: self.data.accept,
            security: &[],
            #[cfg(feature = "idempotency-key")]
            idempotency_key: "",
            #[cfg(feature = "operation-retry")]
            attempts: None,
            #[cfg(feature = "operation-retry")]
            idempotent: None,
            required_one_of: &[],
            required_together: &[],
        });
        call.target = Target::Configured(url.clone());
        call.overrides.idempotent = true;
        call.secrets.add(self.identity.secret.clone());
        let mut members: Map<String, Value> = grant
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect();
        let (id, secret) = (
            self.identity.id.as_str(),
            self.identity.secret.expose_secret(),
        );
        let secret = match self.authentication {
            ClientAuthentication::None => "",
            _ => secret,
        };
        let is_basic = self.authentication == ClientAuthentication::ClientSecretBasic;
        if self.data.envelope == TokenEnvelope::Form && is_basic && !secret.is_empty() {
            // RFC 6749, section 2.3.1: the way that every server has to support.
            let value = basic(&encode(id), &encode(secret));
            call.headers
                .extend(value.map(|value| (AUTHORIZATION, value)));
        } else {
            members.insert("client_id".to_owned(), id.into());
            if !secret.is_empty() {
                members.insert("client_secret".to_owned(), secret.into());
            }
        }
        call.set_body(self.body(&members));
        call
    }

    fn body(&self, members: &Map<String, Value>) -> Result<Body, Error> {
        match self.data.envelope {
            TokenEnvelope::Form | TokenEnvelope::FormBody => Body::form(members),
            TokenEnvelope::Json => Body::json(self.data.media_type, members),
            TokenEnvelope::JsonApi { resource_type } => {
                let document = json!({ "data": { "type": resource_type, "attributes": members } });
                Body::json(self.data.media_type, &document)
            }
        }
    }

    async fn token(&self, sender: &Arc<dyn Dispatch>, call: Call) -> Result<Token, Error> {
        let operation = call.operation.clone();
        let raw = Arc::clone(sender).dispatch(call).await?;
        let shown = &raw.head.shown_url;
        let token = read(&raw.body).map_err(|why| match TokenError::read(&raw.body) {
            // Some servers refuse with a status of success.
            Some(_) => Error::from_status(&raw),
            // The body is not quoted, as it may hold a token in a place where none is expected.
            None => Error::new(ErrorKind::Decode, why),
        });
        token.map_err(|error| error.with_call(&operation, Some(shown)))
    }
}

/// Reads a token response (RFC 6749, section 5.1), bare or as the attributes of a resource.
fn read(body: &[u8]) -> Result<Token, String> {
    let document: Value =
        serde_json::from_slice(body).map_err(|_| "the token response is not JSON")?;
    let members = document.pointer("/data/attributes").unwrap_or(&document);
    let text = |name| {
        members
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let access_token = text("access_token").ok_or("the token response has no access_token")?;
    if let Some(kind) = text("token_type")
        && !kind.eq_ignore_ascii_case("bearer")
    {
        return Err(other_type(kind));
    }
    let lifetime = members.get("expires_in").and_then(lifetime);
    Ok(Token {
        access_token: access_token.into(),
        refresh_token: text("refresh_token").map(SecretString::from),
        expires_at: lifetime.and_then(|lifetime| now().checked_add(lifetime)),
    })
}

/// What is not a name (RFC 6749, appendix A.13), or is a long one, may be a token in the wrong place.
fn other_type(kind: &str) -> String {
    const LONGEST: usize = 16;
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if kind.len() <= LONGEST && kind.bytes().all(is_part) {
        format!("the token is not a bearer token: its token_type is `{kind}`")
    } else {
        "the token is not a bearer token".to_owned()
    }
}

/// The seconds of `expires_in`, which some servers write as a string or with a fraction. A number below 0 is that of a
/// token that has expired; with one that no clock reaches a token has no end.
pub(super) fn lifetime(seconds: &Value) -> Option<Duration> {
    let seconds = match seconds {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    Duration::try_from_secs_f64(seconds?.max(0.0)).ok()
}
