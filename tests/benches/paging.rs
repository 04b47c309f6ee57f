//! `cargo bench -p tests --bench paging`: the client against a loop written by hand, over the same types and server.
//!
//! Every figure is a median; the two sides take turns, so that a change of the machine's speed meets both.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use fitbit_plus::Client;
use fitbit_plus::models::FetchPatientsResponse;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

const PAGE: usize = 200;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    throughput(&runtime);
    memory(&runtime);
    concurrency(&runtime);
}

/// 100,000 patients in pages of 200.
fn throughput(runtime: &Runtime) {
    const ITEMS: usize = 100_000;
    const ROUNDS: usize = 9;
    let url = runtime.block_on(serve(ITEMS, Duration::ZERO));
    let client = client(&url);
    let http = reqwest::Client::new();
    let (mut ours, mut by_hand, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (one, other) = (
            timed(|| assert_eq!(runtime.block_on(read_with_client(&client)), ITEMS)),
            timed(|| assert_eq!(runtime.block_on(read_by_hand(&http, &url)), ITEMS)),
        );
        // The first round warms up.
        if round > 0 {
            ours.push(one);
            by_hand.push(other);
            ratios.push(one.as_secs_f64() / other.as_secs_f64());
        }
    }
    println!("reading {ITEMS} patients in pages of {PAGE}, median of {ROUNDS}:");
    println!("  client   {:>8.1} ms", median(ours) * 1e3);
    println!("  by hand  {:>8.1} ms", median(by_hand) * 1e3);
    ratios.sort_by(f64::total_cmp);
    println!(
        "  ratio    {:>8.3} (median of pairs; at most 1.05 is wanted)",
        ratios[ratios.len() / 2]
    );
}

/// Peak memory for ten thousand and for a million items.
fn memory(runtime: &Runtime) {
    println!("peak resident memory while reading:");
    for items in [10_000, 1_000_000] {
        let url = runtime.block_on(serve(items, Duration::ZERO));
        let client = client(&url);
        // Forgets the peak so far (proc(5), clear_refs).
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        assert_eq!(runtime.block_on(read_with_client(&client)), items);
        println!("  {items:>9} items {:>8} KiB", peak().unwrap_or(0));
    }
}

/// Pages one at a time and eight at a time, from a server that takes 20 ms to answer.
fn concurrency(runtime: &Runtime) {
    const ITEMS: usize = 16_000;
    let url = runtime.block_on(serve(ITEMS, Duration::from_millis(20)));
    let client = client(&url);
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..5 {
        for (index, width) in [1, 8].into_iter().enumerate() {
            times[index].push(timed(|| {
                let read = async {
                    let mut pages = client
                        .fetch_patients()
                        .filter_organization("o")
                        .by_page(50)
                        .concurrency(width)
                        .pages();
                    let mut items = 0;
                    while let Some(page) = pages.try_next().await.expect("a page") {
                        items += page.data.len();
                    }
                    items
                };
                assert_eq!(runtime.block_on(read), ITEMS);
            }));
        }
    }
    let [one, eight] = times.map(median);
    println!(
        "reading {ITEMS} patients in pages of 50 from a server with 20 ms latency, median of 5:"
    );
    println!("  one page at a time    {:>8.1} ms", one * 1e3);
    println!(
        "  eight pages at a time {:>8.1} ms, {:.1} times as fast (at least 6 is wanted)",
        eight * 1e3,
        one / eight
    );
}

fn client(url: &str) -> Client {
    Client::builder()
        .base_url(url)
        .bearer_token("token")
        .build()
        .expect("a client")
}

async fn read_with_client(client: &Client) -> usize {
    let mut items = client
        .fetch_patients()
        .filter_organization("o")
        .by_cursor(PAGE as u64)
        .items();
    let mut count = 0;
    while let Some(patient) = items.try_next().await.expect("a patient") {
        assert!(!std::hint::black_box(patient).id.is_empty());
        count += 1;
    }
    count
}

/// What one would write without a client: ask, decode, follow `links.next`.
async fn read_by_hand(http: &reqwest::Client, url: &str) -> usize {
    let mut next = Some(format!(
        "{url}/patient?filter%5Borganization%5D=o&page%5Blimit%5D={PAGE}"
    ));
    let mut count = 0;
    while let Some(url) = next {
        let response = http
            .get(&url)
            .bearer_auth("token")
            .header("accept", "application/vnd.api+json")
            .send()
            .await
            .expect("a response");
        let bytes = response
            .error_for_status()
            .expect("success")
            .bytes()
            .await
            .expect("a body");
        let page: FetchPatientsResponse = serde_json::from_slice(&bytes).expect("a page");
        next = page
            .links
            .as_ref()
            .and_then(|links| links.next_url())
            .map(str::to_owned);
        // Each patient is handed over, as the client does.
        for patient in page.data {
            assert!(!std::hint::black_box(patient).id.is_empty());
            count += 1;
        }
    }
    count
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

/// A server with `items` patients, by page number and by cursor. Answers are made from one prepared page.
async fn serve(items: usize, latency: Duration) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let own = url.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = stream.set_nodelay(true);
            tokio::spawn(answer(stream, own.clone(), items, latency));
        }
    });
    url
}

async fn answer(mut stream: TcpStream, url: String, items: usize, latency: Duration) {
    let mut buffer = Vec::new();
    let mut body = String::new();
    loop {
        let head = loop {
            if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&buffer[..at]).into_owned();
                buffer.drain(..at + 4);
                break head;
            }
            match stream.read_buf(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        };
        tokio::time::sleep(latency).await;
        let target = head
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .replace("%5B", "[")
            .replace("%5D", "]");
        let number = |name: &str| {
            target
                .split(['?', '&'])
                .find_map(|pair| pair.strip_prefix(name)?.parse::<usize>().ok())
        };
        let (start, size, next) = match number("page[limit]=") {
            Some(limit) => {
                let start = number("page[after]=").unwrap_or(0);
                (
                    start,
                    limit,
                    format!(
                        "{url}/patient?filter[organization]=o&page[limit]={limit}&page[after]={}",
                        start + limit
                    ),
                )
            }
            None => {
                let (page, size) = (
                    number("page[number]=").unwrap_or(1),
                    number("page[size]=").unwrap_or(10),
                );
                (
                    (page - 1) * size,
                    size,
                    format!(
                        "{url}/patient?filter[organization]=o&page[size]={size}&page[number]={}",
                        page + 1
                    ),
                )
            }
        };
        page(
            &mut body,
            start,
            size.min(items.saturating_sub(start)),
            items,
            &next,
        );
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.api+json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all(head.as_bytes()).await.is_err()
            || stream.write_all(body.as_bytes()).await.is_err()
        {
            return;
        }
    }
}

fn page(body: &mut String, start: usize, count: usize, items: usize, next: &str) {
    body.clear();
    body.push_str(r#"{"data":["#);
    for index in start..start + count {
        if index > start {
            body.push(',');
        }
        let _ = write!(
            body,
            r#"{{"type":"patient","id":"{index:024x}","attributes":{{"first_name":"Marta","last_name":"Lindqvist","gender":"female","birth_date":"1961-03-09","archived":false,"addresses":[],"identifiers":[{{"system":"harbor-clinic-mrn","value":"HC-{index}","label":"Record number"}}],"phone_numbers":[{{"type":"home","value":"555-0100","primary":true}}],"updated_at":"2024-03-09T10:11:12.345Z"}},"relationships":{{"groups":{{"data":[{{"type":"group","id":"5755db2a3db4179179999acf"}}],"links":{{"related":"/pub/patient/{index:024x}/groups"}}}},"coaches":{{"data":[{{"type":"coach","id":"581630c3237d84a9403533c6","meta":{{"primary":true}}}}]}}}},"links":{{"self":"/pub/patient/{index:024x}"}}}}"#
        );
    }
    let next = if start + count < items && count > 0 {
        format!("\"{next}\"")
    } else {
        "null".to_owned()
    };
    let _ = write!(
        body,
        r#"],"links":{{"next":{next}}},"meta":{{"count":{items},"req_id":"r"}}}}"#
    );
}
