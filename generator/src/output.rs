//! The generated files, and the only place that touches the disk to write them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::render::HEADER;

/// Generated files by their path relative to the client's `src` folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    files: BTreeMap<String, String>,
}

/// A file that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stale {
    /// Not there.
    Missing(PathBuf),
    /// Other text.
    Changed(PathBuf),
    /// Generated once, no longer wanted.
    Left(PathBuf),
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "missing  {}", path.display()),
            Self::Changed(path) => write!(f, "changed  {}", path.display()),
            Self::Left(path) => write!(f, "stale    {}", path.display()),
        }
    }
}

impl Output {
    pub(crate) fn insert(&mut self, path: String, text: String) {
        self.files.insert(path, text);
    }

    /// The files.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Lets `format` change the texts, a formatter for instance.
    ///
    /// # Errors
    ///
    /// What `format` returns.
    pub fn try_map<E>(self, format: impl FnOnce(BTreeMap<String, String>) -> Result<BTreeMap<String, String>, E>) -> Result<Self, E> {
        Ok(Self { files: format(self.files)? })
    }

    /// What [`Output::write`] would do in `folder`.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn compare(&self, folder: &Path) -> io::Result<Vec<Stale>> {
        let mut stale = Vec::new();
        for (path, text) in &self.files {
            let path = folder.join(path);
            match fs::read_to_string(&path) {
                Ok(found) if found == *text => {}
                Ok(_) => stale.push(Stale::Changed(path)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => stale.push(Stale::Missing(path)),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => stale.push(Stale::Changed(path)),
                Err(error) => return Err(error),
            }
        }
        for path in generated_files(folder)? {
            let relative = path.strip_prefix(folder).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default();
            if !self.files.contains_key(&relative) {
                stale.push(Stale::Left(path));
            }
        }
        stale.sort();
        Ok(stale)
    }

    /// Brings `folder` up to date: writes what is missing or has changed, removes generated files that are no longer
    /// wanted. Files without the header are left alone. Returns what was done.
    ///
    /// # Errors
    ///
    /// When a file that was not generated stands in the way (`AlreadyExists`), before anything is written; when
    /// something cannot be read or written.
    pub fn write(&self, folder: &Path) -> io::Result<Vec<Stale>> {
        let stale = self.compare(folder)?;
        for change in &stale {
            if let Stale::Changed(path) = change
                && !is_generated(path)?
            {
                let message = format!("{} was not generated, so it is not overwritten; move it away first", path.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
            }
        }
        for change in &stale {
            match change {
                Stale::Left(path) => {
                    fs::remove_file(path)?;
                    // The folder goes with its last file; one that is not empty stays.
                    if let Some(parent) = path.parent().filter(|parent| *parent != folder) {
                        let _ = fs::remove_dir(parent);
                    }
                }
                Stale::Missing(path) | Stale::Changed(path) => {
                    let relative = path.strip_prefix(folder).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default();
                    if let Some(parent) = path.parent() {
                        fs::create_dir_all(parent).map_err(|error| named(error, parent))?;
                    }
                    fs::write(path, self.files.get(&relative).map_or("", String::as_str)).map_err(|error| named(error, path))?;
                }
            }
        }
        Ok(stale)
    }
}

fn named(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn generated_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(named(error, &folder)),
        };
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push(entry.path());
            } else if kind.is_file() && is_generated(&entry.path())? {
                found.push(entry.path());
            }
        }
    }
    Ok(found)
}

fn is_generated(path: &Path) -> io::Result<bool> {
    let bytes = fs::read(path).map_err(|error| named(error, path))?;
    Ok(bytes.starts_with(HEADER.trim_end().as_bytes()))
}
