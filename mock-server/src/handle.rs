//! A running server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::answering::Answering;
use crate::auth::Client;
use crate::builder::Builder;
use crate::fault::{Connection, Listener, Rule, RuleError};
use crate::limits::Limits;
use crate::persist::Kept;
use crate::plan::Plan;
use crate::server::{App, router};
use crate::store::Store;

/// How often a changed state is written to its file.
const SAVE_EVERY: Duration = Duration::from_secs(2);

/// A running server. It ends when [`stop`](Self::stop) is called, or when this is dropped.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    app: Arc<App>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// What proves who a request is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Name of the security scheme in the document.
    pub scheme: String,
    /// A header (`Authorization: Bearer ...`) or, with a question mark, a query parameter; none where nothing is checked, or
    /// where a token is had from the token endpoint or from [`MockServer::token`].
    pub line: Option<String>,
}

impl MockServer {
    /// Settings to start with.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn serve(
        listener: TcpListener,
        address: SocketAddr,
        app: Arc<App>,
        save: Option<Kept>,
        limits: Limits,
    ) -> Self {
        let (stop, stopped) = watch::channel(false);
        let service = router(app.clone()).into_make_service_with_connect_info::<Connection>();
        let served = app.clone();
        let task = tokio::spawn(async move {
            let keeper = save.map(|file| tokio::spawn(keep(served.clone(), file, stopped.clone())));
            let mut ended = stopped;
            let shutdown = async move {
                // An error means that the handle is gone.
                let _ = ended.wait_for(|stopped| *stopped).await;
            };
            // Accepting never fails, see `Listener`.
            let _ = axum::serve(Listener::new(listener, limits), service)
                .with_graceful_shutdown(shutdown)
                .await;
            if let Some(keeper) = keeper {
                let _ = keeper.await;
            }
        });
        Self {
            address,
            app,
            stop,
            task,
        }
    }

    /// Where the API is: scheme, host, port and the path of the document's server.
    pub fn url(&self) -> String {
        format!("{}{}", self.origin(), self.app.engine.plan.base_path)
    }

    /// Scheme, host and port; the admin API is at `/_mock` below it.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All clients; the first has access to all of the first organization.
    pub fn clients(&self) -> &[Client] {
        &self.app.engine.auth.clients
    }

    /// Id of the first client.
    pub fn client_id(&self) -> &str {
        self.clients().first().map_or("", |client| &client.id)
    }

    /// Secret of the first client.
    pub fn client_secret(&self) -> &str {
        self.clients().first().map_or("", |client| &client.secret)
    }

    /// A new token for the first client, without asking for it over HTTP.
    pub fn token(&self) -> String {
        self.clients()
            .first()
            .map_or_else(String::new, |client| self.token_for(client))
    }

    /// A new token for a client, without asking for it over HTTP.
    pub fn token_for(&self, client: &Client) -> String {
        let engine = &self.app.engine;
        engine.auth.issue(client, engine.clock.now()).access_token
    }

    /// What requests carry for each security scheme of the document, as the first client.
    pub fn credentials(&self) -> Vec<Credential> {
        let plan = &self.app.engine.plan;
        let Some(client) = self.clients().first() else {
            return Vec::new();
        };
        let schemes = plan.schemes.iter().map(|scheme| Credential {
            scheme: scheme.name.clone(),
            line: scheme.line(client),
        });
        schemes.collect()
    }

    /// Where `OAuth2` tokens are had, if the document has such a scheme.
    pub fn token_url(&self) -> Option<String> {
        let path = self.app.engine.plan.token_url()?;
        Some(format!("{}{path}", self.url()))
    }

    /// An answer by hand for an operation, by its id in the document.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// # let mock = fitbit_plus_mock::MockServer::builder().start().await?;
    /// let body = serde_json::json!({ "errors": [{ "status": "503" }] });
    /// mock.answer("fetchPatient").status(503).json(body).times(2)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(&self, operation: &str) -> Answering<'_> {
        Answering::new(self, operation)
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.app.engine.plan
    }

    pub(crate) fn add_rule(&self, rule: Rule) {
        self.app.faults.add(vec![rule]);
    }

    /// Adds faults, as [`Rule`] has them.
    ///
    /// # Errors
    ///
    /// Why the text is no rule.
    pub fn fault(&self, rules: &str) -> Result<(), RuleError> {
        self.app.faults.add(Rule::parse_all(rules)?);
        Ok(())
    }

    /// The rules in force, with how often they struck.
    pub fn rules(&self) -> Vec<Arc<Rule>> {
        self.app.faults.rules()
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.app.faults.replace(Vec::new());
    }

    /// Moves the server's clock forward.
    pub fn advance(&self, by: Duration) {
        self.app
            .engine
            .clock
            .advance(SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX));
    }

    /// Ends all tokens.
    pub fn expire_tokens(&self) {
        self.app.engine.auth.expire(None);
    }

    /// Sets how long tokens live from now on, in seconds.
    pub fn set_token_lifetime(&self, seconds: i64) {
        self.app.engine.auth.set_lifetime(seconds.max(0));
    }

    /// The latest requests with their answers, oldest first.
    pub fn requests(&self) -> Value {
        self.app.log.after(0)
    }

    /// Looks at the state.
    pub fn read<T>(&self, look: impl FnOnce(&Store) -> T) -> T {
        look(&self.app.engine.store())
    }

    /// Changes the state behind the clients' backs.
    pub fn write<T>(&self, change: impl FnOnce(&mut Store) -> T) -> T {
        change(&mut self.app.engine.store_mut())
    }

    /// Everything as at the start.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Stops listening, finishes the requests under way, and saves the state.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// Writes the state whenever it changed, and at the end.
async fn keep(app: Arc<App>, file: Kept, mut stopped: watch::Receiver<bool>) {
    let mut saved = 0;
    loop {
        let last = tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => true,
            () = tokio::time::sleep(SAVE_EVERY) => false,
        };
        let store = app.engine.store();
        let version = store.version;
        let state = (version != saved).then(|| store.dump());
        drop(store);
        if let Some(state) = state {
            match file.save(&state) {
                Ok(()) => saved = version,
                Err(why) => eprintln!("{why}"),
            }
        }
        if last {
            break;
        }
    }
}
