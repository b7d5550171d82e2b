//! The local socket: a Unix socket in the profile, a named pipe on Windows. Reachable by the same user only.

#[cfg(unix)]
pub use unix::{Accepted, Connected, Listener, connect};
#[cfg(windows)]
pub use windows::{Accepted, Connected, Listener, connect};

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::io;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use tokio::net::{UnixListener, UnixStream};

    pub type Accepted = UnixStream;
    pub type Connected = UnixStream;

    /// Where others of the same user knock. Removes its file when dropped.
    #[derive(Debug)]
    pub struct Listener {
        listener: UnixListener,
        path: PathBuf,
        user: u32,
    }

    impl Listener {
        /// Call it only while holding the profile's lock: a file left by a dead process is replaced. Its directory is private
        /// already (`Profile::create`), so that nobody reaches the socket before its own mode is set.
        pub fn bind(path: &Path) -> io::Result<Self> {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
            let listener = UnixListener::bind(path)?;
            fs::set_permissions(path, Permissions::from_mode(0o600))?;
            Ok(Self { listener, path: path.to_owned(), user: ourselves()? })
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

    /// Speaks to the instance at this path, if it is the same user's: passwords go there.
    pub async fn connect(path: &Path) -> io::Result<Connected> {
        let stream = UnixStream::connect(path).await?;
        if stream.peer_cred()?.uid() == ourselves()? { Ok(stream) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }

    /// Our own user, as the system tells it to whoever we connect to.
    fn ourselves() -> io::Result<u32> {
        let (here, _there) = UnixStream::pair()?;
        Ok(here.peer_cred()?.uid())
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::store::Profile;
        use tokio::io::{AsyncReadExt, AsyncWriteExt};

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        #[tokio::test]
        async fn the_socket_is_for_its_user_only() {
            let directory = tempfile::tempdir().unwrap();
            let profile = Profile::at(directory.path().join("profile")).unwrap();
            profile.create().unwrap();
            let _listener = Listener::bind(&profile.socket()).unwrap();
            assert_eq!(mode(&profile.socket()), 0o600);
            assert_eq!(mode(profile.socket().parent().unwrap()), 0o700);
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

        #[tokio::test]
        async fn a_profile_deep_in_the_tree_has_a_socket_too() {
            let directory = tempfile::tempdir().unwrap();
            let profile = Profile::at(directory.path().join("d".repeat(100))).unwrap();
            profile.create().unwrap();
            let path = profile.socket();
            let mut listener = Listener::bind(&path).unwrap();
            let (here, there) = tokio::join!(listener.accept(), connect(&path));
            there.unwrap().write_all(b"!").await.unwrap();
            assert_eq!(here.unwrap().read_u8().await.unwrap(), b'!');
        }
    }
}

#[cfg(windows)]
mod windows {
    use std::io;
    use std::path::{Path, PathBuf};
    use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

    pub type Accepted = NamedPipeServer;
    pub type Connected = NamedPipeClient;

    /// The pipe has the default access list: full for its user, administrators and the system; reading only for everyone else,
    /// who therefore cannot send a request. Other computers are refused.
    #[derive(Debug)]
    pub struct Listener {
        name: PathBuf,
        next: NamedPipeServer,
    }

    impl Listener {
        pub fn bind(path: &Path) -> io::Result<Self> {
            // Being the first one means that nobody else answers under this name.
            let next = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(path)?;
            Ok(Self { name: path.to_owned(), next })
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
            match ClientOptions::new().open(path) {
                Err(error) if error.raw_os_error() == Some(PIPE_BUSY) => {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
                opened => return opened,
            }
        }
    }
}
