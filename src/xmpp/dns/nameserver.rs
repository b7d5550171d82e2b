//! A name server for tests: the records it is given, and 127.0.0.1 for every host called `here.…`.

use std::io;
use std::net::{SocketAddr, UdpSocket};

/// A record: service name, priority, weight, port, target.
pub type Srv = (&'static str, u16, u16, u16, &'static str);

const NO_SUCH_NAME: u8 = 3;
const ADDRESS: u8 = 1;
const ADDRESS_6: u8 = 28;
const SERVICE: u8 = 33;

/// Listens there on a thread of its own, until the program ends. Its address.
///
/// # Errors
/// When the address is taken or not ours to take.
pub fn start(at: &str, records: Vec<Srv>) -> io::Result<SocketAddr> {
    let socket = UdpSocket::bind(at)?;
    let address = socket.local_addr()?;
    std::thread::spawn(move || {
        let mut question = [0; 2048];
        while let Ok((length, peer)) = socket.recv_from(&mut question) {
            if let Some(reply) = answer(&question[..length], &records) {
                // Whoever asked may have gone.
                let _ = socket.send_to(&reply, peer);
            }
        }
    });
    Ok(address)
}

fn encoded(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|label| !label.is_empty());
    labels.flat_map(|label| [&[label.len() as u8], label.as_bytes()].concat()).chain([0]).collect()
}

/// A question has one name after the header of 12 bytes, then its type and class.
fn answer(question: &[u8], records: &[Srv]) -> Option<Vec<u8>> {
    let end = 12 + question.get(12..)?.iter().position(|byte| *byte == 0)? + 1;
    let (name, kind) = (question[12..end].to_ascii_lowercase(), *question.get(end + 1)?);
    let is_here = name.starts_with(b"\x04here");
    let answers: Vec<Vec<u8>> = match kind {
        SERVICE => records
            .iter()
            .filter(|record| encoded(record.0) == name)
            .map(|(_, priority, weight, port, target)| {
                [priority, weight, port].into_iter().flat_map(|number| number.to_be_bytes()).chain(encoded(target)).collect()
            })
            .collect(),
        ADDRESS if is_here => vec![vec![127, 0, 0, 1]],
        _ => Vec::new(),
    };
    let mut reply = [&question[..2], &[0x81, 0x80, 0, 1, 0, answers.len() as u8, 0, 0, 0, 0], question.get(12..end + 4)?].concat();
    if answers.is_empty() && !(kind == ADDRESS_6 && is_here) {
        reply[3] |= NO_SUCH_NAME;
    }
    for answer in answers {
        reply.extend_from_slice(&[0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, answer.len() as u8]);
        reply.extend(answer);
    }
    Some(reply)
}
