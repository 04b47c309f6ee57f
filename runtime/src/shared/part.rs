//! How the parts of a form are written (OpenAPI 3.0, "Encoding Object"; RFC 7578).

use super::header::header;
use super::upload::Upload;

/// How the document says that the parts of one name are written.
#[derive(Debug, Clone, Copy)]
pub struct PartEncoding {
    /// The name of the part.
    pub name: &'static str,
    /// Its `Content-Type`, unless the caller gives another; empty for what its content is by itself.
    pub media_type: &'static str,
    /// What separates the items of a list that is written as one part; empty for a part per item.
    pub joined: &'static str,
    /// Headers of its own.
    pub headers: &'static [PartHeader],
}

/// A header of a part.
#[derive(Debug, Clone, Copy)]
pub struct PartHeader {
    /// Its name.
    pub name: &'static str,
    /// Its value, where the document leaves no choice; empty if the caller gives it.
    pub value: &'static str,
    /// Whether a part cannot be sent without it.
    pub required: bool,
}

/// One part.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    /// What the caller says that it is.
    pub(super) media_type: Option<String>,
    /// What it is if neither the caller nor the document says it; empty for none.
    pub(super) usual: &'static str,
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: Upload,
}

impl Part {
    /// What stands before the content, and what is missing there.
    pub(super) fn head(&self, encodings: &[PartEncoding]) -> Result<String, String> {
        let mut head = format!(
            "Content-Disposition: form-data; name=\"{}\"",
            quoted(&self.name)
        );
        if let Some(file_name) = &self.file_name {
            head = head + "; filename=\"" + &quoted(file_name) + "\"";
        }
        let encoding = encodings.iter().find(|known| known.name == self.name);
        let documented = encoding.map_or("", |encoding| encoding.media_type);
        let usual = if documented.is_empty() {
            self.usual
        } else {
            documented
        };
        let media_type = self.media_type.as_deref().unwrap_or(usual);
        if !media_type.is_empty() {
            head = head + "\r\nContent-Type: " + &media_type.replace(['\r', '\n'], "");
        }
        let mut headers: Vec<(&str, &str)> = Vec::new();
        for wanted in encoding.map_or(&[][..], |encoding| encoding.headers) {
            let mut given = self.headers.iter();
            match given.find(|(name, _)| name.eq_ignore_ascii_case(wanted.name)) {
                Some((_, value)) => headers.push((wanted.name, value)),
                None if !wanted.value.is_empty() => headers.push((wanted.name, wanted.value)),
                None if wanted.required => {
                    return Err(format!(
                        "the part `{}` needs the header `{}`: set it with `part_header`",
                        self.name, wanted.name
                    ));
                }
                None => {}
            }
        }
        for (name, value) in &self.headers {
            if !headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                headers.push((name, value));
            }
        }
        for (name, value) in headers {
            let (name, value) = header(name, value)
                .map_err(|_| format!("the part `{}` has an invalid header", self.name))?;
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            head = head + "\r\n" + name.as_str() + ": " + &value;
        }
        Ok(head)
    }
}

/// As browsers escape names (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
