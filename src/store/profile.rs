//! Where everything of one user's Fantail lies on the disk, and that nobody else may read it.

use super::fault;
use crate::model::problem::StorageFault;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The longest socket path every system takes: `sun_path` has 104 bytes on macOS and 108 on Linux, one of them for the end.
#[cfg(unix)]
const SOCKET_PATH_MAX: usize = 103;

/// The places of one profile. Making one touches nothing; [`Profile::create`] does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    data: PathBuf,
    logs: PathBuf,
    socket: PathBuf,
}

impl Profile {
    /// Everything under one directory (`--profile DIR`).
    pub fn at(directory: impl AsRef<Path>) -> io::Result<Self> {
        let data = std::path::absolute(directory)?;
        Ok(Self { logs: data.join("logs"), socket: socket_for(&data), data })
    }

    /// The platform's own directories. `StorageFault::Other` when the user has no home.
    pub fn platform() -> Result<Self, StorageFault> {
        let directories = directories::ProjectDirs::from("im", "fantail", "Fantail").ok_or(StorageFault::Other)?;
        // Not the roaming directory of Windows: a database must not be copied about while it is open.
        let data = directories.data_local_dir().to_owned();
        let logs = directories.state_dir().unwrap_or(&data).join("logs");
        Ok(Self { socket: socket_for(&data), logs, data })
    }

    pub fn directory(&self) -> &Path {
        &self.data
    }

    pub fn database(&self) -> PathBuf {
        self.data.join("fantail.db")
    }

    pub fn lock_file(&self) -> PathBuf {
        self.data.join("lock")
    }

    /// A directory.
    pub fn logs(&self) -> PathBuf {
        self.logs.clone()
    }

    /// Where the running instance listens: a file on Unix, the name of a pipe on Windows.
    pub fn socket(&self) -> PathBuf {
        self.socket.clone()
    }

    /// Makes the directories, for this user alone, and takes from others what they may do with what is there already.
    pub fn create(&self) -> Result<(), StorageFault> {
        self.create_all().map_err(|error| fault::of_file(&error))
    }

    fn create_all(&self) -> io::Result<()> {
        private_directory(&self.data)?;
        private_directory(&self.logs)?;
        #[cfg(unix)]
        if let Some(parent) = self.socket.parent().filter(|parent| *parent != self.data) {
            private_directory(parent)?;
            same_owner(parent, &self.data)?;
        }
        for directory in [&self.data, &self.logs] {
            for entry in fs::read_dir(directory)? {
                let entry = entry?;
                if entry.file_type()?.is_file() {
                    tighten(&entry.path())?;
                }
            }
        }
        Ok(())
    }
}

/// Opens a file to read and write, made if it is not there, that only this user can open.
pub fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    tighten(path)?;
    Ok(file)
}

fn private_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path)?.permissions()) & 0o1000 != 0 {
        // `/tmp` and its like belong to everybody: closing them would harm the system.
        return Err(io::Error::other("a directory shared by all users cannot be a profile"));
    }
    tighten(path)
}

/// Takes from all others what they may do. On Windows the user's own directories are private by inheritance.
#[cfg(unix)]
fn tighten(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)) }
}

#[cfg(not(unix))]
fn tighten(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// In a directory for all, somebody else may have made ours first, or a link in its place.
#[cfg(unix)]
fn same_owner(path: &Path, reference: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(path)?;
    if found.is_dir() && found.uid() == fs::metadata(reference)?.uid() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::PermissionDenied, "the directory of the socket belongs to somebody else"))
}

#[cfg(unix)]
fn socket_for(data: &Path) -> PathBuf {
    let near = data.join("socket");
    if near.as_os_str().len() <= SOCKET_PATH_MAX {
        return near;
    }
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    far_socket(data, &[runtime.unwrap_or_else(std::env::temp_dir), std::env::temp_dir(), PathBuf::from("/tmp")])
}

/// A name that is the same for the same profile, in the first of these directories where it is short enough.
#[cfg(unix)]
fn far_socket(data: &Path, places: &[PathBuf]) -> PathBuf {
    let name = format!("fantail-{}", digest(data));
    let mut sockets = places.iter().map(|place| place.join(&name).join("socket"));
    let fits = |socket: &PathBuf| socket.as_os_str().len() <= SOCKET_PATH_MAX;
    sockets.find(fits).unwrap_or_else(|| PathBuf::from("/tmp").join(&name).join("socket"))
}

#[cfg(not(unix))]
fn socket_for(data: &Path) -> PathBuf {
    PathBuf::from(format!(r"\\.\pipe\fantail-{}", digest(data)))
}

fn digest(path: &Path) -> String {
    Sha256::digest(path.as_os_str().as_encoded_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::net::UnixListener;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_profile_is_made_for_its_user_alone() {
        let home = tempfile::tempdir().unwrap();
        let profile = Profile::at(home.path().join("deep/profile")).unwrap();
        profile.create().unwrap();
        assert_eq!(mode(profile.directory()), 0o700);
        assert_eq!(mode(&profile.logs()), 0o700);
        drop(private_file(&profile.lock_file()).unwrap());
        assert_eq!(mode(&profile.lock_file()), 0o600);
    }

    #[test]
    fn a_profile_that_others_could_read_is_closed_to_them() {
        let home = tempfile::tempdir().unwrap();
        let profile = Profile::at(home.path()).unwrap();
        profile.create().unwrap();
        let log = profile.logs().join("today.log");
        for file in [&profile.database(), &log] {
            fs::write(file, "").unwrap();
            fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
        }
        for directory in [profile.directory(), &profile.logs()] {
            fs::set_permissions(directory, fs::Permissions::from_mode(0o755)).unwrap();
        }
        profile.create().unwrap();
        assert_eq!([mode(profile.directory()), mode(&profile.logs())], [0o700; 2]);
        assert_eq!([mode(&profile.database()), mode(&log)], [0o600; 2]);
    }

    #[test]
    fn a_file_that_its_user_made_read_only_stays_so() {
        let home = tempfile::tempdir().unwrap();
        let profile = Profile::at(home.path()).unwrap();
        fs::write(profile.database(), "").unwrap();
        fs::set_permissions(profile.database(), fs::Permissions::from_mode(0o444)).unwrap();
        profile.create().unwrap();
        assert_eq!(mode(&profile.database()), 0o400);
    }

    #[test]
    fn a_directory_for_all_users_is_no_profile_and_stays_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let shared = home.path().join("tmp");
        fs::create_dir(&shared).unwrap();
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o1777)).unwrap();
        assert_eq!(Profile::at(&shared).unwrap().create(), Err(StorageFault::Other));
        assert_eq!(mode(&shared), 0o1777);
    }

    #[test]
    fn a_socket_can_be_made_however_deep_the_profile_lies() {
        let home = tempfile::tempdir().unwrap();
        let near = Profile::at(home.path()).unwrap();
        assert_eq!(near.socket(), home.path().join("socket"));
        let deep = home.path().join("a".repeat(100)).join("b".repeat(100));
        let profile = Profile::at(&deep).unwrap();
        profile.create().unwrap();
        let socket = profile.socket();
        UnixListener::bind(&socket).unwrap();
        let parent = socket.parent().unwrap();
        assert_eq!(mode(parent), 0o700);
        assert_eq!(Profile::at(&deep).unwrap().socket(), socket);
        assert_ne!(Profile::at(deep.join("other")).unwrap().socket(), socket);
        fs::remove_dir_all(parent).unwrap();
    }

    #[test]
    fn a_link_in_the_place_of_the_sockets_directory_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("target");
        fs::create_dir(&target).unwrap();
        let link = home.path().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(same_owner(&target, home.path()).is_ok());
        assert!(same_owner(&link, home.path()).is_err());
    }

    #[test]
    fn the_socket_goes_where_its_path_is_short_enough() {
        let long = PathBuf::from("/").join("x".repeat(100));
        let socket = far_socket(Path::new("/profile"), &[long, PathBuf::from("/run/user/1000")]);
        assert!(socket.starts_with("/run/user/1000"), "{}", socket.display());
    }
}
