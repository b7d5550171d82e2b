//! The server inside the running instance: one task for each caller, one request for each connection.

use super::perform::{Outcome, Performer};
use super::transport::{Accepted, Listener};
use super::wire::{self, End, LONGEST_REQUEST, Request};
use super::{events, exit};
use crate::desktop::instance::Outside;
use crate::engine::Engine;
use crate::i18n;
use crate::model::{Command, Problem};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

/// How much of a request that is too long is read and thrown away, so that its sender reads our answer instead of an error.
const LONGEST_EXCESS: u64 = 64 * LONGEST_REQUEST;

/// The last caller, of `quit`. Keep it until the process ends: its end is how the caller knows.
pub type LastCaller = Accepted;

/// Answers callers until `closing` is notified, which `quit` does itself: from then on a further start waits for the profile
/// instead of handing over to an instance that is about to end. Done when the last of the callers has been answered. `windows` is
/// `None` without a display. `ended` gets the caller of `quit` once the engine has ended.
pub async fn serve(
    mut listener: Listener,
    engine: Engine,
    windows: Option<UnboundedSender<Outside>>,
    ended: UnboundedSender<LastCaller>,
    closing: Arc<Notify>,
) {
    let performer = Performer { engine, windows };
    let mut callers = tokio::task::JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = closing.notified() => break,
            Some(_) = callers.join_next() => continue,
        };
        match accepted {
            Ok(stream) => {
                let (performer, ended, closing) = (performer.clone(), ended.clone(), closing.clone());
                callers.spawn(async move {
                    match converse(stream, performer, &closing).await {
                        Ok(Some(last)) => drop(ended.send(last)),
                        Ok(None) => {}
                        Err(error) => tracing::debug!(%error, "a caller of the remote control went away"),
                    }
                });
            }
            Err(error) => {
                // Out of file descriptors, for example: wait for others to end.
                tracing::warn!(%error, "cannot accept callers of the remote control");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    // Who comes now finds nobody, and waits for the profile.
    drop(listener);
    // The engine ends: each of those who are here is told so.
    while callers.join_next().await.is_some() {}
}

/// One caller from request to last line. Gives the stream back when the program shall end.
async fn converse(stream: Accepted, performer: Performer, closing: &Notify) -> io::Result<Option<LastCaller>> {
    let (reader, mut writer) = tokio::io::split(stream);
    let mut reader = BufReader::new(reader);
    let request = match read(&mut reader).await? {
        Ok(request) => request,
        Err(problem) => {
            finish(&mut writer, &End::refused(&problem)).await?;
            let mut excess = reader.take(LONGEST_EXCESS);
            tokio::io::copy(&mut excess, &mut tokio::io::sink()).await?;
            return Ok(None);
        }
    };
    let language = request.language.clone();
    drop(performer.engine.call(Command::Wake));
    let engine = performer.engine.clone();
    let quitting = matches!(request.verb, super::verb::Verb::Quit);
    if quitting {
        closing.notify_one();
    }
    let outcome = tokio::select! {
        outcome = performer.perform(request) => outcome,
        // Nobody waits any more. What the engine was told stays told; quitting goes on to its end.
        () = gone(&mut reader), if !quitting => return Ok(None),
    };
    match outcome {
        Ok(Outcome::Objects(objects)) => {
            for object in objects {
                let object = i18n::within(&language, || object.line());
                writer.write_all(wire::object_line(&object).as_bytes()).await?;
            }
            finish(&mut writer, &End::done()).await?;
        }
        Ok(Outcome::Events(account)) => {
            if events::stream(&engine, account.as_ref(), &language, &mut reader, &mut writer).await? {
                finish(&mut writer, &End::done()).await?;
            }
        }
        Ok(Outcome::Ended) => {
            // The program ends even if nobody reads that it does.
            let _ = finish(&mut writer, &End::done()).await;
            return Ok(Some(reader.into_inner().unsplit(writer)));
        }
        Err(problem) => finish(&mut writer, &i18n::within(&language, || End::refused(&problem))).await?,
    }
    Ok(None)
}

/// The request line, or why it is refused.
async fn read(reader: &mut BufReader<ReadHalf<Accepted>>) -> io::Result<Result<Request, Problem>> {
    let mut line = zeroize::Zeroizing::new(Vec::new());
    reader.take(LONGEST_REQUEST + 1).read_until(b'\n', &mut line).await?;
    if line.len() as u64 > LONGEST_REQUEST {
        return Ok(Err(Problem::stanza("not-acceptable")));
    }
    Ok(serde_json::from_slice(&line).map_err(|_| Problem::stanza("bad-request")))
}

/// Resolves when the caller has closed its end.
async fn gone(reader: &mut BufReader<ReadHalf<Accepted>>) {
    let mut ignored = [0; 256];
    while let Ok(1..) = reader.read(&mut ignored).await {}
}

async fn finish(writer: &mut WriteHalf<Accepted>, end: &End) -> io::Result<()> {
    debug_assert!(end.exit == exit::DONE || end.error.is_some());
    writer.write_all(end.line().as_bytes()).await?;
    writer.flush().await
}
