use super::super::models::note::{NewNote, Note, Notes};
use super::super::runtime::{
    Client, Method, Next, Operation, PageInfo, Paged, Paging, RawResponseHead, Request, SkipKind,
    SkipPaged, SkipPaging, decode,
};
use std::borrow::Cow;

/// Operation `listNotes`: `GET /notes`, paged by offset without links.
pub struct ListNotes;

impl Operation for ListNotes {
    type Output = Notes;
    const ID: &'static str = "listNotes";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/notes";
    const ACCEPT: &'static str = "application/json";
    const SECURITY: &'static [&'static [&'static str]] = &[
        &["key"],
        &["query_key"],
        &["cookie_key"],
        &["basic"],
        &["form"],
        &["json"],
    ];
    const DECODE: decode::Decode<Self::Output> = decode::json;
    const REQUIRED_TOGETHER: &'static [&'static [&'static str]] = &[&["from", "until"]];
}

impl Paged for ListNotes {
    type Item = Note;
    const PAGE: fn(&Self::Output, &RawResponseHead) -> PageInfo = |notes, _| PageInfo {
        next: Next::Unknown,
        total: notes.total,
    };
    const ITEMS: fn(&mut Self::Output) -> Option<&mut Vec<Self::Item>> =
        |notes| Some(&mut notes.notes);
    const DEFAULT: Paging = Paging::Skip(Self::SKIP);
    const IDENTITY: fn(&Self::Item) -> Option<Cow<'_, str>> =
        |note| Some(Cow::Owned(note.id.to_string()));
}

impl SkipPaged for ListNotes {
    const SKIP: SkipPaging = SkipPaging {
        number: "offset",
        size: Some("limit"),
        first: 0,
        max_size: None,
        kind: SkipKind::Offset,
    };
}

/// Operation `createNote`: `POST /notes`.
pub struct CreateNote;

impl Operation for CreateNote {
    type Output = Note;
    const ID: &'static str = "createNote";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/notes";
    const ACCEPT: &'static str = "application/json";
    const SECURITY: &'static [&'static [&'static str]] = &[];
    const DECODE: decode::Decode<Self::Output> = decode::json;
}

/// Operation `deleteNote`: `DELETE /notes/{id}`.
pub struct DeleteNote;

impl Operation for DeleteNote {
    type Output = ();
    const ID: &'static str = "deleteNote";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/notes/{id}";
    const ACCEPT: &'static str = "";
    const SECURITY: &'static [&'static [&'static str]] = &[];
    const DECODE: decode::Decode<Self::Output> = decode::empty;
}

impl<M> Client<M> {
    /// List notes.
    pub fn list_notes(&self) -> Request<ListNotes, M> {
        self.request()
    }

    /// Create a note.
    pub fn create_note(&self, body: &NewNote) -> Request<CreateNote, M> {
        self.request().json("application/json", body)
    }

    /// Delete a note.
    pub fn delete_note(&self, id: i64) -> Request<DeleteNote, M> {
        self.request().path("id", id)
    }
}

impl<M> Request<ListNotes, M> {
    pub fn from(self, from: i64) -> Self {
        self.query("from", from)
    }

    pub fn until(self, until: i64) -> Self {
        self.query("until", until)
    }
}
