//! The token endpoint: as an operation of the document, or as RFC 6749 has it.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{Answer, Call, Engine, Outcome};
use crate::auth::{Client, Issued};
use crate::error::Failure;
use crate::plan::JSON_API;
use crate::query::Query;
use crate::store::Resource;

impl Engine {
    pub(super) fn token(&self, call: &Call<'_>) -> Outcome {
        let (json, media) = Self::plain(call)?;
        let json_api = media == JSON_API;
        let at = if json_api { "/data/attributes" } else { "" };
        let grant = json.pointer(at).and_then(Value::as_object);
        // A grant that is not offered has a code of its own, so it is looked at before the schema.
        if let Some(asked) = grant
            .and_then(|grant| grant.get("grant_type"))
            .and_then(Value::as_str)
            && !matches!(asked, "client_credentials" | "refresh_token")
        {
            let failure = Failure::new(
                403,
                "InvalidGrantType",
                "The grant type is to be client_credentials or refresh_token",
            );
            return Err(vec![Failure {
                pointer: Some(format!("{at}/grant_type")),
                ..failure
            }]);
        }
        self.check_media(call, &media, &json)?;
        let empty = Map::new();
        let client = self
            .granted(grant.unwrap_or(&empty))
            .map_err(|failure| vec![failure.under(at)])?;
        let issued = self.auth.issue(client, self.clock.now());
        let body = self.token_document(call, client, &issued);
        Ok(
            Answer::new(call.operation.success(), call.operation.media(), body)
                .header("cache-control", "no-store"),
        )
    }

    /// A token endpoint that the document only names: a form in, plain JSON out (RFC 6749 section 4.4).
    pub(super) fn plain_token(&self, body: &Bytes) -> Answer {
        let form = Query::parse(&String::from_utf8_lossy(body));
        let grant: Map<String, Value> = form
            .pairs
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        let known = matches!(
            form.get("grant_type"),
            Some("client_credentials" | "refresh_token")
        );
        let error = |status, code: &str| {
            Answer::new(
                status,
                "application/json",
                json!({ "error": code }).to_string(),
            )
        };
        if !known {
            return error(400, "unsupported_grant_type");
        }
        match self.granted(&grant) {
            Err(_) => error(401, "invalid_client"),
            Ok(client) => {
                let issued = self.auth.issue(client, self.clock.now());
                Answer::new(200, "application/json", attributes(&issued).to_string())
                    .header("cache-control", "no-store")
            }
        }
    }

    fn granted(&self, grant: &Map<String, Value>) -> Result<&Client, Failure> {
        let text = |name: &str| grant.get(name).and_then(Value::as_str);
        let refused = |name: &str, detail: &str| Failure {
            pointer: Some(format!("/{name}")),
            ..Failure::new(401, "InvalidCredentials", detail)
        };
        let client = text("client_id").and_then(|id| self.auth.client(id));
        let client = client.ok_or_else(|| refused("client_id", "The client id is not known"))?;
        if text("client_secret").is_some_and(|secret| secret != client.secret) {
            return Err(refused("client_secret", "The client secret is wrong"));
        }
        match text("grant_type") {
            Some("client_credentials") if text("client_secret").is_none() => Err(Failure::body(
                "/client_secret",
                "A client secret is required",
            )),
            Some("refresh_token") => match text("refresh_token") {
                None => Err(Failure::body(
                    "/refresh_token",
                    "A refresh token is required",
                )),
                Some(token) if self.auth.redeem(token, &client.id) => Ok(client),
                Some(_) => Err(refused(
                    "refresh_token",
                    "The refresh token is not known, was used before, or was given to another client",
                )),
            },
            _ => Ok(client),
        }
    }

    /// The token as a resource; what it gives access to is kept, so that related routes can answer it.
    fn token_document(&self, call: &Call<'_>, client: &Client, issued: &Issued) -> Bytes {
        let name = call
            .operation
            .response(call.operation.success())
            .and_then(|response| response.schema.as_deref());
        let kind = name.and_then(|_| {
            self.plan.kinds.iter().find(|kind| {
                kind.collection == call.operation.path
                    || call.operation.path.ends_with(&kind.resource_type)
            })
        });
        let Some(kind) = kind else {
            return Bytes::from(attributes(issued).to_string());
        };
        let mut resource = Resource::new(&kind.resource_type, issued.id.as_str(), json!({}));
        resource.tenant.clone_from(&client.tenant);
        let mut store = self.store_mut();
        let target = |id: Option<usize>| id.and_then(|id| self.plan.kind(id));
        for relationship in &kind.relationships {
            let leads_to = |id: Option<usize>| {
                target(id)
                    .is_some_and(|kind| relationship.target.as_ref() == Some(&kind.resource_type))
            };
            // A token is for a whole tenant, with all groups it has now, or for some groups of it.
            match (&client.tenant, &client.scope) {
                (Some(tenant), None) if leads_to(self.plan.tenant) => resource.relate(
                    &relationship.name,
                    relationship.target.as_deref().unwrap_or_default(),
                    tenant,
                ),
                (tenant, scope) if leads_to(self.plan.scope) => {
                    let all = || {
                        let rows = self
                            .plan
                            .scope
                            .into_iter()
                            .flat_map(|kind| store.rows(kind));
                        rows.filter(|row| row.tenant == *tenant)
                            .map(|row| row.id.clone())
                            .collect()
                    };
                    let ids: Vec<std::sync::Arc<str>> = scope.clone().unwrap_or_else(all);
                    let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
                    resource = resource.with(
                        &relationship.name,
                        relationship.target.as_deref().unwrap_or_default(),
                        &ids,
                    );
                }
                _ => {}
            }
        }
        for id in &issued.dropped {
            store.remove(&kind.resource_type, id);
        }
        store.write(&resource);
        let kind_id = self.plan.kind_id(&kind.resource_type).unwrap_or_default();
        let row = store.row(kind_id, &issued.id);
        let mut json: Value = row
            .and_then(|row| serde_json::from_slice(&row.json).ok())
            .unwrap_or_default();
        // Paths that lead nowhere are not among those that the document allows here.
        let included = row.and_then(|row| {
            crate::query::included(&store, &self.plan, kind_id, &[row], &call.query)
                .ok()
                .flatten()
        });
        drop(store);
        if let Some(json) = json.as_object_mut() {
            json.insert("attributes".to_owned(), attributes(issued));
        }
        self.document(json.to_string().as_bytes(), included.as_deref(), None, &[])
    }
}

fn attributes(issued: &Issued) -> Value {
    json!({
        "access_token": issued.access_token,
        "expires_in": issued.expires_in,
        "refresh_token": issued.refresh_token,
        "token_type": "bearer",
    })
}
