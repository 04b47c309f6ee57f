//! A file of calls per document of the server.

use std::error::Error;

use crate::harness::Case;

macro_rules! documents {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// The calls of all documents, in this order.
        pub(crate) fn all(url: &str) -> Result<Vec<Case>, Box<dyn Error>> {
            let mut all = Vec::new();
            $(all.extend($name::cases(url)?);)*
            Ok(all)
        }
    };
}

documents! {
    body_array
    body_boolean
    body_byte
    body_complex
    body_date
    body_datetime
    body_datetime_rfc1123
    body_dictionary
    body_duration
    body_integer
    body_number
    body_string
    body_time
    header
    url
    url_multi_collectionformat
}
