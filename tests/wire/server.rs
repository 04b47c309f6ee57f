//! A server on this machine that records requests byte by byte and answers with what a test gives it.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A request as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Method, target and version, as they stand on the wire.
    pub line: String,
    /// In the order in which they came.
    pub headers: Vec<(String, String)>,
    /// Without the framing of chunks.
    pub body: Vec<u8>,
}

impl Seen {
    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(other, _)| other == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The only value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let all = self.all(name);
        assert!(all.len() < 2, "{name} came several times: {all:?}");
        all.first().copied()
    }

    /// Path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("a text")
    }
}

/// What the server sends back.
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Content,
}

enum Content {
    Bytes(Vec<u8>),
    /// Pieces, each sent as soon as the test hands it over.
    Live(UnboundedReceiver<Vec<u8>>),
}

impl Reply {
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Content::Bytes(Vec::new()),
        }
    }

    pub fn json(status: u16, body: &str) -> Self {
        Self::new(status)
            .header("content-type", "application/json")
            .body(body)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Content::Bytes(body.into());
        self
    }

    /// The same without its body, which the test sends later, and that body.
    pub fn delayed(self) -> (Self, (UnboundedSender<Vec<u8>>, Vec<u8>)) {
        let bytes = match &self.body {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Live(_) => Vec::new(),
        };
        let (reply, sender) = self.live();
        (reply, (sender, bytes))
    }

    /// A body that the test sends piece by piece; it ends when the sender is dropped.
    pub fn live(mut self) -> (Self, UnboundedSender<Vec<u8>>) {
        let (sender, receiver) = unbounded_channel();
        self.body = Content::Live(receiver);
        (self, sender)
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

    /// Answers every request with the same status and nothing else.
    pub async fn silent(status: u16) -> Self {
        Self::start(move |_, _| Reply::new(status)).await
    }

    /// Gives one answer once.
    pub async fn once(reply: Reply) -> Self {
        let reply = Mutex::new(Some(reply));
        Self::start(move |_, _| {
            let mut reply = reply.lock().expect("not poisoned");
            reply.take().expect("one request")
        })
        .await
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("not poisoned").clone()
    }

    pub fn last(&self) -> Seen {
        self.seen().pop().expect("a request")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, handler: Arc<Handler>, log: Arc<Mutex<Vec<Seen>>>) {
    let mut bytes = Vec::new();
    while let Some(seen) = read(&mut stream, &mut bytes).await {
        let before = {
            let mut log = log.lock().expect("not poisoned");
            log.push(seen.clone());
            log.len() - 1
        };
        let reply = handler(&seen, before);
        if write(&mut stream, reply, &seen).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Seen> {
    let head = take_until(stream, bytes, b"\r\n\r\n").await?;
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n").filter(|line| !line.is_empty());
    let mut seen = Seen {
        line: lines.next()?.to_owned(),
        ..Seen::default()
    };
    let headers = lines.filter_map(|line| line.split_once(": "));
    seen.headers = headers
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    if seen.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = take_until(stream, bytes, b"\r\n").await?;
            let size = std::str::from_utf8(&size).ok()?.trim();
            let size = usize::from_str_radix(size, 16).ok()?;
            let chunk = take(stream, bytes, size + 2).await?;
            seen.body.extend_from_slice(&chunk[..size]);
            if size == 0 {
                return Some(seen);
            }
        }
    }
    let length = seen.header("content-length").map_or(Ok(0), str::parse);
    seen.body = take(stream, bytes, length.ok()?).await?;
    Some(seen)
}

async fn take_until(stream: &mut TcpStream, bytes: &mut Vec<u8>, end: &[u8]) -> Option<Vec<u8>> {
    loop {
        if let Some(at) = bytes.windows(end.len()).position(|window| window == end) {
            return take(stream, bytes, at + end.len()).await;
        }
        more(stream, bytes).await?;
    }
}

async fn take(stream: &mut TcpStream, bytes: &mut Vec<u8>, length: usize) -> Option<Vec<u8>> {
    while bytes.len() < length {
        more(stream, bytes).await?;
    }
    let rest = bytes.split_off(length);
    Some(std::mem::replace(bytes, rest))
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let read = stream.read_buf(bytes).await.ok()?;
    (read > 0).then_some(())
}

async fn write(stream: &mut TcpStream, reply: Reply, seen: &Seen) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {} X\r\n", reply.status);
    for (name, value) in &reply.headers {
        head = head + name + ": " + value + "\r\n";
    }
    match reply.body {
        Content::Bytes(body) => {
            // RFC 9110, section 8.6: no length goes with a status that never has a body.
            if reply.status != 204 {
                head = format!("{head}content-length: {}\r\n", body.len());
            }
            let sent: &[u8] = if seen.line.starts_with("HEAD ") {
                &[]
            } else {
                &body
            };
            let answer = [head.as_bytes(), b"\r\n", sent].concat();
            stream.write_all(&answer).await
        }
        Content::Live(mut pieces) => {
            head += "transfer-encoding: chunked\r\n\r\n";
            stream.write_all(head.as_bytes()).await?;
            while let Some(piece) = pieces.recv().await {
                let size = format!("{:x}\r\n", piece.len());
                let chunk = [size.as_bytes(), &piece, b"\r\n"].concat();
                stream.write_all(&chunk).await?;
            }
            stream.write_all(b"0\r\n\r\n").await
        }
    }
}
