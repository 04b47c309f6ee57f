//! What runs in Node: `suite.mjs`, with the packages of the suite.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::super::fetch;
use crate::scratch::root;

/// The suite, its server, the emitter and the libraries of the specifications, in versions that fit together.
const PACKAGES: &[(&str, &str)] = &[
    ("@typespec/http-specs", "0.1.0-alpha.43"),
    ("@typespec/spector", "0.1.0-alpha.29"),
    ("@typespec/spec-api", "0.1.0-alpha.17"),
    ("@typespec/openapi3", "1.16.0"),
    ("@typespec/compiler", "1.16.0"),
    ("@typespec/http", "1.16.0"),
    ("@typespec/openapi", "1.16.0"),
    ("@typespec/json-schema", "1.16.0"),
    ("@typespec/rest", "0.86.0"),
    ("@typespec/versioning", "0.86.0"),
    ("@typespec/xml", "0.86.0"),
    ("@typespec/sse", "0.86.0"),
    ("@typespec/events", "0.86.0"),
    ("@typespec/streams", "0.86.0"),
];

pub(super) struct Node {
    /// Holds `node_modules`.
    folder: PathBuf,
}

impl Node {
    pub(super) fn new(cache: &Path) -> Result<Self> {
        let folder = fetch::npm_all(cache, "http-specs", PACKAGES)?;
        fs::write(folder.join("suite.mjs"), include_str!("suite.mjs"))?;
        Ok(Self { folder })
    }

    pub(super) fn source() -> String {
        let [(suite, version), _, _, (emitter, emitted), ..] = PACKAGES else {
            return String::new();
        };
        format!("npm `{suite}` {version}, documents by `{emitter}` {emitted}")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("node");
        command
            .arg("suite.mjs")
            .args(arguments)
            .current_dir(&self.folder)
            .env("REPOSITORY", root());
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<()> {
        let status = self
            .command(arguments)
            .status()
            .context("cannot run node")?;
        if !status.success() {
            bail!("suite.mjs {} failed", arguments[0]);
        }
        Ok(())
    }

    /// The folder of the documents, a folder for each version of OpenAPI. They are made anew if `suite.mjs` is another.
    pub(super) fn documents(&self) -> Result<PathBuf> {
        let folder = self.folder.join("documents");
        let stamp = folder.join("suite.mjs");
        if fs::read_to_string(&stamp).is_ok_and(|found| found == include_str!("suite.mjs")) {
            return Ok(folder);
        }
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        self.run(&["compile", "documents"])?;
        fs::write(stamp, include_str!("suite.mjs"))?;
        Ok(folder)
    }

    /// Starts the server on a free port and waits until it takes connections.
    pub(super) fn serve(&self) -> Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let definitions = self.folder.join("run/definitions.json");
        let log = File::create(self.folder.join("server.log"))?;
        let process = self
            .command(&["serve", &port.to_string()])
            .arg(&definitions)
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot run node")?;
        let server = Server {
            process,
            url: format!("http://localhost:{port}"),
            definitions,
        };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > Duration::from_secs(60) {
                bail!("the server takes no connections");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    /// Each call with what came of it and what the suite says of that, and what the server counted.
    pub(super) fn judge(&self, url: &str, plan: &[Value], answers: &[Value]) -> Result<Value> {
        let run = self.folder.join("run");
        let results = plan.iter().map(|call| {
            let mut result = call.clone();
            let found = answers.iter().find(|answer| answer["call"] == call["call"]);
            for key in ["answer", "stage", "error"] {
                if let Some(value) = found.and_then(|answer| answer.get(key)) {
                    result[key] = value.clone();
                }
            }
            result
        });
        let results: Vec<Value> = results.collect();
        fs::write(run.join("results.json"), serde_json::to_string(&results)?)?;
        self.run(&["judge", url, "run/results.json", "run/judged.json"])?;
        Ok(serde_json::from_str(&fs::read_to_string(
            run.join("judged.json"),
        )?)?)
    }
}

/// Ends with the run.
pub(super) struct Server {
    process: Child,
    pub(super) url: String,
    definitions: PathBuf,
}

impl Server {
    /// The calls of all scenarios, as the suite defines them.
    pub(super) fn definitions(&self) -> Result<Vec<Value>> {
        Ok(serde_json::from_str(&fs::read_to_string(
            &self.definitions,
        )?)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
