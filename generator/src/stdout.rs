//! Standard output of the command line tools. Whoever reads it may stop early, as `head` does; that ends the command and is
//! no error.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};
use std::process::exit;

/// Writes to standard output. Where nobody reads any more, the process ends, with the status of one that was ended by the
/// signal `SIGPIPE`.
pub fn write(text: Arguments<'_>) {
    let mut out = io::stdout().lock();
    match out.write_fmt(text).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit(141),
        Err(error) => {
            eprintln!("error: standard output: {error}");
            exit(1);
        }
    }
}
