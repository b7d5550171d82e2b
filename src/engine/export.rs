//! Writes conversations into a file, page by page: a million messages need no more memory than a hundred.

use crate::model::export::{Format, Sheet};
use crate::model::problem::BadArgument;
use crate::model::{BareJid, Jid, Problem, Reply};
use crate::store::Store;
use jiff::Zoned;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Messages that are read at once.
const PAGE: u32 = 500;

/// What goes into the file, and where it is to be.
#[derive(Debug)]
pub(super) struct Export {
    pub(super) account: Option<BareJid>,
    pub(super) conversation: Option<Jid>,
    pub(super) format: Format,
    pub(super) folder: Option<PathBuf>,
}

impl Export {
    /// Blocks. The file is there whole, or not at all.
    pub(super) fn write(&self, store: &Store) -> Result<Reply, Problem> {
        let folder = self.folder.clone().or_else(usual_folder).ok_or(Problem::BadArgument(BadArgument::Folder))?;
        let (path, file) = create(&folder, &self.name(), self.format).map_err(refused)?;
        let written = self.fill(store, BufWriter::new(file));
        if written.is_err() {
            // What is only a part would be taken for the whole.
            let _ = std::fs::remove_file(&path);
        }
        written.map(|count| Reply::Exported { path, count })
    }

    /// For the file's name and the page's heading.
    fn name(&self) -> String {
        match &self.conversation {
            Some(conversation) => format!("Fantail {conversation}"),
            None => "Fantail".to_owned(),
        }
    }

    fn fill(&self, store: &Store, mut file: BufWriter<File>) -> Result<u64, Problem> {
        let mut sheet = Sheet::new(self.format, jiff::tz::TimeZone::system());
        let mut put = |part: &str| file.write_all(part.as_bytes()).map_err(refused);
        put(&sheet.begin(&self.name()))?;
        let mut count = 0;
        for (account, conversation) in self.conversations(store)? {
            put(&sheet.conversation(&account, &conversation))?;
            let mut after = None;
            loop {
                let page = store.messages_after(&account, &conversation, after, PAGE).map_err(Problem::Storage)?;
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                count += page.len() as u64;
                page.iter().try_for_each(|message| put(&sheet.message(message)))?;
            }
        }
        put(sheet.end())?;
        file.into_inner().map_err(|error| refused(error.into_error()))?.sync_all().map_err(refused)?;
        Ok(count)
    }

    fn conversations(&self, store: &Store) -> Result<Vec<(BareJid, Jid)>, Problem> {
        if let (Some(account), Some(conversation)) = (&self.account, &self.conversation) {
            return Ok(vec![(account.clone(), conversation.clone())]);
        }
        let mut all = Vec::new();
        for account in store.accounts().map_err(Problem::Storage)? {
            if self.account.as_ref().is_none_or(|only| *only == account.jid) {
                let conversations = store.conversations(&account.jid).map_err(Problem::Storage)?;
                all.extend(conversations.into_iter().map(|one| (one.account, one.conversation)));
            }
        }
        Ok(all)
    }
}

/// Where people look for what they saved.
fn usual_folder() -> Option<PathBuf> {
    let user = directories::UserDirs::new()?;
    Some(user.download_dir().filter(|folder| folder.is_dir()).unwrap_or(user.home_dir()).to_owned())
}

/// A new file that nobody else can read; one that is there already is left as it is.
fn create(folder: &Path, name: &str, format: Format) -> io::Result<(PathBuf, File)> {
    // Of an address not all characters may be in a file's name everywhere.
    let plain = |c: char| if c.is_alphanumeric() || " @._-".contains(c) { c } else { '_' };
    let name: String = name.chars().take(120).map(plain).collect();
    let day = Zoned::now().strftime("%Y-%m-%d").to_string();
    for number in 1..1000 {
        let number = if number == 1 { String::new() } else { format!(" ({number})") };
        let path = folder.join(format!("{name} {day}{number}.{}", format.extension()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (path, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[allow(clippy::needless_pass_by_value, reason = "it stands where errors are turned into problems")]
fn refused(error: io::Error) -> Problem {
    tracing::warn!(%error, "an export could not be written");
    Problem::BadArgument(BadArgument::Folder)
}
