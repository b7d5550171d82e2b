//! A server that says what the test says: raw stanzas out, raw pieces of XML in, on loopback with real TLS.
//!
//! A connection does nothing by itself. `expect("<auth")` reads one piece and holds the client to it; `send("<…/>")` writes
//! what may be as wrong as the test wants. `open`, `authenticate` and `serve_login` are the ordinary steps, for tests whose
//! point comes later.

use super::certificates::{Certificate, Kind, authority_der, write_authority};
use super::scram_server::{Exchange, Hash, Scram};
use super::{PATIENCE, eventually, xml};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};
use sha2::Digest;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub const DOMAIN: &str = "scripted.test";

#[derive(Debug)]
pub struct ScriptedServer {
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    certificate: Certificate,
    directory: TempDir,
}

impl ScriptedServer {
    pub fn start() -> Self {
        Self::start_with(Kind::Good, rustls::ALL_VERSIONS)
    }

    /// With another certificate, or held to TLS versions (`&[&rustls::version::TLS12]`).
    pub fn start_with(kind: Kind, versions: &[&'static SupportedProtocolVersion]) -> Self {
        let certificate = Certificate::issue(&[DOMAIN], kind);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut chain = vec![certificate.der.clone()];
        if kind != Kind::SelfSigned {
            chain.push(authority_der());
        }
        let mut tls = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, certificate.key())
            .unwrap();
        // They would come unasked, and look like answers to whoever counts round trips.
        tls.send_tls13_tickets = 0;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let directory = TempDir::with_prefix("fantail-scripted-").unwrap();
        write_authority(directory.path());
        Self { listener, tls: Arc::new(tls), certificate, directory }
    }

    pub fn port(&self) -> u16 {
        self.listener.local_addr().unwrap().port()
    }

    /// For `--server`.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port())
    }

    pub fn ca(&self) -> PathBuf {
        self.directory.path().join("ca.pem")
    }

    /// Where the test may put files of its own.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The next connection, before any TLS.
    pub fn accept(&self) -> Connection {
        self.accept_within(PATIENCE).expect("a client connects")
    }

    /// `None` when nobody connects in that time: for "it does not try again".
    pub fn accept_within(&self, deadline: Duration) -> Option<Connection> {
        let end = std::time::Instant::now() + deadline;
        let tcp = loop {
            match self.listener.accept() {
                Ok((tcp, _)) => break tcp,
                Err(error) if error.kind() == ErrorKind::WouldBlock && std::time::Instant::now() < end => {
                    std::thread::park_timeout(Duration::from_millis(10));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(error) => panic!("{error}"),
            }
        };
        tcp.set_nonblocking(false).unwrap();
        tcp.set_read_timeout(Some(PATIENCE)).unwrap();
        tcp.set_nodelay(true).unwrap();
        let end_point = sha2::Sha256::digest(&self.certificate.der).to_vec();
        Some(Connection { io: Io::Plain(tcp), tls: Arc::clone(&self.tls), end_point, buffer: String::new(), bytes: Vec::new() })
    }

    /// The next connection by direct TLS.
    pub fn accept_direct_tls(&self) -> Connection {
        let mut connection = self.accept();
        connection.start_tls();
        connection
    }

    /// The next connection, led through STARTTLS: what follows is the header inside TLS.
    pub fn accept_starttls(&self) -> Connection {
        let mut connection = self.accept();
        connection.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>");
        connection.expect("<starttls");
        connection.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        connection.start_tls();
        connection
    }

    /// The next connection by STARTTLS, signed in by an honest SCRAM-SHA-256 and led to its first presence.
    pub fn accept_online(&self, password: &str) -> Connection {
        let mut connection = self.accept_starttls();
        connection.authenticate(&Scram::new(Hash::Sha256, password));
        connection.serve_login(FEATURES);
        connection
    }

    /// The next connection by STARTTLS, signed in and opened again, with nothing answered yet.
    pub fn accept_signed_in(&self, password: &str) -> Connection {
        let mut connection = self.accept_starttls();
        connection.authenticate(&Scram::new(Hash::Sha256, password));
        connection.open(FEATURES);
        connection
    }
}

/// What stands in `<stream:features/>` after signing in: all that an ordinary server has.
pub const FEATURES: &str = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>\
    <session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>\
    <sm xmlns='urn:xmpp:sm:3'/><ver xmlns='urn:xmpp:features:rosterver'/><csi xmlns='urn:xmpp:csi:0'/>";

#[derive(Debug)]
enum Io {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
    /// While it is handed from one to the other.
    Between,
}

impl Read for Io {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
            Self::Between => unreachable!("the stream is back before anybody reads"),
        }
    }
}

/// What the client asked for when it signed in.
#[derive(Debug, PartialEq, Eq)]
pub struct Attempt {
    pub mechanism: String,
    /// `n,,`, `y,,` or `p=…,,`.
    pub gs2_header: String,
}

#[derive(Debug)]
pub struct Connection {
    io: Io,
    tls: Arc<ServerConfig>,
    /// The certificate's hash for `tls-server-end-point` (RFC 5929 §4).
    end_point: Vec<u8>,
    buffer: String,
    /// Read, not yet whole UTF-8.
    bytes: Vec<u8>,
}

impl Connection {
    /// Does the server's part of the TLS handshake. Panics when the client refuses.
    pub fn start_tls(&mut self) {
        self.try_start_tls().expect("the client takes the certificate");
    }

    /// As `start_tls`; the error when the client refuses the certificate or hangs up.
    pub fn try_start_tls(&mut self) -> std::io::Result<()> {
        let Io::Plain(tcp) = std::mem::replace(&mut self.io, Io::Between) else { panic!("TLS is on already") };
        let mut tls = Box::new(StreamOwned::new(ServerConnection::new(Arc::clone(&self.tls)).unwrap(), tcp));
        let mut outcome = Ok(());
        while outcome.is_ok() && tls.conn.is_handshaking() {
            outcome = tls.conn.complete_io(&mut tls.sock).map(drop);
        }
        self.io = Io::Tls(tls);
        outcome
    }

    /// Writes as it is.
    pub fn send(&mut self, xml: &str) {
        self.try_send(xml).expect("the client still listens");
    }

    /// As `send`, for a client that may have hung up, as it should.
    pub fn try_send(&mut self, xml: &str) -> std::io::Result<()> {
        self.try_send_bytes(xml.as_bytes())
    }

    /// As `try_send`, for what is not even text.
    pub fn try_send_bytes(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match &mut self.io {
            Io::Plain(tcp) => tcp.write_all(bytes),
            Io::Tls(tls) => tls.write_all(bytes).and_then(|()| tls.flush()),
            Io::Between => unreachable!("the stream is back before anybody writes"),
        }
    }

    /// The next piece the client writes; `None` when it closed the connection. Panics when neither happens in time.
    pub fn next(&mut self) -> Option<String> {
        self.read_piece(true)
    }

    /// The next piece, which must begin so. XML declarations are skipped.
    pub fn expect(&mut self, start: &str) -> String {
        let piece = self.next().unwrap_or_else(|| panic!("the client hung up instead of {start}"));
        if piece.starts_with("<?xml") && !start.starts_with("<?xml") {
            return self.expect(start);
        }
        assert!(piece.starts_with(start), "instead of {start} the client wrote {piece}");
        piece
    }

    /// The next piece that contains this; what comes before is passed over.
    pub fn skip_to(&mut self, part: &str) -> String {
        loop {
            let piece = self.next().unwrap_or_else(|| panic!("the client hung up before {part}"));
            if piece.contains(part) {
                return piece;
            }
        }
    }

    /// As `skip_to`; how many of the pieces before that one hold this other part.
    pub fn skip_counting(&mut self, part: &str, counted: &str) -> usize {
        let mut count = 0;
        loop {
            let piece = self.next().unwrap_or_else(|| panic!("the client hung up before {part}"));
            if piece.contains(part) {
                return count;
            }
            count += usize::from(piece.contains(counted));
        }
    }

    /// Waits until the client has closed the connection; what it wrote before that, piece by piece.
    pub fn expect_end(&mut self) -> Vec<String> {
        let mut pieces = Vec::new();
        while let Some(piece) = self.read_piece(false) {
            pieces.push(piece);
        }
        pieces
    }

    /// Breaks the connection without a word.
    pub fn abort(self) {
        drop(self);
    }

    /// Takes the client's header and answers with ours and these features.
    pub fn open(&mut self, features: &str) -> String {
        let header = self.expect("<stream:stream");
        self.send(&format!(
            "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
             from='{DOMAIN}' id='scripted' version='1.0' xml:lang='en'><stream:features>{features}</stream:features>"
        ));
        header
    }

    /// Opens with these mechanisms, and XEP-0440 channel-binding types where some are named.
    pub fn offer(&mut self, mechanisms: &[&str], binding_types: &[&str]) {
        let names: String = mechanisms.iter().map(|name| format!("<mechanism>{name}</mechanism>")).collect();
        let types: String = binding_types.iter().map(|name| format!("<channel-binding type='{name}'/>")).collect();
        let bindings = if types.is_empty() {
            String::new()
        } else {
            format!("<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>{types}</sasl-channel-binding>")
        };
        self.open(&format!("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{names}</mechanisms>{bindings}"));
    }

    /// Offers this hash without channel binding and plays it to its end. Panics when the client's proof is wrong.
    pub fn authenticate(&mut self, scram: &Scram) -> Attempt {
        self.offer(&[scram.hash.mechanism()], &[]);
        self.play(scram)
    }

    /// From `<auth/>` to `<success/>` with an answer that is as wrong as `scram` says. Panics when the client's part is.
    pub fn play(&mut self, scram: &Scram) -> Attempt {
        self.try_play(scram).unwrap_or_else(|wrong| panic!("the client's part of SCRAM: {wrong}"))
    }

    /// As `play`; with the reason, told to the client as `not-authorized`, when its part is wrong or it gives up.
    pub fn try_play(&mut self, scram: &Scram) -> Result<Attempt, String> {
        const NS: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
        let auth = self.expect("<auth");
        let mechanism = xml::attribute(&auth, "mechanism").expect("an <auth/> names its mechanism");
        let exchange = Exchange::begin(scram, &decoded(&auth));
        let attempt = Attempt { mechanism, gs2_header: exchange.gs2_header().into() };
        self.send(&format!("<challenge xmlns='{NS}'>{}</challenge>", BASE64.encode(exchange.server_first())));
        let response = self.next().ok_or("hung up after the challenge")?;
        if !response.starts_with("<response") {
            return Err(response);
        }
        let binding = self.channel_binding(&attempt.gs2_header);
        match exchange.finish(&decoded(&response), &binding) {
            Ok(end) => {
                self.send(&format!("<success xmlns='{NS}'>{}</success>", BASE64.encode(end)));
                Ok(attempt)
            }
            Err(wrong) => {
                self.send(&format!("<failure xmlns='{NS}'><not-authorized/></failure>"));
                Err(wrong)
            }
        }
    }

    /// The bytes this connection is bound by, of the type the client's gs2 header names (RFC 9266, RFC 5929).
    pub fn channel_binding(&self, gs2_header: &str) -> Vec<u8> {
        match gs2_header.strip_prefix("p=").map(|rest| rest.split(',').next().unwrap_or(rest)) {
            None => Vec::new(),
            Some("tls-exporter") => {
                let Io::Tls(tls) = &self.io else { panic!("no channel binding without TLS") };
                tls.conn.export_keying_material([0_u8; 32], b"EXPORTER-Channel-Binding", Some(b"")).unwrap().to_vec()
            }
            Some("tls-server-end-point") => self.end_point.clone(),
            Some(other) => panic!("the client bound by {other}, which nobody offered"),
        }
    }

    /// The header after signing in, then ordinary answers until the client's first presence, which is returned.
    pub fn serve_login(&mut self, features: &str) -> String {
        self.open(features);
        loop {
            let piece = self.next().expect("the client goes on to its first presence");
            if piece.starts_with("<presence") {
                return piece;
            }
            self.answer(&piece);
        }
    }

    /// The ordinary answer to one piece of a login: bind, enable, roster (empty), archive (empty), `<r/>`, else an empty result.
    pub fn answer(&mut self, piece: &str) {
        if piece.starts_with("<enable") {
            return self.send("<enabled xmlns='urn:xmpp:sm:3' id='scripted-session' resume='true'/>");
        }
        let asks = piece.starts_with("<iq") && (piece.contains("type='get'") || piece.contains("type='set'"))
            || piece.starts_with("<iq") && (piece.contains("type=\"get\"") || piece.contains("type=\"set\""));
        let Some(id) = xml::attribute(piece, "id").filter(|_| asks) else { return };
        let payload = if piece.contains("urn:ietf:params:xml:ns:xmpp-bind") {
            let resource = piece.split("<resource>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or("given");
            format!("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>romeo@{DOMAIN}/{resource}</jid></bind>")
        } else if piece.contains("jabber:iq:roster") {
            "<query xmlns='jabber:iq:roster'/>".into()
        } else if piece.contains("urn:xmpp:mam:2") {
            "<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'><count>0</count></set></fin>".into()
        } else {
            String::new()
        };
        self.send(&format!("<iq type='result' id='{id}'>{payload}</iq>"));
    }

    /// Waits for `<r/>` or any piece like it in a stream of others, answering none of them.
    pub fn pieces_until(&mut self, start: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        loop {
            let piece = self.next().unwrap_or_else(|| panic!("the client hung up before {start}"));
            let last = piece.starts_with(start);
            pieces.push(piece);
            if last {
                return pieces;
            }
        }
    }

    /// `patient`: silence is a failure of the test; else it is taken for the wait that goes on.
    fn read_piece(&mut self, patient: bool) -> Option<String> {
        let what = if patient { "the client writes or hangs up" } else { "the client hangs up" };
        eventually(PATIENCE, what, || {
            if let Some(piece) = xml::take_piece(&mut self.buffer) {
                return Some(Some(piece));
            }
            let mut chunk = [0; 16_384];
            match self.io.read(&mut chunk) {
                Ok(0) => Some(None),
                Ok(count) => {
                    self.bytes.extend_from_slice(&chunk[..count]);
                    self.take_text();
                    xml::take_piece(&mut self.buffer).map(Some)
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => None,
                Err(_) => Some(None),
            }
        })
    }

    /// Moves what is whole UTF-8 to the buffer; a character cut in two waits for its rest.
    fn take_text(&mut self) {
        let whole = match std::str::from_utf8(&self.bytes) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.bytes.split_off(whole);
        let text = std::mem::replace(&mut self.bytes, rest);
        self.buffer.push_str(&String::from_utf8(text).expect("checked above"));
    }
}

/// The Base64 text of a SASL element.
fn decoded(piece: &str) -> String {
    String::from_utf8(BASE64.decode(xml::text(piece)).expect("SASL carries Base64")).expect("SCRAM is UTF-8")
}
