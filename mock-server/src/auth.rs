//! Clients, the tokens they are given, and what those give access to.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use crate::plan::KindId;
use crate::store::{Row, Store};
use crate::uuid::uuid;

/// More live tokens than this are not kept; the oldest go first.
const MOST_TOKENS: usize = 20_000;

/// An integration: what the API's support hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Client id.
    pub id: String,
    /// Client secret.
    pub secret: String,
    /// What it may use it for, in words.
    pub name: String,
    /// The tenant it gives access to.
    pub tenant: Option<Arc<str>>,
    /// The groups (whatever the [scope](crate::model::Model::scope) is) it is limited to.
    pub scope: Option<Vec<Arc<str>>>,
}

/// On whose behalf a request is made.
#[derive(Clone, Debug)]
pub(crate) struct Principal {
    pub(crate) tenant: Option<Arc<str>>,
    pub(crate) scope: Option<Arc<[Arc<str>]>>,
    /// The same for the same access.
    pub(crate) key: Arc<str>,
    pub(crate) client: Arc<str>,
}

/// Clients and tokens.
#[derive(Debug)]
pub(crate) struct Auth {
    pub(crate) clients: Vec<Client>,
    state: RwLock<State>,
    lifetime: std::sync::atomic::AtomicI64,
}

#[derive(Debug)]
struct State {
    access: HashMap<String, Token>,
    refresh: HashMap<String, Arc<str>>,
    /// Access tokens, oldest first.
    order: std::collections::VecDeque<String>,
    rng: fastrand::Rng,
}

#[derive(Clone, Debug)]
struct Token {
    expires: Timestamp,
    refresh: String,
    principal: Arc<Principal>,
    id: String,
}

/// A token that was just made.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) expires_in: i64,
    pub(crate) id: String,
    /// Ids of tokens that had to go.
    pub(crate) dropped: Vec<String>,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Unknown,
    Expired,
}

impl Auth {
    pub(crate) fn new(clients: Vec<Client>, lifetime: i64, seed: u64) -> Self {
        let state = State {
            access: HashMap::new(),
            refresh: HashMap::new(),
            order: std::collections::VecDeque::new(),
            rng: fastrand::Rng::with_seed(seed ^ 0x0070_6b65),
        };
        Self {
            clients,
            state: RwLock::new(state),
            lifetime: lifetime.into(),
        }
    }

    /// How long tokens live from now on, in seconds.
    pub(crate) fn set_lifetime(&self, seconds: i64) {
        self.lifetime
            .store(seconds, std::sync::atomic::Ordering::Relaxed);
    }

    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// Makes a token for a client.
    pub(crate) fn issue(&self, client: &Client, now: Timestamp) -> Issued {
        self.issue_for(client, now, None)
    }

    /// Makes a token that lives so many seconds, or as long as all do.
    pub(crate) fn issue_for(
        &self,
        client: &Client,
        now: Timestamp,
        lifetime: Option<i64>,
    ) -> Issued {
        let usual = self.lifetime.load(std::sync::atomic::Ordering::Relaxed);
        let lifetime = lifetime.unwrap_or(usual);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        let mut dropped = Vec::new();
        while state.order.len() >= MOST_TOKENS
            || state.order.front().is_some_and(|oldest| {
                state
                    .access
                    .get(oldest)
                    .is_none_or(|token| token.expires < now)
            })
        {
            let Some(oldest) = state.order.pop_front() else {
                break;
            };
            if let Some(token) = state.access.remove(&oldest) {
                if state.order.len() >= MOST_TOKENS / 2 {
                    state.refresh.remove(&token.refresh);
                }
                dropped.push(token.id);
            }
        }
        if state.refresh.len() >= MOST_TOKENS {
            state.refresh.clear();
        }
        let access_token = uuid(&mut state.rng);
        let refresh_token = uuid(&mut state.rng);
        let id = format!("{:024x}", state.rng.u128(..) >> 32);
        let principal = Principal::of(client);
        let expires = now
            .checked_add(jiff::SignedDuration::from_secs(lifetime))
            .unwrap_or(Timestamp::MAX);
        let token = Token {
            expires,
            refresh: refresh_token.clone(),
            principal: Arc::new(principal),
            id: id.clone(),
        };
        state.access.insert(access_token.clone(), token);
        state.order.push_back(access_token.clone());
        state
            .refresh
            .insert(refresh_token.clone(), client.id.as_str().into());
        Issued {
            access_token,
            refresh_token,
            expires_in: lifetime,
            id,
            dropped,
        }
    }

    /// The client that a refresh token was given to; a refresh token can be used once.
    pub(crate) fn redeem(&self, refresh_token: &str, client: &str) -> bool {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state
            .refresh
            .get(refresh_token)
            .is_some_and(|owner| **owner == *client)
        {
            state.refresh.remove(refresh_token);
            return true;
        }
        false
    }

    /// On whose behalf an access token speaks.
    pub(crate) fn principal(
        &self,
        access_token: &str,
        now: Timestamp,
    ) -> Result<Arc<Principal>, Refused> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let token = state.access.get(access_token).ok_or(Refused::Unknown)?;
        if token.expires <= now {
            Err(Refused::Expired)
        } else {
            Ok(token.principal.clone())
        }
    }

    /// Ends a token early, or all of them.
    pub(crate) fn expire(&self, access_token: Option<&str>) -> usize {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut expired = 0;
        for (text, token) in &mut state.access {
            if access_token.is_none_or(|wanted| wanted == text) {
                token.expires = Timestamp::MIN;
                expired += 1;
            }
        }
        expired
    }
}

impl Principal {
    /// A client itself.
    pub(crate) fn of(client: &Client) -> Self {
        Self {
            tenant: client.tenant.clone(),
            scope: client.scope.clone().map(Arc::from),
            key: format!("{:?}{:?}", client.tenant, client.scope).into(),
            client: client.id.as_str().into(),
        }
    }

    /// Someone who sees everything: requests to operations without security.
    pub(crate) fn anyone() -> Self {
        Self {
            tenant: None,
            scope: None,
            key: "".into(),
            client: "".into(),
        }
    }

    /// Whether a row is within reach.
    pub(crate) fn sees(&self, store: &Store, kind: KindId, row: &Row) -> bool {
        if let (Some(own), Some(its)) = (&self.tenant, &row.tenant)
            && own != its
        {
            return false;
        }
        let Some(scope) = &self.scope else {
            return true;
        };
        let within = |id: &str| scope.iter().any(|known| **known == *id);
        if store.plan.scope == Some(kind) {
            return within(&row.id);
        }
        let path = store
            .plan
            .kind(kind)
            .and_then(|kind| kind.scope_path.as_deref());
        path.is_none_or(|path| store.leads(kind, row, path, &within))
    }
}
