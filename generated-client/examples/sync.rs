//! Patients from a CSV, created or updated by an identifier of the other system.
//!
//! ```sh
//! FITBIT_PLUS_CLIENT_ID=… FITBIT_PLUS_CLIENT_SECRET=… \
//!     cargo run --example sync -- patients.csv --group 5755db2a3db4179179999acf --system MyEHR
//! ```
//!
//! The CSV has the columns `identifier`, `first_name`, `last_name` and `email_address` (may be empty). Running it twice
//! is safe: a patient with the identifier is updated, not created again.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use fitbit_plus::jsonapi::NewToMany;
use fitbit_plus::models::{
    NewPatient, NewPatientAttributes, NewPatientRelationships, PatientIdentifier, SystemAndValue,
    UpsertPatientRequest, UpsertPatientRequestMeta, UpsertPatientRequestMetaQuery,
    UpsertPatientRequestMetaQueryIdentifier,
};
use fitbit_plus::{CallOptions, Client, Error};
use futures_util::{StreamExt, stream};
use serde::Deserialize;

#[derive(Parser)]
struct Arguments {
    /// The CSV to read.
    csv: PathBuf,
    /// The group that the patients belong to.
    #[arg(long)]
    group: String,
    /// The system that the identifiers come from.
    #[arg(long)]
    system: String,
    /// Patients that are sent at the same time.
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

/// A line of the CSV.
#[derive(Deserialize)]
struct Line {
    identifier: String,
    first_name: String,
    last_name: String,
    email_address: Option<String>,
}

enum Outcome {
    Created,
    Updated,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut builder =
        Client::builder().client_credentials(&arguments.client_id, arguments.client_secret.clone());
    if let Some(url) = &arguments.base_url {
        builder = builder.base_url(url);
    }
    let client = builder.build()?;
    let lines: Vec<Line> = csv::Reader::from_path(&arguments.csv)
        .and_then(|reader| reader.into_deserialize().collect())
        .with_context(|| format!("cannot read {}", arguments.csv.display()))?;

    let (client, arguments) = (&client, &arguments);
    let calls = lines
        .iter()
        .map(|line| async move { (line, upsert(client, arguments, line).await) });
    let mut outcomes = stream::iter(calls).buffer_unordered(arguments.concurrency.max(1));
    let (mut created, mut updated, mut failed) = (0, 0, Vec::new());
    while let Some((line, outcome)) = outcomes.next().await {
        match outcome {
            Ok(Outcome::Created) => created += 1,
            Ok(Outcome::Updated) => updated += 1,
            Err(error) => failed.push((&line.identifier, error)),
        }
    }
    println!(
        "created {created}, updated {updated}, failed {}",
        failed.len()
    );
    for (identifier, error) in &failed {
        println!("  {identifier}: {error}");
    }
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Creates or updates one patient. The API does not say which of the two it did, so it is looked up before.
async fn upsert(client: &Client, arguments: &Arguments, line: &Line) -> Result<Outcome, Error> {
    let known = client
        .fetch_patients()
        .filter_groups([&arguments.group])
        .filter_identifier_system(&arguments.system)
        .filter_identifier_value(&line.identifier)
        .count()
        .await?;
    let address = line.email_address.as_ref();
    let attributes = NewPatientAttributes::new()
        .first_name(&line.first_name)
        .last_name(&line.last_name)
        .maybe_email_address(address.filter(|address| !address.is_empty()))
        .identifiers([PatientIdentifier::new(SystemAndValue {
            system: &arguments.system,
            value: &line.identifier,
        })]);
    let relationships = NewPatientRelationships::new(NewToMany::ids([&arguments.group]));
    let identifier = UpsertPatientRequestMetaQueryIdentifier::new()
        .system(&arguments.system)
        .value(&line.identifier);
    let query = UpsertPatientRequestMetaQuery::new([&arguments.group], identifier);
    let request =
        UpsertPatientRequest::new(NewPatient::with_relationships(attributes, relationships))
            .meta(UpsertPatientRequestMeta::new(query));
    // An upsert by identifier ends the same however often it is sent, so it may be sent again after a failure.
    client
        .upsert_patient(request)
        .with(CallOptions::new().idempotent())
        .await?;
    Ok(if known == 0 {
        Outcome::Created
    } else {
        Outcome::Updated
    })
}
