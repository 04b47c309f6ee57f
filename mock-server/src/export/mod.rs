//! The API for other tools.
