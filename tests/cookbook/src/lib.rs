//! Compiles what `docs/cookbook.md` shows, and runs what needs no account.

#![doc = include_str!("../../../docs/cookbook.md")]
