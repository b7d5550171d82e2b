//! The client: `fantail ctl …`, and a second start that hands over to the first.

use super::command_line::Call;
use super::exit;
use super::transport::{Connected, connect};
use super::verb::{AccountVerb, AvatarVerb, Verb};
use super::wire::{End, LONGEST_REQUEST, OBJECT_BEGIN, OBJECT_END, Request, plain};
use crate::i18n;
use crate::model::problem::BadArgument;
use crate::model::{Problem, Secret};
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use zeroize::Zeroizing;

/// How long `quit` waits for the process to be gone after it said that all is stored.
const LAST_BREATH: Duration = Duration::from_secs(10);

/// The condition of what no part of the contract foresees.
pub const INTERNAL: &str = "internal-server-error";

/// Carries out a call on the instance behind `socket`: objects on standard output, a refusal on standard error.
/// Gives the exit status of the contract.
pub fn run(socket: &Path, call: Call) -> u8 {
    let quitting = matches!(call.verb, Verb::Quit);
    let result = on_runtime(async {
        let Ok(stream) = connect(socket).await else { return Ok(None) };
        let request = match request(call) {
            Ok(request) => request,
            Err(problem) => return Ok(Some(End::refused(&problem))),
        };
        exchange(stream, &request, quitting, print).await
    });
    match result {
        Ok(Some(last)) => end(last),
        Ok(None) => {
            complain(&plain(&i18n::t("ctl-no-instance")));
            exit::NO_INSTANCE
        }
        // Whoever read our output has enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit::DONE,
        Err(error) => {
            complain_of(INTERNAL, &error.to_string());
            exit::REFUSED
        }
    }
}

/// Says why something cannot be done, in the one line of the contract.
pub fn complain_of(condition: &str, words: &str) {
    complain(&format!("error: {}: {}", plain(condition), plain(words)));
}

/// Says the refusal, if it is one, and gives the exit status.
pub fn end(end: End) -> u8 {
    if let Some(condition) = &end.error {
        complain_of(condition, &end.text.unwrap_or_default());
    }
    end.exit
}

/// Hands a verb over to the instance behind `socket`; `None` when nobody answers there.
pub fn hand_over(socket: &Path, verb: Verb) -> Option<End> {
    let request = Request { verb, account: None, password: None, ca: None, language: i18n::language().to_owned() };
    on_runtime(async {
        let Ok(stream) = connect(socket).await else { return Ok(None) };
        exchange(stream, &request, false, |_| Ok(())).await
    })
    .ok()
    .flatten()
}

fn on_runtime<T>(work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// Sends the request, gives each object to `each`, and returns the last line; `None` when the instance ended before it.
/// With `to_the_end` it waits until the other process has let go of the connection.
pub(super) async fn exchange(
    stream: Connected,
    request: &Request,
    to_the_end: bool,
    mut each: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<Option<End>> {
    let (reader, mut writer) = tokio::io::split(stream);
    let mut reader = BufReader::new(reader);
    // A request that is too long is refused while it is still being written: the answer is there all the same.
    let _ = writer.write_all(&request.line()?).await;
    let mut line = String::new();
    loop {
        line.clear();
        match reader.read_line(&mut line).await {
            Ok(1..) => {}
            Ok(0) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(None),
            Err(error) => return Err(error),
        }
        // An object is passed on as it came, so that its fields keep their order.
        match line.trim_end().strip_prefix(OBJECT_BEGIN).and_then(|rest| rest.strip_suffix(OBJECT_END)) {
            Some(object) => each(object)?,
            None => break,
        }
    }
    let end = serde_json::from_str(&line)?;
    if to_the_end {
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(LAST_BREATH, reader.read_to_end(&mut rest)).await;
    }
    Ok(Some(end))
}

fn print(object: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{object}")?;
    output.flush()
}

/// Says a problem the way the contract says refusals, and gives the exit status for it.
pub fn refuse(problem: &Problem) -> u8 {
    end(End::refused(problem))
}

/// One line on standard error.
pub fn complain(line: &str) {
    // When nobody reads our errors the exit status still tells.
    let _ = writeln!(io::stderr(), "{line}");
}

/// The call with what only the caller can read: its standard input and its files.
fn request(call: Call) -> Result<Request, Problem> {
    let Call { account, mut verb } = call;
    let password = match &verb {
        Verb::Account(AccountVerb::Add { .. } | AccountVerb::Password { .. }) => {
            let input = io::stdin();
            if input.is_terminal() {
                complain(&plain(&i18n::t("ctl-password-prompt")));
            }
            password(input.lock())?
        }
        _ => None,
    };
    let ca = match &mut verb {
        Verb::Account(AccountVerb::Add { ca, .. }) => ca.take().map(|path| file(&path)).transpose()?,
        _ => None,
    };
    // A folder is meant from where the caller stands, not from where the instance was started.
    if let Verb::Export { folder: Some(folder), .. } = &mut verb {
        *folder = std::path::absolute(&*folder).map_err(|_| Problem::BadArgument(BadArgument::Folder))?;
    }
    if let Verb::Avatar(AvatarVerb::Set { file }) = &mut verb {
        *file = std::path::absolute(&*file).map_err(|_| Problem::BadArgument(BadArgument::File))?;
    }
    Ok(Request { verb, account, password, ca, language: i18n::language().to_owned() })
}

/// The first line, without its end. An empty one is no password.
fn password(input: impl BufRead) -> Result<Option<Secret>, Problem> {
    const LONGEST: u64 = 64 * 1024;
    let mut line = Zeroizing::new(String::new());
    input.take(LONGEST).read_line(&mut line).map_err(|_| Problem::BadArgument(BadArgument::Password))?;
    let text = line.strip_suffix('\n').unwrap_or(&line);
    let text = text.strip_suffix('\r').unwrap_or(text);
    Ok(Some(Secret::new(text)).filter(|secret| !secret.is_empty()))
}

fn file(path: &Path) -> Result<String, Problem> {
    let unreadable = |_| Problem::BadArgument(BadArgument::File);
    let mut text = String::new();
    // One byte more than a request may hold is refused by the instance.
    std::fs::File::open(path).map_err(unreadable)?.take(LONGEST_REQUEST + 1).read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line_of_the_input() {
        let read = |input: &str| password(input.as_bytes()).unwrap().map(|secret| secret.reveal().to_owned());
        assert_eq!(read("secret\nmore\n").as_deref(), Some("secret"));
        assert_eq!(read("secret\r\n").as_deref(), Some("secret"));
        assert_eq!(read("secret").as_deref(), Some("secret"));
        assert_eq!(read(" with spaces \n\n").as_deref(), Some(" with spaces "));
        assert_eq!(read(""), None);
        assert_eq!(read("\nsecret\n"), None);
        assert_eq!(password(&b"\xff\xfe\n"[..]), Err(Problem::BadArgument(BadArgument::Password)));
    }

    #[test]
    fn a_folder_is_meant_from_where_the_caller_stands() {
        let verb = Verb::Export { jid: None, format: "text".into(), folder: Some("here".into()) };
        let asked = request(Call { account: None, verb }).unwrap().verb;
        let Verb::Export { folder: Some(folder), .. } = asked else { panic!("{asked:?}") };
        assert_eq!(folder, std::env::current_dir().unwrap().join("here"));
    }

    #[test]
    fn a_root_certificate_that_cannot_be_read_is_a_bad_argument() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ca.pem");
        assert_eq!(file(&path), Err(Problem::BadArgument(BadArgument::File)));
        std::fs::write(&path, "PEM").unwrap();
        assert_eq!(file(&path), Ok("PEM".into()));
    }
}
