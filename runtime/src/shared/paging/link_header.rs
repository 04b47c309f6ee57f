//! The header `Link` (RFC 8288, section 3).

/// The target of the first link with the relation `next`.
pub(super) fn next(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, link) = rest.split_once('<')?;
        let (target, after) = link.split_once('>')?;
        let (parameters, others) = split(after);
        if is_next(&parameters) {
            return Some(target);
        }
        rest = others;
    }
}

/// The parameters of a link, and what follows the comma that ends them. In quotes, commas and semicolons have no
/// meaning.
fn split(text: &str) -> (Vec<&str>, &str) {
    let mut parameters = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' | ',' if !quoted => {
                parameters.push(text.get(start..index).unwrap_or_default());
                start = index + 1;
                if character == ',' {
                    return (parameters, text.get(start..).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    parameters.push(text.get(start..).unwrap_or_default());
    (parameters, "")
}

/// The first `rel` counts (section 3.3). A link with an `anchor` starts somewhere else than at this page (section 3.2).
fn is_next(parameters: &[&str]) -> bool {
    let pairs = parameters
        .iter()
        .filter_map(|parameter| parameter.split_once('='))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')));
    let value = |wanted: &str| {
        let mut pairs = pairs.clone();
        pairs.find_map(|(name, value)| name.eq_ignore_ascii_case(wanted).then_some(value))
    };
    let mut relations = value("rel").unwrap_or_default().split_ascii_whitespace();
    value("anchor").is_none() && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
}
