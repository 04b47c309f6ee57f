//! The target of an action: a JSONPath expression (RFC 9535) and the nodes it selects.

use indexmap::IndexSet;
use serde_json::Value;
use serde_json_path::{JsonPath, NormalizedPath};

/// The parser recurses once per bracket, so that an expression has to be bounded before it is parsed.
const DEEPEST: usize = 16;
const LONGEST: usize = 8 * 1024;
const MOST_DESCENDANTS: usize = 2;

/// A parsed JSONPath expression.
pub(super) struct Target<'t> {
    text: &'t str,
    path: JsonPath,
}

impl<'t> Target<'t> {
    /// # Errors
    ///
    /// What is wrong with the expression.
    pub(super) fn parse(text: &'t str) -> Result<Self, String> {
        let depth = text.chars().scan(0_usize, |depth, character| {
            match character {
                '(' | '[' => *depth += 1,
                ')' | ']' => *depth = depth.saturating_sub(1),
                _ => {}
            }
            Some(*depth)
        });
        if text.len() > LONGEST || depth.max().unwrap_or_default() > DEEPEST {
            return Err("it is too long or too deeply nested".to_owned());
        }
        // The nodes below each of the nodes below each node: their number grows with the power of such segments.
        if text.matches("..").count() > MOST_DESCENDANTS {
            return Err(format!(
                "it descends by `..` more than {MOST_DESCENDANTS} times; name the steps between"
            ));
        }
        let looks_through = |inner: &str| {
            text.match_indices(inner).any(|(at, _)| {
                let rest = text.get(at..).unwrap_or_default();
                let end = rest.find(['=', '<', '>', '&', '|', ')', ',']);
                let query = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
                at > 0 && (query.contains('*') || query.contains(".."))
            })
        };
        if text.contains('?') && (looks_through("$.") || looks_through("$[")) {
            return Err("a filter looks through the whole document for each node".to_owned());
        }
        match JsonPath::parse(text)
            .or_else(|error| JsonPath::parse(&quoted(text)).map_err(|_| error))
        {
            Ok(path) => Ok(Self { text, path }),
            Err(error) if !text.starts_with('$') => {
                Err(format!("it has to begin with `$` ({error})"))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// JSON pointers of the selected nodes, each once, in the order in which the expression selects them.
    pub(super) fn select(&self, tree: &Value) -> IndexSet<String> {
        self.path
            .query_located(tree)
            .locations()
            .map(NormalizedPath::to_json_pointer)
            .collect()
    }

    /// What exists instead, for a target that matches nothing: the longest part of the path that does match, and
    /// what is there.
    pub(super) fn closest(&self, tree: &Value) -> String {
        let mut end = self.text.len();
        for at in steps(self.text).into_iter().rev() {
            let (prefix, step) = (&self.text[..at], &self.text[at..end]);
            end = at;
            let Ok(path) = JsonPath::parse(prefix) else {
                continue;
            };
            let nodes = path.query(tree).all();
            let Some(first) = nodes.first() else { continue };
            return format!(
                "`{prefix}` exists, `{step}` does not: {}",
                contents(first, name(step))
            );
        }
        "the document is empty".to_owned()
    }
}

/// The expression with each name such as `.x-paged` as `['x-paged']`: RFC 9535 has no hyphen in a name without quotes, the
/// examples of the overlay specification have.
fn quoted(text: &str) -> String {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut result = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '\'' | '"') => quote = Some(character),
            None if character == '.' && name.contains('-') && !name.starts_with('-') => {
                // Behind `..` as well.
                result.push_str(if result.ends_with('.') { ".['" } else { "['" });
                result.push_str(name);
                result.push_str("']");
                rest = &rest[name.len()..];
                continue;
            }
            _ => {}
        }
        result.push(character);
    }
    result
}

/// Offsets at which the segments of the path begin, the first behind the `$`.
fn steps(text: &str) -> Vec<usize> {
    let mut steps = Vec::new();
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    let mut previous = ' ';
    for (at, character) in text.char_indices() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '[') => {
                if depth == 0 && previous != '.' {
                    steps.push(at);
                }
                depth += 1;
            }
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '.') if depth == 0 && previous != '.' => steps.push(at),
            _ => {}
        }
        previous = character;
    }
    steps
}

/// The member name in a segment such as `.name` or `['name']`.
fn name(step: &str) -> Option<&str> {
    let inner = step
        .strip_prefix('[')
        .and_then(|step| step.strip_suffix(']'));
    let quoted = |quote| inner.and_then(|inner| inner.strip_prefix(quote)?.strip_suffix(quote));
    quoted('\'').or_else(|| quoted('"')).or_else(|| {
        step.strip_prefix('.')
            .filter(|name| !name.contains(['*', '.', '[']))
    })
}

fn contents(node: &Value, wanted: Option<&str>) -> String {
    const SHOWN: usize = 8;
    match node {
        Value::Object(members) if members.is_empty() => "that object is empty".to_owned(),
        Value::Object(members) => {
            if let Some(similar) = wanted.and_then(|wanted| similar(members.keys(), wanted)) {
                return format!("did you mean `{similar}`?");
            }
            let names: Vec<_> = members
                .keys()
                .take(SHOWN)
                .map(|key| format!("`{key}`"))
                .collect();
            let more = if members.len() > SHOWN {
                format!(" and {} more", members.len() - SHOWN)
            } else {
                String::new()
            };
            format!("its members are {}{more}", names.join(", "))
        }
        Value::Array(items) => format!("that is an array of {} items", items.len()),
        _ => format!("that is {node}"),
    }
}

/// The name most like `wanted`, if one is alike at all.
fn similar<'a>(names: impl Iterator<Item = &'a String>, wanted: &str) -> Option<&'a str> {
    let limit = wanted.chars().count() / 3 + 1;
    names
        .map(|name| (distance(name, wanted, limit), name.as_str()))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edit distance, letter case aside; some number above `limit` where it is certain to be above.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let a: Vec<char> = a.to_lowercase().chars().collect();
    let b: Vec<char> = b.to_lowercase().chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for ((replaced, above), y) in row.iter().zip(row.iter().skip(1)).zip(&b) {
            let left = next.last().copied().unwrap_or_default();
            next.push(
                (replaced + usize::from(x != y))
                    .min(above + 1)
                    .min(left + 1),
            );
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
