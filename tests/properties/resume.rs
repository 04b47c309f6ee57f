//! Resume tokens: texts that people keep, and may have changed.

use proptest::prelude::*;
use tests::runtime::ResumeToken;

use super::cases;
use super::tape::{Reply, Tape, run};

/// A token after the first of two items.
fn token() -> String {
    let headers = vec![("content-type", "application/json".to_owned())];
    let body = b"[{\"id\":\"1\"},{\"id\":\"2\"}]".to_vec();
    let tape = Tape::with([Reply {
        headers,
        pieces: vec![body],
    }]);
    run(async {
        let mut items = tape.client().link_only().items();
        items.try_next().await.unwrap();
        items.resume_token().expect("a token").to_string()
    })
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn a_token_that_is_read_is_written_as_it_was_understood(edits in proptest::collection::vec((any::<usize>(), any::<u8>(), 0..3_u8), 0..6), other in any::<String>()) {
        let original = token();
        prop_assert_eq!(original.parse::<ResumeToken>().unwrap().to_string(), original.clone());
        let mut bytes = original.into_bytes();
        for (at, byte, kind) in edits {
            let at = at % (bytes.len() + 1);
            match kind {
                0 if at < bytes.len() => { bytes.remove(at); }
                1 if at < bytes.len() => bytes[at] = byte,
                _ => bytes.insert(at, byte),
            }
        }
        for text in [String::from_utf8_lossy(&bytes).into_owned(), other] {
            // Anything else is an error, and nothing is a panic.
            if let Ok(read) = text.parse::<ResumeToken>() {
                let written = read.to_string();
                prop_assert_eq!(written.parse::<ResumeToken>().unwrap(), read);
            }
        }
    }
}
