//! `print` and `println` that end the process where nobody reads standard output any more, instead of panicking.

macro_rules! print {
    ($($text:tt)*) => { openapi_client_generator::unstable::stdout::write(format_args!($($text)*)) };
}

macro_rules! println {
    ($($text:tt)*) => {
        openapi_client_generator::unstable::stdout::write(format_args!("{}\n", format_args!($($text)*)))
    };
}
