//! The client's examples, as processes: killed half-way, started again, and ending as if nothing had happened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::server::{Answer, Received, Server};

const PATIENTS: usize = 12;

/// An example as Cargo built it, beside this test.
fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let path = tests
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples")
        .join(name);
    assert!(
        path.exists(),
        "{} is built by `cargo test --workspace`",
        path.display()
    );
    path
}

fn command(name: &str, server: &Server) -> Command {
    let mut command = Command::new(example(name));
    command
        .env("FITBIT_PLUS_BASE_URL", format!("{}/pub", server.url))
        .env("FITBIT_PLUS_CLIENT_ID", "id")
        .env("FITBIT_PLUS_CLIENT_SECRET", "secret")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn finish(child: Child) -> Output {
    tokio::time::timeout(Duration::from_secs(60), child.wait_with_output())
        .await
        .expect("within a minute")
        .unwrap()
}

fn token() -> Answer {
    Answer::json(
        201,
        json!({ "data": { "type": "oauth/token", "id": "t", "attributes": {
            "access_token": "a", "refresh_token": "r", "token_type": "bearer", "expires_in": 3600,
        } } })
        .to_string(),
    )
}

/// Twelve patients in pages of three, each with metrics; `slow` delays what comes after the second page.
fn organization(request: &Received, url: &str) -> Answer {
    if request.target.ends_with("/oauth/token") {
        return token();
    }
    if request.target.starts_with("/pub/patient_health_metric") {
        let patient = request.query("filter[patient]").unwrap();
        let metric = |id: &str, day: u8, value: u8| {
            json!({ "type": "patient_health_metric", "id": id, "attributes": {
                "type": "weight", "unit": "kg", "value": value, "occurred_at": format!("2024-03-{day:02}T00:00:00Z"),
            } })
        };
        let data = if patient == "p3" {
            vec![]
        } else {
            vec![
                metric("m1", 1, 80),
                metric("m2", 3, 82),
                metric("m3", 2, 81),
            ]
        };
        return Answer::json(
            200,
            json!({ "data": data, "links": {}, "meta": { "count": data.len() } }).to_string(),
        );
    }
    let limit: usize = request.query("page[limit]").unwrap().parse().unwrap();
    let start: usize = request
        .query("page[after]")
        .map_or(0, |after| after.parse().unwrap());
    let data: Vec<Value> = (start..PATIENTS.min(start + limit))
        .map(|index| {
            json!({ "type": "patient", "id": format!("p{index}"), "attributes": { "first_name": "A", "last_name": format!("L{index}") },
                "relationships": { "groups": { "data": [] } } })
        })
        .collect();
    let end = start + limit;
    let next = (limit > 0 && end < PATIENTS).then(|| {
        format!("{url}/pub/patient?filter[organization]=o&page[limit]={limit}&page[after]={end}")
    });
    Answer::json(
        200,
        json!({ "data": data, "links": { "next": next }, "meta": { "count": PATIENTS } })
            .to_string(),
    )
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn report(server: &Server, out: &Path) -> Child {
    let mut command = command("report", server);
    command
        .args([
            "--organization",
            "o",
            "--page-size",
            "3",
            "--concurrency",
            "2",
            "--out",
        ])
        .arg(out);
    command.spawn().unwrap()
}

#[tokio::test]
async fn a_report_that_is_killed_goes_on_where_it_was() {
    let folder = scratch("report");
    let server = Server::start(organization).await;
    let (undisturbed, disturbed) = (folder.join("undisturbed.csv"), folder.join("disturbed.csv"));
    let output = finish(report(&server, &undisturbed)).await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let expected = std::fs::read_to_string(&undisturbed).unwrap();
    assert_eq!(expected.lines().count(), PATIENTS + 1, "{expected}");
    assert!(
        expected.contains("p0,A,L0,weight,82,kg,2024-03-03T00:00:00Z"),
        "the latest value: {expected}"
    );

    // The third page hangs until the process is dead.
    let stuck = Server::start(|request: &Received, url: &str| {
        if request.query("page[after]").as_deref() == Some("6") {
            std::thread::sleep(Duration::from_secs(2));
        }
        organization(request, url)
    })
    .await;
    let mut child = report(&stuck, &disturbed);
    let progress = folder.join("disturbed.progress.json");
    for _ in 0..600 {
        if stuck
            .received()
            .iter()
            .any(|request| request.query("page[after]").as_deref() == Some("6"))
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    child.kill().await.unwrap();
    assert!(progress.exists(), "two pages were finished");
    assert_ne!(std::fs::read_to_string(&disturbed).unwrap(), expected);

    let before = server.received().len();
    // The token names the server that the pages came from.
    let text = std::fs::read_to_string(&progress)
        .unwrap()
        .replace(&stuck.url, &server.url);
    std::fs::write(&progress, text).unwrap();
    let output = finish(report(&server, &disturbed)).await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(std::fs::read_to_string(&disturbed).unwrap(), expected);
    assert!(!progress.exists());
    let again = &server.received()[before..];
    assert!(
        again
            .iter()
            .all(|request| request.query("filter[patient]").as_deref() != Some("p0")),
        "finished patients are not read again"
    );
}

/// Patients by identifier, as an upsert leaves them.
type Directory = Arc<Mutex<BTreeMap<String, String>>>;

fn registry(
    directory: &Directory,
    delay: Duration,
) -> impl Fn(&Received, &str) -> Answer + Send + Sync + 'static {
    let directory = Arc::clone(directory);
    move |request, _| {
        if request.target.ends_with("/oauth/token") {
            return token();
        }
        if request.method == "GET" {
            let known = directory
                .lock()
                .unwrap()
                .contains_key(&request.query("filter[identifier][value]").unwrap());
            return Answer::json(
                200,
                json!({ "data": [], "links": {}, "meta": { "count": usize::from(known) } })
                    .to_string(),
            );
        }
        std::thread::sleep(delay);
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let identifier = body["meta"]["query"]["identifier"]["value"]
            .as_str()
            .unwrap()
            .to_owned();
        if identifier == "bad" {
            return Answer::json(
                409,
                r#"{"errors":[{"status":"409","code":"InvalidBodyParameter","detail":"No such patient."}]}"#,
            );
        }
        let name = body["data"]["attributes"]["first_name"]
            .as_str()
            .unwrap()
            .to_owned();
        directory.lock().unwrap().insert(identifier, name);
        let resource = json!({ "type": "patient", "id": "p", "attributes": {}, "relationships": { "groups": { "data": [] } } });
        Answer::json(200, json!({ "data": resource, "meta": {} }).to_string())
    }
}

fn sync(server: &Server, csv: &Path) -> Child {
    let mut command = command("sync", server);
    command
        .arg(csv)
        .args(["--group", "g", "--system", "EMR", "--concurrency", "2"]);
    command.spawn().unwrap()
}

#[tokio::test]
async fn a_sync_that_is_killed_can_be_run_again() {
    let folder = scratch("sync");
    let csv = folder.join("patients.csv");
    let lines: String = (0..10)
        .map(|index| format!("id{index},First{index},Last,\n"))
        .collect();
    std::fs::write(
        &csv,
        format!("identifier,first_name,last_name,email_address\n{lines}"),
    )
    .unwrap();

    let undisturbed = Directory::default();
    let server = Server::start(registry(&undisturbed, Duration::ZERO)).await;
    let output = finish(sync(&server, &csv)).await;
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "created 10, updated 0, failed 0\n"
    );

    let disturbed = Directory::default();
    let slow = Server::start(registry(&disturbed, Duration::from_millis(100))).await;
    let mut child = sync(&slow, &csv);
    for _ in 0..600 {
        if disturbed.lock().unwrap().len() >= 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    child.kill().await.unwrap();
    let done = disturbed.lock().unwrap().len();
    assert!((3..10).contains(&done), "killed half-way: {done}");
    let output = finish(sync(&slow, &csv)).await;
    assert!(output.status.success());
    assert_eq!(*disturbed.lock().unwrap(), *undisturbed.lock().unwrap());
}

#[tokio::test]
async fn a_sync_names_what_failed_and_why() {
    let folder = scratch("sync-failed");
    let csv = folder.join("patients.csv");
    std::fs::write(
        &csv,
        "identifier,first_name,last_name,email_address\ngood,A,B,a@example.com\nbad,C,D,\n",
    )
    .unwrap();
    let server = Server::start(registry(&Directory::default(), Duration::ZERO)).await;
    let output = finish(sync(&server, &csv)).await;
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    assert!(
        text.starts_with("created 1, updated 0, failed 1\n  bad: ")
            && text.contains("No such patient."),
        "{text}"
    );
}
