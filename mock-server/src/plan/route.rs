//! From a path to the operations on it.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::Operation;

/// All paths of the document.
#[derive(Debug, Default)]
pub(crate) struct Router {
    paths: Vec<Path>,
    /// Paths by their number of segments, those with the fewest parameters first (`OpenAPI` "Path Templating Matching").
    by_length: HashMap<usize, Vec<usize>>,
}

#[derive(Debug)]
struct Path {
    segments: Vec<Segment>,
    /// Methods with the position of their operation.
    methods: Vec<(String, usize)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    /// Text before and after a parameter, which is not empty.
    Parameter(String, String),
}

/// What a path leads to.
#[derive(Debug)]
pub(crate) struct Route<'r> {
    methods: &'r [(String, usize)],
    /// Values of the path parameters in their order.
    pub(crate) values: Vec<String>,
}

impl Route<'_> {
    /// The operation for a method; `HEAD` is answered as `GET` is (RFC 9110 section 9.3.2).
    pub(crate) fn operation(&self, method: &str) -> Option<usize> {
        let by = |wanted: &str| {
            self.methods
                .iter()
                .find(|(method, _)| method == wanted)
                .map(|(_, operation)| *operation)
        };
        by(method).or_else(|| if method == "HEAD" { by("GET") } else { None })
    }

    /// The value of `Allow`.
    pub(crate) fn allow(&self) -> String {
        let mut methods: Vec<&str> = self
            .methods
            .iter()
            .map(|(method, _)| method.as_str())
            .collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.push("OPTIONS");
        methods.join(", ")
    }
}

impl Router {
    pub(super) fn new(operations: &[Operation]) -> Self {
        let mut router = Self::default();
        for (position, operation) in operations.iter().enumerate() {
            let segments: Vec<Segment> = operation
                .path
                .trim_start_matches('/')
                .split('/')
                .map(segment)
                .collect();
            let known = router
                .paths
                .iter_mut()
                .find(|path| path.segments == segments);
            match known {
                Some(path) => path.methods.push((operation.method.clone(), position)),
                None => router.paths.push(Path {
                    segments,
                    methods: vec![(operation.method.clone(), position)],
                }),
            }
        }
        for (position, path) in router.paths.iter().enumerate() {
            router
                .by_length
                .entry(path.segments.len())
                .or_default()
                .push(position);
        }
        let parameters = |path: &usize| {
            router.paths.get(*path).map_or(0, |path| {
                path.segments
                    .iter()
                    .filter(|segment| matches!(segment, Segment::Parameter(..)))
                    .count()
            })
        };
        let mut by_length = std::mem::take(&mut router.by_length);
        for paths in by_length.values_mut() {
            paths.sort_by_key(parameters);
        }
        Self {
            by_length,
            ..router
        }
    }

    /// What `path` (without that of the server) leads to.
    pub(crate) fn find(&self, path: &str) -> Option<Route<'_>> {
        let given: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let candidates = self.by_length.get(&given.len())?;
        candidates
            .iter()
            .filter_map(|position| self.paths.get(*position))
            .find_map(|path| {
                let values = path.matches(&given)?;
                Some(Route {
                    methods: &path.methods,
                    values,
                })
            })
    }
}

impl Path {
    fn matches(&self, given: &[&str]) -> Option<Vec<String>> {
        let mut values = Vec::new();
        for (segment, given) in self.segments.iter().zip(given) {
            match segment {
                Segment::Literal(text) if text == given => {}
                Segment::Literal(_) => return None,
                Segment::Parameter(before, after) => {
                    let value = given
                        .strip_prefix(before.as_str())?
                        .strip_suffix(after.as_str())?;
                    if value.is_empty() {
                        return None;
                    }
                    values.push(percent_decode_str(value).decode_utf8_lossy().into_owned());
                }
            }
        }
        Some(values)
    }
}

fn segment(text: &str) -> Segment {
    match text
        .split_once('{')
        .and_then(|(before, rest)| rest.split_once('}').map(|(_, after)| (before, after)))
    {
        Some((before, after)) => Segment::Parameter(before.to_owned(), after.to_owned()),
        None => Segment::Literal(text.to_owned()),
    }
}
