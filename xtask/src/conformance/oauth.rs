//! Suite `oauth`: every grant with every way of client authentication, against an authorization server that others wrote.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use openapi_client_generator::{Config, Document, Source, generate};
use serde_json::Value;

use super::score::Score;
use super::{Setting, fetch, refused};
use crate::scratch::{Scratch, root};

const PACKAGE: &str = "oidc-provider";
/// The last line that runs on Node 20.
const VERSION: &str = "8.8.1";

pub(super) const POLICY: &str = "\
A cell is a grant, a way of client authentication and what goes wrong; the client is generated from\n\
`tests/conformance/oauth/api.yaml`. A cell passes if both calls succeed with as many tokens as it takes (one, or two where\n\
the first expires or is ended by the server), or if the call fails with the error code that RFC 6749 or RFC 8628 names for\n\
what went wrong, as a typed error. The server has no grant of passwords; `server.mjs` adds one in the way its documentation\n\
says, so that for this grant only client authentication and tokens are judged by others.";

pub(super) fn run(setting: &Setting) -> Result<Score> {
    let package = fetch::npm(&setting.cache, PACKAGE, VERSION)?;
    let folder = root().join("tests/conformance/oauth");
    let scratch = client(&folder)?;
    let server = start(&folder, &package, &setting.cache)?;
    let results = setting.cache.join("oauth.results.json");
    let path = results.to_string_lossy();
    let arguments = [
        "run",
        "--quiet",
        "--example",
        "matrix",
        "--",
        &server.url,
        &path,
    ];
    if !scratch.cargo(&arguments)?.success() {
        bail!("the calls could not be made");
    }
    let found: Value = serde_json::from_str(&std::fs::read_to_string(&results)?)?;
    let source = format!("npm `{PACKAGE}` {VERSION}");
    let mut score = Score::new(("oauth", "oauth"), &source, "cells", POLICY);
    for cell in found.as_array().into_iter().flatten() {
        let name = cell["name"].as_str().unwrap_or_default().to_owned();
        match (cell["not_applicable"].as_str(), cell["failure"].as_str()) {
            (Some(reason), _) => {
                let cells = score.not_applicable.entry(reason.to_owned());
                cells.or_default().push(name);
            }
            (None, Some(failure)) => score.fail(failure, name),
            (None, None) => score.passed += 1,
        }
    }
    Ok(score)
}

/// The client, with the program that makes the calls as an example.
fn client(folder: &Path) -> Result<Scratch> {
    let source = Source::read(&folder.join("api.yaml")).map_err(|error| anyhow!(error.message))?;
    let document = Document::read(source, &[]).map_err(|found| refused(&found))?;
    let config = Config {
        package: Some("api_oauth".to_owned()),
        ..Config::default()
    };
    let mut generated = generate(&document, &config).map_err(|found| refused(&found))?;
    generated.manifest.push_str(
        "\n[dev-dependencies]\n\
         futures-util = { version = \"0.3\", default-features = false, features = [\"std\"] }\n\
         reqwest = { version = \"0.13\", default-features = false, features = [\"cookies\"] }\n\
         tokio = { version = \"1\", features = [\"macros\", \"rt\", \"time\"] }\n",
    );
    let scratch = Scratch::new("oauth", &generated)?;
    let calls = std::fs::read_to_string(folder.join("matrix.rs"))?;
    scratch.write("examples/matrix.rs", &calls)?;
    Ok(scratch)
}

/// The server, as a process of its own for the time of a run.
struct Server {
    process: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn start(folder: &Path, package: &Path, cache: &Path) -> Result<Server> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = File::create(cache.join("oauth.server.log"))?;
    let process = Command::new("node")
        .arg(folder.join("server.mjs"))
        .arg(package)
        .arg(port.to_string())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("cannot run node")?;
    let server = Server {
        process,
        url: format!("http://localhost:{port}"),
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
