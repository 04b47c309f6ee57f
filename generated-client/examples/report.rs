//! All patients of an organization with their latest metrics, as CSV.
//!
//! ```sh
//! FITBIT_PLUS_CLIENT_ID=… FITBIT_PLUS_CLIENT_SECRET=… \
//!     cargo run --example report -- --organization 5873b63605376e337a89d64a --out report.csv
//! ```
//!
//! Progress is kept beside the CSV after every page. A run that was interrupted goes on where it was when it is started
//! again; what was written after the last page that was finished is cut off, so no row is lost or doubled.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use fitbit_plus::models::{Patient, PatientHealthMetricAttributes, PatientId};
use fitbit_plus::{Client, Formatted, ResumeToken};
use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};

#[derive(Parser)]
struct Arguments {
    /// The organization to report on.
    #[arg(long)]
    organization: String,
    /// The CSV to write.
    #[arg(long)]
    out: PathBuf,
    /// Patients per page.
    #[arg(long, default_value_t = 200)]
    page_size: u64,
    /// Patients whose metrics are fetched at the same time.
    #[arg(long, default_value_t = 8)]
    concurrency: usize,
    /// Another server than the API's, such as a mock.
    #[arg(long, env = "FITBIT_PLUS_BASE_URL")]
    base_url: Option<String>,
    #[arg(long, env = "FITBIT_PLUS_CLIENT_ID")]
    client_id: String,
    #[arg(long, env = "FITBIT_PLUS_CLIENT_SECRET", hide_env_values = true)]
    client_secret: String,
}

/// What is needed to go on after an interruption.
#[derive(Serialize, Deserialize)]
struct Progress {
    organization: String,
    /// Where the next page begins.
    token: ResumeToken,
    /// Length of the CSV, in bytes, after the last page that was finished.
    length: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let client = client(&arguments)?;
    let progress_file = arguments.out.with_extension("progress.json");
    let progress = read_progress(&progress_file, &arguments.organization)?;

    let patients = client
        .fetch_patients()
        .filter_organization(&arguments.organization);
    let total = patients.clone().count().await?;
    let bar = ProgressBar::new(total);
    let mut pager = patients.by_cursor(arguments.page_size);
    let mut csv = open(&arguments.out, progress.as_ref())?;
    if let Some(progress) = progress {
        bar.set_position(progress.token.audit().items);
        pager = pager.resume(progress.token);
    }

    let mut pages = pager.pages();
    while let Some(page) = pages.try_next().await? {
        let rows = stream::iter(page.data.iter().map(|patient| rows(&client, patient)));
        let mut rows = rows.buffered(arguments.concurrency);
        while let Some(rows) = rows.try_next().await? {
            for row in rows {
                csv.serialize(row)?;
            }
            bar.inc(1);
        }
        csv.flush()?;
        match pages.resume_token() {
            Some(token) => {
                let length = csv.get_ref().metadata()?.len();
                write_progress(
                    &progress_file,
                    &Progress {
                        organization: arguments.organization.clone(),
                        token,
                        length,
                    },
                )?;
            }
            None => break,
        }
    }
    bar.finish();
    let _ = fs::remove_file(&progress_file);
    let audit = pages.audit();
    eprintln!(
        "{} patients on {} pages, {} seen twice",
        audit.distinct(),
        audit.pages,
        audit.duplicates
    );
    ensure!(
        audit.missed().unwrap_or(0) == 0,
        "{} patients were missed; run the report again",
        audit.missed().unwrap_or(0)
    );
    Ok(())
}

fn client(arguments: &Arguments) -> Result<Client> {
    let mut builder =
        Client::builder().client_credentials(&arguments.client_id, arguments.client_secret.clone());
    if let Some(url) = &arguments.base_url {
        builder = builder.base_url(url);
    }
    Ok(builder.build()?)
}

/// A row of the report.
#[derive(Serialize)]
struct Row {
    patient: PatientId,
    first_name: Option<String>,
    last_name: Option<String>,
    metric: Option<String>,
    value: Option<String>,
    unit: Option<String>,
    occurred_at: Option<Formatted<jiff::Timestamp>>,
}

/// One row per type of metric with its latest value; one without a metric for a patient who has none.
async fn rows(client: &Client, patient: &Patient) -> Result<Vec<Row>> {
    let mut latest: BTreeMap<String, PatientHealthMetricAttributes> = BTreeMap::new();
    let mut metrics = client
        .fetch_patient_health_metrics()
        .filter_patient(&patient.id)
        .by_cursor(100)
        .items();
    while let Some(metric) = metrics.try_next().await? {
        let metric = metric.attributes;
        let name = metric
            .r#type
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        if latest
            .get(&name)
            .is_none_or(|known| known.occurred_at < metric.occurred_at)
        {
            latest.insert(name, metric);
        }
    }
    let row = |metric: Option<(String, PatientHealthMetricAttributes)>| {
        let (name, metric) = metric.unzip();
        Row {
            patient: patient.id.clone(),
            first_name: patient.attributes.first_name.clone(),
            last_name: patient.attributes.last_name.clone(),
            metric: name,
            value: metric.as_ref().and_then(value),
            unit: metric.as_ref().and_then(|metric| metric.unit.clone()),
            occurred_at: metric.and_then(|metric| metric.occurred_at),
        }
    };
    if latest.is_empty() {
        return Ok(vec![row(None)]);
    }
    Ok(latest.into_iter().map(|metric| row(Some(metric))).collect())
}

/// The value as text; a blood pressure as `systolic/diastolic`.
fn value(metric: &PatientHealthMetricAttributes) -> Option<String> {
    match (metric.systolic, metric.diastolic) {
        (Some(systolic), Some(diastolic)) => Some(format!("{systolic}/{diastolic}")),
        _ => metric.value.as_ref().map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        }),
    }
}

/// The CSV, cut back to what was finished, or a new one.
fn open(path: &Path, progress: Option<&Progress>) -> Result<csv::Writer<File>> {
    let context = || format!("cannot write {}", path.display());
    let file = match progress {
        Some(progress) => {
            let file = OpenOptions::new()
                .append(true)
                .open(path)
                .with_context(context)?;
            file.set_len(progress.length).with_context(context)?;
            file
        }
        None => File::create(path).with_context(context)?,
    };
    Ok(csv::WriterBuilder::new()
        .has_headers(progress.is_none())
        .from_writer(file))
}

fn read_progress(path: &Path, organization: &str) -> Result<Option<Progress>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let progress: Progress = serde_json::from_str(&text)
        .with_context(|| format!("{} is damaged; remove it to start anew", path.display()))?;
    ensure!(
        progress.organization == organization,
        "{} belongs to organization {}; remove it to start anew",
        path.display(),
        progress.organization
    );
    Ok(Some(progress))
}

/// Written beside the file and moved over it, so that an interruption leaves the old progress or the new one.
fn write_progress(path: &Path, progress: &Progress) -> Result<()> {
    let beside = path.with_extension("tmp");
    fs::write(&beside, serde_json::to_vec(progress)?)?;
    fs::rename(&beside, path).with_context(|| path.display().to_string())
}
