//! `fitbit-plus-mock`: the mock as a program.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use fitbit_plus_mock::{Builder, MockServer};
use openapi_client_generator::Source;
use tokio::signal::unix::{SignalKind, signal};

/// A mock of the Fitbit Plus API, or of any OpenAPI document, that behaves like the API.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Debug, clap::Args)]
struct Settings {
    /// Port to listen on; 0 for any free one.
    #[arg(long, default_value_t = 4010, global = true)]
    port: u16,
    /// Address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), global = true)]
    host: IpAddr,
    /// Decides everything that is random: data, ids, tokens, faults.
    #[arg(long, default_value_t = 42, global = true)]
    seed: u64,
    /// How many patients there are (for other documents: resources of each type).
    #[arg(long, default_value_t = 100, global = true)]
    patients: usize,
    /// How long tokens live, in seconds.
    #[arg(long, default_value_t = 3600, global = true)]
    token_lifetime: i64,
    /// Trouble, such as `latency=20..80`, `status=503 rate=5% retry-after=2` or `reset rate=1% path=/patient/*`.
    #[arg(long, value_name = "RULE", global = true)]
    fault: Vec<String>,
    /// Start with the state in this file.
    #[arg(long, value_name = "FILE", global = true)]
    data: Option<PathBuf>,
    /// Keep the state in this file across restarts.
    #[arg(long, value_name = "FILE", global = true)]
    save: Option<PathBuf>,
    /// Lets `/_mock/` answer under this host name as well, besides those of this machine.
    #[arg(long, value_name = "NAME", global = true)]
    allow_host: Vec<String>,
    /// How many connections may be open at once; others wait.
    #[arg(long, default_value_t = 1024, global = true)]
    max_connections: usize,
    /// How long a connection may take to bring its next request, in seconds.
    #[arg(long, default_value_t = 60, global = true)]
    idle_timeout: u64,
    /// How many requests the log keeps.
    #[arg(long, default_value_t = 200, global = true)]
    log: usize,
    /// Check each answer against the document; findings show in the log.
    #[arg(long, global = true)]
    check_answers: bool,
    /// Take requests without a token or key as well.
    #[arg(long, global = true)]
    no_auth: bool,
    /// Mock this document in place of Fitbit Plus.
    #[arg(long, value_name = "FILE", global = true)]
    spec: Option<PathBuf>,
    /// Correct the document by this overlay.
    #[arg(long, value_name = "FILE", requires = "spec", global = true)]
    overlay: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve (also without a command).
    Serve,
    /// Print the document that is served, corrections applied.
    Spec,
    /// Ask each operation once, and say which answers break their document (exit code 1 if any does).
    Check {
        /// Documents, or folders of them; the document that is served if there are none.
        files: Vec<PathBuf>,
    },
    /// Write the API for another tool.
    Export {
        /// The tool.
        tool: Tool,
        /// The file to write.
        file: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Tool {
    /// An environment for Mockoon: every documented answer of every operation.
    Mockoon,
}

mod check;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let builder = builder(&arguments.settings)?;
    match &arguments.command {
        Some(Command::Export {
            tool: Tool::Mockoon,
            file,
        }) => {
            let environment = builder.mockoon().map_err(|error| error.to_string())?;
            std::fs::write(file, format!("{environment:#}\n"))
                .map_err(|error| format!("cannot write {}: {error}", file.display()))
        }
        Some(Command::Check { files }) if !files.is_empty() => {
            check::run(&arguments.settings, files)
        }
        Some(Command::Check { .. }) => check::one(&builder),
        Some(Command::Spec) => {
            println!(
                "{:#}",
                builder.plan().map_err(|error| error.to_string())?.tree
            );
            Ok(())
        }
        Some(Command::Serve) | None => {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .map_err(|error| error.to_string())?;
            runtime.block_on(serve(builder, arguments.settings.no_auth))
        }
    }
}

fn builder(settings: &Settings) -> Result<Builder, String> {
    let mut builder = MockServer::builder()
        .address(SocketAddr::new(settings.host, settings.port))
        .seed(settings.seed)
        .patients(settings.patients)
        .token_lifetime(settings.token_lifetime)
        .log(settings.log)
        .max_connections(settings.max_connections)
        .idle_timeout(Duration::from_secs(settings.idle_timeout))
        .check_answers(settings.check_answers)
        .no_auth(settings.no_auth);
    for rule in &settings.fault {
        builder = builder.fault(rule);
    }
    for name in &settings.allow_host {
        builder = builder.allow_host(name);
    }
    if let Some(file) = &settings.data {
        builder = builder.data(file);
    }
    if let Some(file) = &settings.save {
        builder = builder.save(file);
    }
    if let Some(spec) = &settings.spec {
        let read = |file: &PathBuf| Source::read(file).map_err(|diagnostic| diagnostic.message);
        builder = builder.document(
            read(spec)?,
            settings
                .overlay
                .iter()
                .map(read)
                .collect::<Result<_, _>>()?,
        );
    }
    Ok(builder)
}

async fn serve(builder: Builder, settings_open: bool) -> Result<(), String> {
    let server = builder.start().await.map_err(|error| error.to_string())?;
    let mut greeting = format!("API     {}\nPage    {}/\n", server.url(), server.origin());
    for client in server.clients() {
        greeting += &format!(
            "Client  id {} secret {} ({})\n",
            client.id, client.secret, client.name
        );
    }
    if settings_open {
        greeting += "Access  open: no request needs credentials\n";
    } else {
        for credential in server.credentials() {
            if let Some(line) = credential.line {
                greeting += &format!("Access  {line} ({})\n", credential.scheme);
            }
        }
        if let Some(url) = server.token_url() {
            greeting += &format!("Tokens  {url}, or POST {}/_mock/tokens\n", server.origin());
        }
    }
    // Whoever started this may have stopped listening.
    let _ = io::stdout().write_all(greeting.as_bytes());
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    server.stop().await;
    Ok(())
}
