//! A bad network between client and server: it cuts, holds back or refuses, and counts what passes on the wire.

use super::{PATIENCE, eventually};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Where bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the client.
    Up,
    /// To the client.
    Down,
}

/// Bytes that passed one way before any passed the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub direction: Direction,
    pub bytes: usize,
}

#[derive(Debug, Default)]
struct Wire {
    hold_up: bool,
    hold_down: bool,
    /// The acceptor is to close the port.
    closing: bool,
    /// Sockets of the connections that stand, both ends.
    sockets: Vec<TcpStream>,
    accepted: usize,
    /// So many of the first connections lead nowhere any more.
    abandoned: usize,
    runs: Vec<Run>,
    /// So many bytes still pass, either way, before all connections break.
    left: Option<usize>,
}

#[derive(Debug)]
struct Shared {
    wire: Mutex<Wire>,
    /// A hold was taken back, or sockets were closed.
    changed: Condvar,
}

#[derive(Debug)]
pub struct Proxy {
    target: u16,
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Listens on a free loopback port and passes everything on to this one.
    pub fn start(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { wire: Mutex::default(), changed: Condvar::new() });
        let acceptor = Some(accept_on(listener, target, Arc::clone(&shared)));
        Self { target, address, shared, acceptor }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// For `--server`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Breaks the connections that stand; new ones are taken.
    pub fn cut(&self) {
        self.shared.wire.lock().unwrap().shut();
        self.shared.changed.notify_all();
    }

    /// Breaks the connections once so many more bytes have passed, either way: in the middle of whatever is being said.
    pub fn cut_after(&self, bytes: usize) {
        self.shared.wire.lock().unwrap().left = Some(bytes);
    }

    /// The cable is pulled: connections stay open, nothing passes. What was sent passes after `resume`, as TCP does.
    pub fn black_hole(&self) {
        self.hold(Direction::Up);
        self.hold(Direction::Down);
    }

    /// The address changed: connections that stand stay open and lead nowhere, not even their end is told. New ones are taken.
    pub fn abandon(&self) {
        let mut wire = self.shared.wire.lock().unwrap();
        wire.abandoned = wire.accepted;
    }

    /// Nothing passes this way.
    pub fn hold(&self, direction: Direction) {
        self.shared.wire.lock().unwrap().set_hold(direction);
    }

    /// Everything passes again, and connections are taken again.
    pub fn resume(&mut self) {
        let mut wire = self.shared.wire.lock().unwrap();
        (wire.hold_up, wire.hold_down) = (false, false);
        self.shared.changed.notify_all();
        drop(wire);
        if self.acceptor.is_none() {
            let listener = eventually(PATIENCE, "the proxy has its port back", || TcpListener::bind(self.address).ok());
            self.acceptor = Some(accept_on(listener, self.target, Arc::clone(&self.shared)));
        }
    }

    /// New connections are refused (the port is closed) until `resume`; those that stand go on.
    pub fn refuse(&mut self) {
        if let Some(acceptor) = self.acceptor.take() {
            self.shared.wire.lock().unwrap().closing = true;
            acceptor.join().unwrap();
            self.shared.wire.lock().unwrap().closing = false;
        }
    }

    /// Connections taken since the start.
    pub fn connections(&self) -> usize {
        self.shared.wire.lock().unwrap().accepted
    }

    /// What passed, in its order: each change of direction starts a new run.
    pub fn runs(&self) -> Vec<Run> {
        self.shared.wire.lock().unwrap().runs.clone()
    }

    /// Forgets what passed so far.
    pub fn start_counting(&self) {
        self.shared.wire.lock().unwrap().runs.clear();
    }

    /// How often the client wrote and the server's answer then passed.
    pub fn round_trips(&self) -> usize {
        self.runs().windows(2).filter(|pair| pair[0].direction == Direction::Up && pair[1].direction == Direction::Down).count()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
        self.refuse();
    }
}

impl Wire {
    fn set_hold(&mut self, direction: Direction) {
        match direction {
            Direction::Up => self.hold_up = true,
            Direction::Down => self.hold_down = true,
        }
    }

    fn holds(&self, connection: usize, direction: Direction) -> bool {
        if connection <= self.abandoned {
            return true;
        }
        match direction {
            Direction::Up => self.hold_up,
            Direction::Down => self.hold_down,
        }
    }

    fn shut(&mut self) {
        for socket in self.sockets.drain(..) {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    /// So many of these bytes pass, and whether that was the last.
    fn pass(&mut self, direction: Direction, count: usize) -> (usize, bool) {
        let left = self.left.take();
        let passing = left.map_or(count, |left| left.min(count));
        self.count(direction, passing);
        let breaks = left.is_some_and(|left| left <= count);
        self.left = left.filter(|_| !breaks).map(|left| left - passing);
        (passing, breaks)
    }

    fn count(&mut self, direction: Direction, bytes: usize) {
        match self.runs.last_mut() {
            Some(run) if run.direction == direction => run.bytes += bytes,
            _ => self.runs.push(Run { direction, bytes }),
        }
    }
}

fn accept_on(listener: TcpListener, target: u16, shared: Arc<Shared>) -> JoinHandle<()> {
    listener.set_nonblocking(true).unwrap();
    std::thread::spawn(move || {
        while !shared.wire.lock().unwrap().closing {
            match listener.accept() {
                Ok((client, _)) => connect(client, target, &shared),
                Err(_) => std::thread::park_timeout(Duration::from_millis(5)),
            }
        }
    })
}

/// Joins a client's connection with one of its own to the server. Without a server the client is hung up on.
fn connect(client: TcpStream, target: u16, shared: &Arc<Shared>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", target)) else { return };
    client.set_nonblocking(false).unwrap();
    for socket in [&client, &server] {
        socket.set_nodelay(true).unwrap();
    }
    let mut wire = shared.wire.lock().unwrap();
    wire.accepted += 1;
    let connection = wire.accepted;
    wire.sockets.extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
    let pairs = [(Direction::Up, client.try_clone().unwrap(), server.try_clone().unwrap()), (Direction::Down, server, client)];
    for (direction, from, to) in pairs {
        let shared = Arc::clone(shared);
        std::thread::spawn(move || pump(connection, direction, from, to, &shared));
    }
}

/// Passes bytes on until either end closes, and closes the other.
fn pump(connection: usize, direction: Direction, mut from: TcpStream, mut to: TcpStream, shared: &Shared) {
    let mut chunk = [0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut chunk) {
        let wire = shared.wire.lock().unwrap();
        let mut wire = shared.changed.wait_while(wire, |wire| wire.holds(connection, direction) && to.peer_addr().is_ok()).unwrap();
        let (passing, breaks) = wire.pass(direction, count);
        drop(wire);
        let written = to.write_all(&chunk[..passing]);
        if breaks {
            shared.wire.lock().unwrap().shut();
        }
        if written.is_err() || breaks {
            break;
        }
    }
    let wire = shared.wire.lock().unwrap();
    drop(shared.changed.wait_while(wire, |wire| connection <= wire.abandoned && to.peer_addr().is_ok()).unwrap());
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
