//! What the document says about a value in words: whether it is a URL, a cursor or a time.

use serde_json::Value;

use crate::resolve;

/// What is said about a parameter or a member.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    format: String,
    words: Vec<String>,
    examples: Vec<Value>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Url,
    Cursor,
}

impl Hints {
    /// From a description and a schema.
    pub(super) fn of(tree: &Value, docs: Option<&str>, nodes: &[&Value]) -> Self {
        let mut hints = Self::default();
        if nodes.is_empty() {
            hints.read(docs.unwrap_or_default());
        }
        for node in nodes {
            let Ok(resolved) = resolve::resolve(tree, node, "") else {
                continue;
            };
            for node in [*node, resolved.node] {
                hints.add(node);
            }
        }
        hints
    }

    fn add(&mut self, node: &Value) {
        let text = |name: &str| node.get(name).and_then(Value::as_str);
        if let Some(format) = text("format") {
            format.clone_into(&mut self.format);
        }
        for name in ["description", "title"] {
            self.read(text(name).unwrap_or_default());
        }
        self.examples.extend(node.get("example").cloned());
        let listed = node.get("examples").and_then(Value::as_array);
        self.examples.extend(listed.into_iter().flatten().cloned());
    }

    fn read(&mut self, text: &str) {
        let text = without_links(text).to_ascii_lowercase();
        let words = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned);
        self.words.extend(words);
    }

    /// The words of the descriptions.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// The words of the descriptions, in this order.
    pub(super) fn says_one_of(&self, phrases: &[&str]) -> bool {
        let joined = format!(" {} ", self.words.join(" "));
        phrases
            .iter()
            .any(|phrase| joined.contains(&format!(" {phrase} ")))
    }

    /// Whether the format says that the value is a URL.
    pub(super) fn is_url(&self) -> bool {
        const FORMATS: [&str; 8] = [
            "uri",
            "url",
            "uri-reference",
            "iri",
            "iri-reference",
            "link",
            "href",
            "uri-template",
        ];
        FORMATS.contains(&self.format.as_str())
    }

    /// Whether the value is a URL or a cursor; nothing where neither is said.
    pub(super) fn meaning(&self) -> Option<Meaning> {
        const URL: [&str; 9] = [
            "url",
            "urls",
            "uri",
            "uris",
            "link",
            "links",
            "href",
            "hyperlink",
            "hyperlinks",
        ];
        const CURSOR: [&str; 12] = [
            "cursor",
            "cursors",
            "token",
            "tokens",
            "marker",
            "opaque",
            "bookmark",
            "identifier",
            "id",
            "offset",
            "continuation",
            "key",
        ];
        if self.is_url() {
            return Some(Meaning::Url);
        }
        let example = self.examples.iter().find_map(Value::as_str);
        if let Some(example) = example.filter(|text| !text.is_empty() && *text != "string") {
            if example.contains("://") || example.starts_with('/') || example.starts_with('?') {
                return Some(Meaning::Url);
            }
            if !example.contains('/') && !example.contains(' ') && example != "null" {
                return Some(Meaning::Cursor);
            }
        }
        // What comes first is what the value is; the rest says what it holds or is used for.
        self.words.iter().find_map(|word| {
            let word = word.as_str();
            (URL.contains(&word).then_some(Meaning::Url))
                .or_else(|| CURSOR.contains(&word).then_some(Meaning::Cursor))
        })
    }

    /// Whether the value is a time: what bears a cursor's name and is one begins a range.
    pub(super) fn is_time(&self) -> bool {
        const TIME: [&str; 22] = [
            "date",
            "dates",
            "datetime",
            "timestamp",
            "timestamps",
            "time",
            "times",
            "unix",
            "epoch",
            "iso8601",
            "8601",
            "rfc3339",
            "3339",
            "yyyy",
            "milliseconds",
            "ms",
            "utc",
            "day",
            "days",
            "hours",
            "created",
            "since",
        ];
        const PAGING: [&str; 12] = [
            "cursor",
            "token",
            "page",
            "pages",
            "pagination",
            "paging",
            "paginate",
            "offset",
            "opaque",
            "index",
            "skip",
            "identifier",
        ];
        let dated = matches!(
            self.format.as_str(),
            "date" | "date-time" | "time" | "datetime"
        );
        dated || (self.says(&TIME) && !self.says(&PAGING))
    }

    /// Whether the words are about paging.
    pub(super) fn is_about_paging(&self) -> bool {
        const LISTS: [&str; 9] = [
            "collection",
            "results",
            "items",
            "records",
            "entries",
            "list",
            "objects",
            "rows",
            "elements",
        ];
        const PAGING: [&str; 6] = [
            "pagination",
            "paginated",
            "paginate",
            "paging",
            "paged",
            "paginating",
        ];
        self.says(&PAGING) || (self.says(&["page", "pages"]) && self.says(&LISTS))
    }

    /// Whether counting starts at 0, or at 1, as far as that is said.
    pub(super) fn first(&self) -> Option<u64> {
        let says = |phrases: &[&str]| self.says_one_of(phrases);
        if says(&[
            "zero based",
            "0 based",
            "zero indexed",
            "0 indexed",
            "start at 0",
            "starts at 0",
            "starting at 0",
            "starting from 0",
            "starting with 0",
            "starts from 0",
            "starts with 0",
            "begins at 0",
            "from zero",
            "at zero",
            "first page is 0",
            "0 n",
        ]) {
            return Some(0);
        }
        if says(&[
            "one based",
            "1 based",
            "start at 1",
            "starts at 1",
            "starting at 1",
            "starting from 1",
            "starting with 1",
            "starts from 1",
            "starts with 1",
            "begins at 1",
            "first page is 1",
            "1 indexed",
            "one indexed",
            "default is 1",
            "default 1",
            "defaults to 1",
            "default to 1",
        ]) {
            return Some(1);
        }
        let example = self.examples.iter().find_map(Value::as_u64);
        example.filter(|example| *example <= 1)
    }
}

/// A text without the targets of its links, which say nothing of what it is about.
fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("](") {
        let (before, after) = rest.split_at(start);
        kept.push_str(before);
        kept.push(' ');
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    kept.push_str(rest);
    let words = kept.split_whitespace().filter(|word| !word.contains("://"));
    words.collect::<Vec<_>>().join(" ")
}
