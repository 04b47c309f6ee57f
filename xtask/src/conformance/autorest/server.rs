//! The server, as a process of its own for the time of a run.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Ends with the run.
pub(super) struct Server {
    process: Child,
    pub(super) url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the server on a free port and waits until it takes connections.
pub(super) fn start(package: &Path, cache: &Path) -> Result<Server> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = File::create(cache.join("autorest.server.log"))?;
    let process = Command::new("node")
        .arg(package.join("dist/cli/cli.js"))
        .args(["run", "--port", &port.to_string(), "--coverageDirectory"])
        .arg(cache.join("autorest.coverage"))
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("cannot run node")?;
    let server = Server {
        process,
        url: format!("http://localhost:{port}"),
    };
    let start = Instant::now();
    while TcpStream::connect(("localhost", port)).is_err() {
        if start.elapsed() > Duration::from_secs(60) {
            bail!("the server takes no connections");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(server)
}
