//! The local socket: a Unix socket in the profile, a named pipe on Windows. Reachable by the same user only.

#[cfg(unix)]
pub use unix::{Accepted, Connected, Listener, connect};
#[cfg(windows)]
pub use windows::{Accepted, Connected, Listener, connect};

#[cfg(unix)]
mod unix {
    use std::fs::{self, DirBuilder, File, Permissions};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
    use std::path::{Path, PathBuf};
    use tokio::net::{UnixListener, UnixStream};

    pub type Accepted = UnixStream;
    pub type Connected = UnixStream;

    /// `sun_path` holds 108 bytes on Linux and 104 on macOS, with the final zero.
    const LONGEST_PATH: usize = 103;

    /// Where others of the same user knock. Removes its file when dropped.
    #[derive(Debug)]
    pub struct Listener {
        listener: UnixListener,
        path: PathBuf,
        /// Whose file the socket is: ours.
        user: u32,
    }

    impl Listener {
        /// Call it only while holding the profile's lock: a file left by a dead process is replaced.
        pub fn bind(path: &Path) -> io::Result<Self> {
            if let Some(directory) = path.parent() {
                DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
                // Before the socket is there, so that nobody reaches it before its own mode is set.
                fs::set_permissions(directory, Permissions::from_mode(0o700))?;
            }
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
            let listener = short(path, |path| UnixListener::bind(path))?;
            fs::set_permissions(path, Permissions::from_mode(0o600))?;
            let user = fs::metadata(path)?.uid();
            Ok(Self { listener, path: path.to_owned(), user })
        }

        /// The next one who knocks and is the same user.
        pub async fn accept(&mut self) -> io::Result<Accepted> {
            loop {
                let (stream, _) = self.listener.accept().await?;
                let peer = stream.peer_cred()?.uid();
                if peer == self.user {
                    return Ok(stream);
                }
                tracing::warn!(peer, "another user tried to use the remote control");
            }
        }
    }

    impl Drop for Listener {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.path);
        }
    }

    pub async fn connect(path: &Path) -> io::Result<Connected> {
        let stream = short(path, |path| std::os::unix::net::UnixStream::connect(path))?;
        stream.set_nonblocking(true)?;
        UnixStream::from_std(stream)
    }

    /// Does something with a path that is short enough for a socket: a long one is reached through its open directory (Linux).
    fn short<T>(path: &Path, act: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        match (path.parent(), path.file_name()) {
            (Some(directory), Some(name)) if cfg!(target_os = "linux") && path.as_os_str().len() > LONGEST_PATH => {
                let directory = File::open(directory)?;
                act(&Path::new("/proc/self/fd").join(directory.as_raw_fd().to_string()).join(name))
            }
            _ => act(path),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use tokio::io::{AsyncReadExt, AsyncWriteExt};

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        #[tokio::test]
        async fn the_socket_is_for_its_user_only() {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join("run").join("socket");
            let _listener = Listener::bind(&path).unwrap();
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(path.parent().unwrap()), 0o700);
        }

        #[tokio::test]
        async fn a_directory_that_was_open_to_others_is_closed() {
            let directory = tempfile::tempdir().unwrap();
            fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).unwrap();
            let _listener = Listener::bind(&directory.path().join("socket")).unwrap();
            assert_eq!(mode(directory.path()), 0o700);
        }

        #[tokio::test]
        async fn a_file_left_by_a_dead_process_is_replaced_and_the_own_one_removed() {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join("socket");
            // Dropping std's listener leaves the file, as a kill does.
            drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
            assert!(connect(&path).await.is_err());
            let mut listener = Listener::bind(&path).unwrap();
            let (here, there) = tokio::join!(listener.accept(), connect(&path));
            assert!(here.is_ok() && there.is_ok());
            drop(listener);
            assert!(!path.exists());
        }

        #[cfg(target_os = "linux")]
        #[tokio::test]
        async fn a_profile_deep_in_the_tree_has_a_socket_too() {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join("d".repeat(100)).join("socket");
            let mut listener = Listener::bind(&path).unwrap();
            let (here, there) = tokio::join!(listener.accept(), connect(&path));
            there.unwrap().write_all(b"!").await.unwrap();
            assert_eq!(here.unwrap().read_u8().await.unwrap(), b'!');
            assert_eq!(mode(&path), 0o600);
        }
    }
}

#[cfg(windows)]
mod windows {
    use sha2::{Digest, Sha256};
    use std::io;
    use std::path::Path;
    use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

    pub type Accepted = NamedPipeServer;
    pub type Connected = NamedPipeClient;

    /// The pipe has the default access list: full for its user, administrators and the system; reading only for everyone else,
    /// who therefore cannot send a request. Other computers are refused.
    #[derive(Debug)]
    pub struct Listener {
        name: String,
        next: NamedPipeServer,
    }

    impl Listener {
        pub fn bind(path: &Path) -> io::Result<Self> {
            let name = name(path);
            // Being the first one means that nobody else answers under this name.
            let next = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(&name)?;
            Ok(Self { name, next })
        }

        pub async fn accept(&mut self) -> io::Result<Accepted> {
            self.next.connect().await?;
            let next = ServerOptions::new().reject_remote_clients(true).create(&self.name)?;
            Ok(std::mem::replace(&mut self.next, next))
        }
    }

    pub async fn connect(path: &Path) -> io::Result<Connected> {
        const PIPE_BUSY: i32 = 231;
        loop {
            match ClientOptions::new().open(name(path)) {
                Err(error) if error.raw_os_error() == Some(PIPE_BUSY) => {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
                opened => return opened,
            }
        }
    }

    /// A pipe has no directory: the profile's path is told by its hash.
    fn name(path: &Path) -> String {
        let hash = Sha256::digest(path.to_string_lossy().to_lowercase().as_bytes());
        let digits: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!(r"\\.\pipe\fantail-{digits}")
    }
}
