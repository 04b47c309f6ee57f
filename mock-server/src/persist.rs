//! The state in a file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock};

use crate::store::Store;

/// As many as Linux follows.
const MOST_LINKS: usize = 40;

/// Replaces the state by that in a file.
///
/// # Errors
///
/// Why it cannot be read.
pub(crate) fn load(store: &mut Store, file: &Path) -> Result<(), String> {
    let shown = file.display();
    let text = fs::read(file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let state =
        serde_json::from_slice(&text).map_err(|error| format!("{shown} is not JSON: {error}"))?;
    store
        .load(&state)
        .map_err(|why| format!("{shown} is no state of this API: {why}"))
}

/// A file that the state is kept in, by no one else as long as this lives.
#[derive(Debug)]
pub(crate) struct Kept {
    file: PathBuf,
    temporary: PathBuf,
    /// Locked; the system unlocks it when the process ends, however that comes about.
    _lock: File,
}

impl Kept {
    /// Takes the file, which need not be there yet.
    ///
    /// # Errors
    ///
    /// If another server keeps its state in it, or nothing can be written beside it.
    pub(crate) fn take(file: &Path) -> Result<Self, String> {
        let failed =
            |error: &io::Error| format!("cannot keep the state in {}: {error}", file.display());
        // One file has one lock, whatever links lead to it.
        let real = real(file).map_err(|error| failed(&error))?;
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(beside(&real, ".lock"))
            .map_err(|error| failed(&error))?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|error| match error {
            rustix::io::Errno::WOULDBLOCK => {
                format!("another server keeps its state in {}", file.display())
            }
            other => failed(&other.into()),
        })?;
        Ok(Self {
            temporary: beside(&real, ".tmp"),
            file: real,
            _lock: lock,
        })
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Writes the state beside the file, then puts it in its place: whoever reads the file finds a whole state, whatever
    /// happens meanwhile.
    ///
    /// # Errors
    ///
    /// Why it cannot be written. The file is then as it was.
    pub(crate) fn save(&self, state: &serde_json::Value) -> Result<(), String> {
        let written = self.write(state.to_string().as_bytes());
        if written.is_err() {
            let _ = fs::remove_file(&self.temporary);
        }
        written.map_err(|error| format!("cannot write {}: {error}", self.file.display()))
    }

    fn write(&self, text: &[u8]) -> io::Result<()> {
        let mut out = self.create()?;
        if let Ok(old) = fs::metadata(&self.file) {
            out.set_permissions(old.permissions())?;
        }
        out.write_all(text)?;
        out.sync_all()?;
        fs::rename(&self.temporary, &self.file)?;
        // The new name is on the disk once its folder is.
        let folder = self.file.parent().map(File::open).transpose()?;
        folder.map_or(Ok(()), |folder| folder.sync_all())
    }

    /// A new file, never one that is there, nor what a link leads to.
    fn create(&self) -> io::Result<File> {
        let create = || {
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&self.temporary)
        };
        create().or_else(|error| {
            if error.kind() != io::ErrorKind::AlreadyExists {
                return Err(error);
            }
            // Left by a server that was killed, as the lock is ours.
            fs::remove_file(&self.temporary)?;
            create()
        })
    }
}

/// The file without links on the way to it, whether it is there or not.
fn real(file: &Path) -> io::Result<PathBuf> {
    let mut file = file.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&file) else {
            break;
        };
        file.pop();
        file.push(target);
    }
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")))?;
    let name = file.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    Ok(folder.join(name))
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
