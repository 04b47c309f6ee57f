//! From a request to its answer, without any I/O.

mod answer;
mod atomic;
mod body;
mod finish;
mod linkage;
mod links;
mod proof;
mod read;
mod rest;
mod rest_page;
mod sample;
mod settle;
mod sparse;
mod token;
mod write;
mod xml;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::http::HeaderMap;
use bytes::Bytes;

pub(crate) use answer::Answer;
pub(crate) use rest_page::PLACE;

use crate::auth::{Auth, Principal};
use crate::clock::Clock;
use crate::error::Failure;
use crate::model::Model;
use crate::plan::{Action, Operation, Plan};
use crate::query::{Cache, Query};
use crate::schema::Validators;
use crate::store::Store;
use crate::uuid::uuid_of;

/// Everything that answers depend on.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) plan: Arc<Plan>,
    pub(crate) model: Arc<dyn Model>,
    pub(crate) auth: Auth,
    pub(crate) clock: Clock,
    pub(crate) seed: u64,
    /// How many resources of each type there are at the start.
    pub(crate) size: usize,
    /// Whether requests need not prove who they are.
    pub(crate) no_auth: bool,
    /// Whether answers are completed until they keep to the document.
    pub(crate) conforming: bool,
    store: RwLock<Store>,
    pub(crate) validators: Validators,
    cache: Cache,
    requests: AtomicU64,
}

/// A request, its body read.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
}

/// A request that an operation was found for, and that passed all checks but those of its body.
struct Call<'a> {
    operation: &'a Operation,
    /// Values of the path parameters.
    values: &'a [String],
    query: Query,
    principal: Arc<Principal>,
    /// The path as it was asked for.
    path: &'a str,
    headers: &'a HeaderMap,
    body: &'a Bytes,
}

impl Call<'_> {
    fn id(&self) -> &str {
        self.values.last().map_or("", String::as_str)
    }
}

/// A refusal: nothing was changed.
type Outcome = Result<Answer, Vec<Failure>>;

impl Engine {
    pub(crate) fn new(
        plan: Arc<Plan>,
        model: Arc<dyn Model>,
        store: Store,
        auth: Auth,
        seed: u64,
    ) -> Self {
        Self {
            plan,
            model,
            auth,
            clock: Clock::default(),
            size: 0,
            no_auth: false,
            conforming: false,
            seed,
            store: RwLock::new(store),
            validators: Validators::default(),
            cache: Cache::default(),
            requests: AtomicU64::new(0),
        }
    }

    pub(crate) fn store(&self) -> RwLockReadGuard<'_, Store> {
        self.store.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn store_mut(&self) -> RwLockWriteGuard<'_, Store> {
        self.store.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The operation that a request is for.
    pub(crate) fn operation(&self, method: &str, path: &str) -> Option<&Operation> {
        let route = self.plan.router.find(self.local(path)?)?;
        self.plan.operations.get(route.operation(method)?)
    }

    /// A path without that of the server.
    pub(crate) fn local<'p>(&self, path: &'p str) -> Option<&'p str> {
        let local = path.strip_prefix(self.plan.base_path.as_str())?;
        local.starts_with('/').then_some(local)
    }

    /// An id for `meta.req_id`: as many different ones as there are requests, the same ones for the same seed.
    pub(crate) fn request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        uuid_of(
            mix(self.seed ^ number),
            mix(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ self.seed.rotate_left(32)),
        )
    }

    /// Answers a request.
    pub(crate) fn answer(&self, request: &Request<'_>) -> Answer {
        let Some(route) = self
            .local(request.path)
            .and_then(|path| self.plan.router.find(path))
        else {
            return match &self.plan.token_path {
                Some(path)
                    if self.local(request.path) == Some(path) && request.method == "POST" =>
                {
                    self.plain_token(request.body)
                }
                _ => self.refuse(
                    None,
                    &[Failure::new(
                        404,
                        "ResourceNotFound",
                        format!("There is nothing at {}", request.path),
                    )],
                ),
            };
        };
        let Some(operation) = route
            .operation(request.method)
            .and_then(|position| self.plan.operations.get(position))
        else {
            if request.method == "OPTIONS" {
                return Answer::empty(204).header("allow", route.allow());
            }
            let failure = Failure::new(
                405,
                "MethodNotAllowed",
                format!(
                    "{} is not possible here; allowed are {}",
                    request.method,
                    route.allow()
                ),
            );
            return self.refuse(None, &[failure]).header("allow", route.allow());
        };
        match self.checked(request, operation, &route.values) {
            Ok(answer) => self.finish(operation, answer),
            Err(failures) => self.refuse(Some(operation), &failures),
        }
    }

    fn checked(&self, request: &Request<'_>, operation: &Operation, values: &[String]) -> Outcome {
        let query = Query::parse(request.query);
        let principal = self.principal(operation, request.headers, &query)?;
        body::acceptable(request.headers, operation)?;
        let failures = query.check(operation, &self.plan.schemes);
        if !failures.is_empty() {
            return Err(failures);
        }
        let call = Call {
            operation,
            values,
            query,
            principal,
            path: request.path,
            headers: request.headers,
            body: request.body,
        };
        let answer = match &operation.action {
            Action::List { kind } => self.list(&call, *kind),
            Action::Fetch { kind } => self.fetch(&call, *kind),
            Action::Related {
                parent,
                relationship,
                shape,
            } => self.related(&call, *parent, *relationship, *shape),
            Action::Linkage {
                parent,
                relationship,
                change: None,
            } => self.linkage_of(&call, *parent, *relationship),
            Action::Linkage {
                parent,
                relationship,
                change: Some(change),
            } => self.relink(&call, *parent, *relationship, *change),
            Action::Atomic => self.atomic(&call),
            Action::Create { kind } => self.create(&call, *kind),
            Action::Upsert { kind } => self.upsert(&call, *kind),
            Action::Update { kind } => self.update(&call, *kind),
            Action::Delete { kind } => self.delete(&call, *kind),
            Action::Token => self.token(&call),
            Action::Rest(rest) => self.rest(&call, rest),
            Action::Sample => self.sample(&call),
        };
        answer.map(|answer| self.sparse(&call, answer))
    }
}

/// Spreads the bits of a number (splitmix64).
pub(crate) fn mix(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
