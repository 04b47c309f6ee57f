//! The client's examples, as processes: killed half-way, started again, and ending as if nothing had happened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use fitbit_plus_mock::Resource;
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::mock::{Mock, answer};

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

fn command(name: &str, mock: &Mock) -> Command {
    let mut command = Command::new(example(name));
    command
        .env("FITBIT_PLUS_BASE_URL", mock.url())
        .env("FITBIT_PLUS_CLIENT_ID", mock.client_id())
        .env("FITBIT_PLUS_CLIENT_SECRET", mock.client_secret())
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

/// Waits until `done`.
async fn until(done: impl Fn() -> bool) {
    for _ in 0..3000 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not within a minute");
}

/// Twelve patients with three weights each, but one.
async fn organization() -> Mock {
    let mock = Mock::of_patients(PATIENTS).await;
    mock.write(|store| {
        for patient in (0..PATIENTS).filter(|patient| *patient != 3) {
            for (day, value) in [(1, 80), (3, 82), (2, 81)] {
                let weight = json!({ "type": "weight", "unit": "kg", "value": value, "occurred_at": format!("2024-03-{day:02}T00:00:00Z") });
                let id = format!("m{patient}-{day}");
                let metric = Resource::new("patient_health_metric", id, weight)
                    .with("patient", "patient", &[&format!("p{patient}")]);
                store.write(&metric.of_tenant(&mock.organization));
            }
        }
    });
    mock
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn report(mock: &Mock, out: &Path) -> Child {
    let mut command = command("report", mock);
    command
        .args(["--organization", &mock.organization])
        .args(["--page-size", "3", "--concurrency", "2", "--out"])
        .arg(out);
    command.spawn().unwrap()
}

#[tokio::test]
async fn a_report_that_is_killed_goes_on_where_it_was() {
    let folder = scratch("report");
    let mock = organization().await;
    let (undisturbed, disturbed) = (folder.join("undisturbed.csv"), folder.join("disturbed.csv"));
    let output = finish(report(&mock, &undisturbed)).await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let expected = std::fs::read_to_string(&undisturbed).unwrap();
    assert_eq!(expected.lines().count(), PATIENTS + 1, "{expected}");
    assert!(
        expected.contains("p0,Name p0,,weight,82,kg,2024-03-03T00:00:00Z"),
        "the latest value: {expected}"
    );

    // The count and two pages pass; the third page hangs until the process is dead.
    mock.fault("latency=600s operation=fetchPatients after=3")
        .unwrap();
    let mut child = report(&mock, &disturbed);
    until(|| mock.rules()[0].counts().1 > 0).await;
    child.kill().await.unwrap();
    let progress = folder.join("disturbed.progress.json");
    assert!(progress.exists(), "two pages were finished");
    assert_ne!(std::fs::read_to_string(&disturbed).unwrap(), expected);

    mock.clear_faults();
    let before = mock.seen().len();
    let output = finish(report(&mock, &disturbed)).await;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(std::fs::read_to_string(&disturbed).unwrap(), expected);
    assert!(!progress.exists());
    let again = &mock.seen()[before..];
    assert!(
        again
            .iter()
            .any(|seen| seen.query("filter[patient]").as_deref() == Some("p11"))
    );
    assert!(
        again
            .iter()
            .all(|seen| seen.query("filter[patient]").as_deref() != Some("p0")),
        "finished patients are not read again"
    );
    mock.assert_documented();
}

fn sync(mock: &Mock, csv: &Path) -> Child {
    let mut command = command("sync", mock);
    command
        .arg(csv)
        .args(["--group", &mock.group])
        .args(["--system", "EMR", "--concurrency", "2"]);
    command.spawn().unwrap()
}

/// Patients by identifier, as an upsert leaves them.
fn directory(mock: &Mock) -> BTreeMap<String, Value> {
    mock.read(|store| {
        let patients = mock.ids_in(store, "patient");
        let patients = patients.iter().filter_map(|id| store.get("patient", id));
        patients
            .map(|patient| {
                let identifier = patient.attributes["identifiers"][0]["value"].clone();
                let name = patient.attributes["first_name"].clone();
                (identifier.to_string(), name)
            })
            .collect()
    })
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

    let undisturbed = Mock::of_patients(0).await;
    let output = finish(sync(&undisturbed, &csv)).await;
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "created 10, updated 0, failed 0\n"
    );
    undisturbed.assert_documented();

    let disturbed = Mock::of_patients(0).await;
    disturbed
        .fault("latency=100 operation=upsertPatient")
        .unwrap();
    let mut child = sync(&disturbed, &csv);
    until(|| disturbed.ids("patient").len() >= 3).await;
    child.kill().await.unwrap();
    let done = disturbed.ids("patient").len();
    assert!((3..10).contains(&done), "killed half-way: {done}");
    let output = finish(sync(&disturbed, &csv)).await;
    assert!(output.status.success());
    assert_eq!(directory(&disturbed), directory(&undisturbed));
}

#[tokio::test]
async fn a_sync_names_what_failed_and_why() {
    let folder = scratch("sync-failed");
    let csv = folder.join("patients.csv");
    std::fs::write(
        &csv,
        "identifier,first_name,last_name,email_address\ngood,A,B,a@example.com\nbad,C,D,nowhere\n",
    )
    .unwrap();
    let mock = Mock::of_patients(0).await;
    let refused = json!({ "errors": [{ "status": "409", "code": "InvalidBodyParameter", "detail": "No such patient." }] });
    // One line after the other is not promised: the second upsert fails, whichever it is.
    mock.fault(&(answer(409, refused) + " operation=upsertPatient after=1"))
        .unwrap();
    let output = finish(sync(&mock, &csv)).await;
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success());
    assert!(
        text.starts_with("created 1, updated 0, failed 1\n  ") && text.contains("No such patient."),
        "{text}"
    );
}
