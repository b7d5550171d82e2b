//! A network that reads along: it ends the client's TLS with a certificate of the tests' authority, opens its own to the server, and
//! so knows stanzas from bytes. It swallows acknowledgements and breaks off in the middle of what is said; it changes nothing else.

use super::certificates::{Certificate, Kind, authority_der};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// What it does to what passes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mischief {
    /// The server's acknowledgements (XEP-0198 `<a/>`) do not arrive.
    pub swallow_acknowledgements: bool,
    /// The next of the client's writes arrives by half, and the connection breaks.
    pub halve_up: bool,
    /// The same with what the server writes.
    pub halve_down: bool,
}

/// Direct TLS on both sides.
#[derive(Debug)]
pub struct TlsProxy {
    port: u16,
    mischief: Arc<Mutex<Mischief>>,
    /// Says `true` to all connections: break.
    breaks: watch::Sender<u64>,
    // Ends the tasks with it.
    _runtime: Runtime,
}

#[derive(Clone)]
struct Ends {
    acceptor: TlsAcceptor,
    connector: TlsConnector,
    domain: &'static str,
    target: u16,
    mischief: Arc<Mutex<Mischief>>,
    breaks: watch::Sender<u64>,
}

impl TlsProxy {
    /// In front of a server's port for direct TLS.
    pub fn start(domain: &'static str, target: u16) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let certificate = Certificate::issue(&[domain], Kind::Good);
        let chain = vec![certificate.der.clone(), authority_der()];
        let server = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
        let server = server.with_no_client_auth().with_single_cert(chain, certificate.key()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority_der()).unwrap();
        let client = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let client = client.with_root_certificates(roots).with_no_client_auth();
        let (mischief, breaks) = (Arc::default(), watch::Sender::new(0));
        let ends = Ends {
            acceptor: Arc::new(server).into(),
            connector: Arc::new(client).into(),
            domain,
            target,
            mischief: Arc::clone(&mischief),
            breaks: breaks.clone(),
        };
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(connect(client, ends.clone()));
            }
        });
        Self { port, mischief, breaks, _runtime: runtime }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn set(&self, mischief: Mischief) {
        *self.mischief.lock().unwrap() = mischief;
    }

    /// Breaks the connections that stand.
    pub fn cut(&self) {
        self.breaks.send_modify(|breaks| *breaks += 1);
    }
}

async fn connect(client: TcpStream, ends: Ends) -> Option<()> {
    let mut broken = ends.breaks.subscribe();
    let server = TcpStream::connect(("127.0.0.1", ends.target)).await.ok()?;
    let (_, _) = (client.set_nodelay(true), server.set_nodelay(true));
    let client = ends.acceptor.accept(client).await.ok()?;
    let server = ends.connector.connect(ServerName::try_from(ends.domain).unwrap(), server).await.ok()?;
    let ((from_client, to_client), (from_server, to_server)) = (split(client), split(server));
    // Whichever ends first, ends the other by being dropped.
    tokio::select! {
        () = pump(from_client, to_server, |mischief| std::mem::take(&mut mischief.halve_up), false, &ends) => {}
        () = pump(from_server, to_client, |mischief| std::mem::take(&mut mischief.halve_down), true, &ends) => {}
        _ = broken.changed() => {}
    }
    Some(())
}

async fn pump<R, W>(mut from: ReadHalf<R>, mut to: WriteHalf<W>, halves: fn(&mut Mischief) -> bool, down: bool, ends: &Ends)
where
    R: tokio::io::AsyncRead,
    W: tokio::io::AsyncWrite,
{
    let mut chunk = vec![0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut chunk).await {
        let (halve, swallow) = {
            let mut mischief = ends.mischief.lock().unwrap();
            (halves(&mut mischief), down && mischief.swallow_acknowledgements)
        };
        let passing = if swallow { without_acknowledgements(&chunk[..count]) } else { chunk[..count].to_vec() };
        let end = if halve { passing.len() / 2 } else { passing.len() };
        if to.write_all(&passing[..end]).await.is_err() || to.flush().await.is_err() || halve {
            break;
        }
    }
}

/// The server writes each of them in one piece.
fn without_acknowledgements(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    while let Some(at) = text.find("<a ") {
        let Some(end) = text[at..].find("/>") else { break };
        text.replace_range(at..at + end + 2, "");
    }
    text.into_bytes()
}
