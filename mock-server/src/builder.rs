//! Settings of a server, and starting it.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[cfg(feature = "documents")]
use openapi_client_generator::{Diagnostics, Document, Source};
use tokio::net::TcpListener;

use crate::auth::{Auth, Client};
use crate::engine::Engine;
use crate::fault::{Faults, Rule, RuleError};
use crate::fitbit::FitbitPlus;
#[cfg(feature = "documents")]
use crate::generic::Generic;
use crate::handle::MockServer;
use crate::limits::Limits;
use crate::model::{Model, SeedOptions};
use crate::persist::{self, Kept};
use crate::plan::Plan;
use crate::probe::Probe;
use crate::server::{App, Log};
use crate::store::Store;
use crate::uuid::uuid;

/// Settings of a [`MockServer`].
#[derive(Debug)]
pub struct Builder {
    address: SocketAddr,
    seed: u64,
    size: usize,
    lifetime: i64,
    faults: Vec<String>,
    log: usize,
    check_answers: bool,
    data: Option<PathBuf>,
    save: Option<PathBuf>,
    allowed_hosts: Vec<String>,
    limits: Limits,
    clients: Vec<Client>,
    #[cfg(feature = "documents")]
    document: Option<(Source, Vec<Source>)>,
    #[cfg(feature = "documents")]
    model: Option<Arc<dyn Model>>,
    no_auth: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 42,
            size: 100,
            lifetime: 3600,
            faults: Vec::new(),
            log: 200,
            check_answers: false,
            data: None,
            save: None,
            allowed_hosts: Vec::new(),
            limits: Limits::default(),
            clients: Vec::new(),
            #[cfg(feature = "documents")]
            document: None,
            #[cfg(feature = "documents")]
            model: None,
            no_auth: false,
        }
    }
}

impl Builder {
    /// Where to listen; port 0, the default, is any free one.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Everything that is random follows from this: data, ids, tokens, faults.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many patients there are; for other documents, how many resources of each type.
    #[must_use]
    pub fn patients(mut self, patients: usize) -> Self {
        self.size = patients;
        self
    }

    /// How long tokens live, in seconds.
    #[must_use]
    pub fn token_lifetime(mut self, seconds: i64) -> Self {
        self.lifetime = seconds.max(0);
        self
    }

    /// A fault, such as `status=503 rate=5% retry-after=2`; see [`Rule`].
    #[must_use]
    pub fn fault(mut self, rule: impl Into<String>) -> Self {
        self.faults.push(rule.into());
        self
    }

    /// How many requests the log keeps; 0 for none.
    #[must_use]
    pub fn log(mut self, requests: usize) -> Self {
        self.log = requests;
        self
    }

    /// Checks each answer against the document; what breaks it shows in the log.
    #[must_use]
    pub fn check_answers(mut self, check: bool) -> Self {
        self.check_answers = check;
        self
    }

    /// Starts with the state in this file, as dumped.
    #[must_use]
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Keeps the state in this file: it is loaded if it is there, and written when the state changed. No other server can
    /// do so meanwhile; a file with `.lock` after its name sees to that.
    #[must_use]
    pub fn save(mut self, file: impl Into<PathBuf>) -> Self {
        self.save = Some(file.into());
        self
    }

    /// Lets the admin API answer under this host name as well; otherwise it does under names of this machine alone.
    #[must_use]
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.allowed_hosts.push(name.into());
        self
    }

    /// How many connections may be open at once, 1,024 unless set; others wait until one of them ends.
    #[must_use]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections;
        self
    }

    /// How long a connection may take to bring its next request, or to take more of an answer; 60 seconds unless set.
    #[must_use]
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.limits.idle = limit;
        self
    }

    /// A client of your own, beside the demo clients.
    #[must_use]
    pub fn client(mut self, client: Client) -> Self {
        self.clients.push(client);
        self
    }

    /// Serves another document in place of Fitbit Plus, corrected by overlays.
    #[cfg(feature = "documents")]
    #[must_use]
    pub fn document(mut self, document: Source, overlays: Vec<Source>) -> Self {
        self.document = Some((document, overlays));
        self
    }

    /// Takes requests without a token or key as well.
    #[must_use]
    pub fn no_auth(mut self, open: bool) -> Self {
        self.no_auth = open;
        self
    }

    /// What is known of the API beyond its document.
    #[cfg(feature = "documents")]
    #[must_use]
    pub fn model(mut self, model: Arc<dyn Model>) -> Self {
        self.model = Some(model);
        self
    }

    /// What would be served.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn plan(&self) -> Result<Plan, StartError> {
        self.read().map(|(plan, _)| plan)
    }

    /// Asks each operation once, and holds every answer against the document; no server is started.
    ///
    /// # Errors
    ///
    /// As for [`start`](Self::start).
    pub fn probe(&self) -> Result<Probe, StartError> {
        Ok(self.app(None)?.engine.probe())
    }

    /// Whether another document than the embedded one is served.
    #[cfg(feature = "documents")]
    fn is_other(&self) -> bool {
        self.document.is_some()
    }

    #[cfg(not(feature = "documents"))]
    #[allow(clippy::unused_self)]
    fn is_other(&self) -> bool {
        false
    }

    #[cfg(feature = "documents")]
    fn read(&self) -> Result<(Plan, Arc<dyn Model>), StartError> {
        let (source, overlays, model): (_, _, Arc<dyn Model>) = match (&self.document, &self.model)
        {
            (None, None) => return embedded(),
            (Some((source, overlays)), _) => (source.clone(), overlays.clone(), Arc::new(Generic)),
            (None, Some(_)) => (
                Source::new("fitbit-plus.json", crate::DOCUMENT),
                Vec::new(),
                Arc::new(FitbitPlus),
            ),
        };
        let model = self.model.clone().unwrap_or(model);
        let document = Document::read(source, &overlays).map_err(StartError::Document)?;
        Ok((Plan::new(&document, &*model), model))
    }

    #[cfg(not(feature = "documents"))]
    #[allow(clippy::unused_self)]
    fn read(&self) -> Result<(Plan, Arc<dyn Model>), StartError> {
        embedded()
    }

    /// Listens, and serves in the background of the current tokio runtime.
    ///
    /// # Errors
    ///
    /// If the document or a rule cannot be read, the file does not hold a state for it or is in use, or the address is taken.
    pub async fn start(self) -> Result<MockServer, StartError> {
        // Connections wait from here on; what follows takes some milliseconds.
        let listener = TcpListener::bind(self.address)
            .await
            .map_err(|error| StartError::Listen(self.address, error))?;
        let address = listener
            .local_addr()
            .map_err(|error| StartError::Listen(self.address, error))?;
        let kept = self.save.as_deref().map(Kept::take).transpose();
        let kept = kept.map_err(StartError::Data)?;
        let app = self.app(kept.as_ref())?;
        Ok(MockServer::serve(
            listener,
            address,
            Arc::new(app),
            kept,
            self.limits,
        ))
    }

    pub(crate) fn app(&self, kept: Option<&Kept>) -> Result<App, StartError> {
        let rules = self
            .faults
            .iter()
            .map(|rule| Rule::parse_all(rule))
            .collect::<Result<Vec<_>, _>>()
            .map_err(StartError::Rule)?;
        let (plan, model) = self.read()?;
        let plan = Arc::new(plan);
        let options = SeedOptions {
            seed: self.seed,
            size: self.size,
        };
        let mut store = Store::new(plan.clone(), self.seed);
        let saved = kept.map(Kept::file).or(self.save.as_deref());
        let saved = saved.filter(|file| file.exists());
        match self.data.as_deref().filter(|_| saved.is_none()).or(saved) {
            Some(file) => persist::load(&mut store, file).map_err(StartError::Data)?,
            None => model.seed(&mut store, &options),
        }
        let mut clients = demo_clients(&store, self.seed);
        clients.extend(self.clients.iter().cloned());
        let auth = Auth::new(clients, self.lifetime, self.seed);
        let mut engine = Engine::new(plan, model, store, auth, self.seed);
        engine.size = self.size;
        engine.no_auth = self.no_auth;
        engine.conforming = self.is_other();
        Ok(App {
            engine,
            faults: Faults::new(self.seed, rules.into_iter().flatten().collect()),
            log: Log::new(self.log),
            started: Instant::now(),
            seed: options,
            check_answers: self.check_answers,
            allowed_hosts: self.allowed_hosts.clone(),
        })
    }
}

fn embedded() -> Result<(Plan, Arc<dyn Model>), StartError> {
    let plan = Plan::embedded().map_err(StartError::Embedded)?;
    Ok((plan, Arc::new(FitbitPlus)))
}

/// For each tenant a client for all of it; for the first one also a client for one group.
fn demo_clients(store: &Store, seed: u64) -> Vec<Client> {
    let mut rng = fastrand::Rng::with_seed(seed ^ 0xc11e);
    let mut client =
        |name: String, tenant: Option<Arc<str>>, scope: Option<Vec<Arc<str>>>| Client {
            id: uuid(&mut rng),
            secret: uuid(&mut rng),
            name,
            tenant,
            scope,
        };
    let Some(tenant) = store.plan.tenant else {
        return vec![client("everything".to_owned(), None, None)];
    };
    let tenants: Vec<Arc<str>> = store.rows(tenant).map(|row| row.id.clone()).collect();
    let mut clients: Vec<Client> = tenants
        .iter()
        .map(|id| client(format!("all of organization {id}"), Some(id.clone()), None))
        .collect();
    let group = store.plan.scope.and_then(|scope| {
        store
            .rows(scope)
            .find(|row| row.tenant.as_ref() == tenants.first())
    });
    if let Some(group) = group {
        clients.push(client(
            format!("group {} alone", group.id),
            group.tenant.clone(),
            Some(vec![group.id.clone()]),
        ));
    }
    clients
}

/// Why a server did not start.
#[derive(Debug)]
pub enum StartError {
    /// The document or an overlay cannot be read.
    #[cfg(feature = "documents")]
    Document(Diagnostics),
    /// The embedded plan cannot be read.
    Embedded(serde_json::Error),
    /// A fault cannot be read.
    Rule(RuleError),
    /// The file does not hold a state for the document, or the state cannot be kept in it.
    Data(String),
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "documents")]
            Self::Document(diagnostics) => diagnostics.fmt(f),
            Self::Embedded(error) => write!(f, "the embedded plan cannot be read: {error}"),
            Self::Rule(error) => error.fmt(f),
            Self::Data(why) => f.write_str(why),
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "cannot listen on {address}: port {} is in use; choose another with --port, or 0 for any free one",
                address.port()
            ),
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
        }
    }
}

impl std::error::Error for StartError {}
