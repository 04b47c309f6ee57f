//! The header `Link` (RFC 8288, section 3), written in the many ways that the grammar has.

use futures_util::TryStreamExt;
use proptest::prelude::*;

use super::cases;
use super::tape::{Reply, Tape, run};

/// A link, and whether it leads to the next page.
#[derive(Debug, Clone)]
struct Link {
    text: String,
    next: bool,
}

/// A link to `/pNUMBER`.
fn link() -> impl Strategy<Value = Link> {
    let relation = proptest::sample::select(vec![
        ("rel=next", true),
        ("rel=\"next\"", true),
        ("REL=\"NEXT\"", true),
        ("rel=\"last next\"", true),
        ("rel=prev", false),
        ("rel=\"nextish\"", false),
        ("rel=\"prev\"; rel=\"next\"", false),
        ("rel=next; anchor=\"/elsewhere\"", false),
        ("title=\"rel=next\"", false),
    ]);
    let other = proptest::sample::select(vec![
        "",
        "title=\"a, <b>; rel=next\"",
        "title=\"say \\\"rel=next\\\", \"",
        "hreflang=en",
        "type=\"text/html\"",
    ]);
    let space = proptest::sample::select(vec!["", " "]);
    (relation, other, any::<bool>(), space, 0..9_u8).prop_map(
        |((relation, next), other, before, space, number)| {
            let mut parameters = vec![relation];
            if !other.is_empty() {
                parameters.insert(usize::from(!before), other);
            }
            let parameters = parameters.join(&format!("{space};{space}"));
            Link {
                text: format!("<http://api.test/p{number}>;{space}{parameters}"),
                next,
            }
        },
    )
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn the_first_link_to_the_next_page_is_followed(links in proptest::collection::vec(link(), 0..4)) {
        let texts: Vec<&str> = links.iter().map(|link| link.text.as_str()).collect();
        let expected = links.iter().find(|link| link.next);
        let expected = expected.map(|link| link.text[1..link.text.find('>').unwrap()].to_owned());
        let page = |ids: &str, link: String| Reply {
            headers: vec![("content-type", "application/json".to_owned()), ("link", link)],
            pieces: vec![ids.as_bytes().to_vec()],
        };
        let tape = Tape::with([
            page("[{\"id\":\"1\"}]", texts.join(", ")),
            page("[{\"id\":\"2\"}]", String::new()),
        ]);
        let items: Vec<_> = run(tape.client().link_only().items().try_collect()).unwrap();
        let second = tape.seen().get(1).map(|(uri, _)| uri.to_string());
        prop_assert_eq!(second, expected.clone());
        prop_assert_eq!(items.len(), 1 + usize::from(expected.is_some()));
    }
}
