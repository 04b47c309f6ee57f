//! A server on this machine that answers, or misbehaves, as a test says.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// A query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        let url = reqwest::Url::parse(&format!("http://x{}", self.target)).ok()?;
        url.query_pairs()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.into_owned())
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.query(name)?.parse().ok()
    }
}

/// What the server does with a request.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
    pub fault: Fault,
}

/// How the server misbehaves.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Fault {
    #[default]
    None,
    /// Waits before the status line.
    SlowHeaders(Duration),
    /// Sends half the body, waits, and sends the rest.
    SlowBody(Duration),
    /// Resets the connection instead of answering.
    ResetBeforeHeaders,
    /// Resets the connection after the headers.
    ResetAfterHeaders,
    /// Closes the connection after half the body.
    Truncated,
}

impl Reply {
    #[allow(
        clippy::needless_pass_by_value,
        reason = "texts and JSON values are given as they are"
    )]
    pub fn json(status: u16, body: impl ToString) -> Self {
        let headers = vec![("content-type".into(), "application/vnd.api+json".into())];
        Self {
            status,
            headers,
            body: body.to_string(),
            fault: Fault::None,
        }
    }

    #[allow(
        clippy::needless_pass_by_value,
        reason = "texts and JSON values are given as they are"
    )]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }
}

type Handler = dyn Fn(&Seen, usize) -> Reply + Send + Sync;

/// Runs until it is dropped.
pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Answers with `handler`, which is also told how many requests came before.
    pub async fn start(handler: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (handler, log): (Arc<Handler>, _) = (Arc::new(handler), Arc::clone(&seen));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&handler), Arc::clone(&log)));
            }
        });
        Self { url, seen, task }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("not poisoned").clone()
    }

    /// How many requests came to this path.
    pub fn count(&self, path: &str) -> usize {
        self.seen()
            .iter()
            .filter(|seen| seen.path() == path)
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, handler: Arc<Handler>, log: Arc<Mutex<Vec<Seen>>>) {
    while let Some(seen) = read(&mut stream).await {
        let before = {
            let mut log = log.lock().expect("not poisoned");
            log.push(seen.clone());
            log.len() - 1
        };
        let reply = handler(&seen, before);
        if !write(&mut stream, &reply).await {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers: Vec<_> = headers
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut seen = Seen {
        method,
        target,
        headers,
        body: String::new(),
    };
    let length = seen
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    while bytes.len() < end + length {
        stream
            .read_buf(&mut bytes)
            .await
            .ok()
            .filter(|read| *read > 0)?;
    }
    seen.body = String::from_utf8_lossy(&bytes[end..]).into_owned();
    Some(seen)
}

/// Whether the connection can be used again.
async fn write(stream: &mut TcpStream, reply: &Reply) -> bool {
    let reset = |stream: &mut TcpStream| stream.set_zero_linger().is_ok();
    if let Fault::SlowHeaders(time) = reply.fault {
        sleep(time).await;
    }
    if reply.fault == Fault::ResetBeforeHeaders {
        reset(stream);
        return false;
    }
    let mut head = format!(
        "HTTP/1.1 {} X\r\ncontent-length: {}\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head = head + name + ": " + value + "\r\n";
    }
    head += "\r\n";
    let (first, second) = reply.body.as_bytes().split_at(reply.body.len() / 2);
    let written = async {
        match reply.fault {
            Fault::ResetAfterHeaders => {
                stream.write_all(head.as_bytes()).await?;
                sleep(Duration::from_millis(50)).await;
                reset(stream);
                Err(std::io::ErrorKind::Other.into())
            }
            Fault::Truncated => {
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(first).await?;
                Err(std::io::ErrorKind::Other.into())
            }
            Fault::SlowBody(time) => {
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(first).await?;
                sleep(time).await;
                stream.write_all(second).await
            }
            _ => {
                stream
                    .write_all([head.as_bytes(), reply.body.as_bytes()].concat().as_slice())
                    .await
            }
        }
    };
    written.await.is_ok()
}
