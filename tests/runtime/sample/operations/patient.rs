use super::super::models::patient::{
    CreatePatientRequest, FetchPatientResponse, FetchPatientsResponse, Patient,
    UpdatePatientRequest,
};
use super::super::runtime::jsonapi::Resource;
use super::super::runtime::{
    Client, CursorPaged, CursorPaging, DateRange, ListStyle, Method, Operation, PageInfo, Paged,
    RawResponseHead, Request, SkipKind, SkipPaged, SkipPaging, decode,
};
use std::borrow::Cow;

const JSON_API: &str = "application/vnd.api+json";

/// Operation `fetchPatients`: `GET /patient`.
pub struct FetchPatients;

impl Operation for FetchPatients {
    type Output = FetchPatientsResponse;
    const ID: &'static str = "fetchPatients";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/patient";
    const ACCEPT: &'static str = JSON_API;
    const SECURITY: &'static [&'static [&'static str]] = &[&["OAuth2"]];
    const DECODE: decode::Decode<Self::Output> = decode::json;
}

impl Paged for FetchPatients {
    type Item = Resource<Patient>;
    const PAGE: fn(&Self::Output, &RawResponseHead) -> PageInfo =
        |document, _| document.page_info(|meta| meta.count.and_then(|count| count.try_into().ok()));
    const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> =
        |document| Some(&mut document.data);
    const IDENTITY: fn(&Self::Item) -> Option<Cow<'_, str>> = |item| Some(Cow::Borrowed(&item.id));
    const COUNT: &'static [(&'static str, &'static str)] = &[("page[size]", "0")];
}

impl SkipPaged for FetchPatients {
    const SKIP: SkipPaging = SkipPaging {
        number: "page[number]",
        size: Some("page[size]"),
        first: 1,
        max_size: Some(200),
        kind: SkipKind::PageNumber,
    };
}

impl CursorPaged for FetchPatients {
    const CURSOR: CursorPaging = CursorPaging {
        cursor: "page[after]",
        size: Some("page[limit]"),
        max_size: None,
    };
}

impl<M> Client<M> {
    /// Get a list of patients.
    pub fn fetch_patients(&self) -> Request<FetchPatients, M> {
        self.request()
    }

    /// Get a patient.
    pub fn fetch_patient(&self, id: impl Into<String>) -> Request<FetchPatient, M> {
        self.request().path("id", id.into())
    }

    /// Create a patient.
    pub fn create_patient(
        &self,
        body: impl Into<CreatePatientRequest>,
    ) -> Request<CreatePatient, M> {
        self.request().json(JSON_API, &body.into())
    }

    /// Update a patient.
    pub fn update_patient(
        &self,
        id: impl Into<String>,
        body: impl Into<UpdatePatientRequest>,
    ) -> Request<UpdatePatient, M> {
        self.request()
            .path("id", id.into())
            .json(JSON_API, &body.into())
    }
}

impl<M> Request<FetchPatients, M> {
    pub fn filter_organization(self, filter_organization: impl Into<String>) -> Self {
        self.query("filter[organization]", filter_organization.into())
    }

    pub fn filter_archived(self, filter_archived: bool) -> Self {
        self.query("filter[archived]", filter_archived)
    }

    pub fn filter_updated_at(self, filter_updated_at: impl Into<DateRange>) -> Self {
        self.query("filter[updated_at]", filter_updated_at.into())
    }

    pub fn filter_groups(self, filter_groups: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.query_list(
            "filter[groups]",
            filter_groups.into_iter().map(Into::into),
            ListStyle::Comma,
        )
    }
}

/// Operation `fetchPatient`: `GET /patient/{id}`.
pub struct FetchPatient;

impl Operation for FetchPatient {
    type Output = FetchPatientResponse;
    const ID: &'static str = "fetchPatient";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/patient/{id}";
    const ACCEPT: &'static str = JSON_API;
    const SECURITY: &'static [&'static [&'static str]] = &[&["OAuth2"]];
    const DECODE: decode::Decode<Self::Output> = decode::json;
}

/// Operation `createPatient`: `POST /patient`.
pub struct CreatePatient;

impl Operation for CreatePatient {
    type Output = FetchPatientResponse;
    const ID: &'static str = "createPatient";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/patient";
    const ACCEPT: &'static str = JSON_API;
    const SECURITY: &'static [&'static [&'static str]] = &[&["OAuth2"]];
    const DECODE: decode::Decode<Self::Output> = decode::json;
}

/// Operation `updatePatient`: `PATCH /patient/{id}`.
pub struct UpdatePatient;

impl Operation for UpdatePatient {
    type Output = FetchPatientResponse;
    const ID: &'static str = "updatePatient";
    const METHOD: Method = Method::PATCH;
    const PATH: &'static str = "/patient/{id}";
    const ACCEPT: &'static str = JSON_API;
    const SECURITY: &'static [&'static [&'static str]] = &[&["OAuth2"]];
    const DECODE: decode::Decode<Self::Output> = decode::json;
}
