//! What is older than the user wants to keep goes from the disk: at the start, when it is set, and as time passes.

use crate::model::keeping::Keeping;
use crate::model::problem::StorageFault;
use crate::model::{BareJid, Conversation, Event, Jid};
use crate::store::{Change, Outcome, Store};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::mpsc;

/// As time passes, so often.
pub(super) const AGAIN: Duration = Duration::from_secs(6 * 60 * 60);

/// So many messages go at once, so that nobody waits for the writer.
const AT_ONCE: u32 = 1_000;

/// Deletes in the background, and tells how the conversations stand then.
pub(super) fn forget_old(store: Store, keeping: Keeping, told: mpsc::Sender<Vec<Event>>) {
    let Some(begins) = keeping.begins(Timestamp::now()) else { return };
    tokio::spawn(async move {
        let before = conversations(&store).await;
        let mut deleted = false;
        // A disk that refuses now is asked again later.
        while let Ok([Outcome::Done]) =
            super::account::write(&store, vec![Change::ForgetBefore { time: begins, at_most: AT_ONCE }]).await.as_deref()
        {
            deleted = true;
        }
        if !deleted {
            return;
        }
        let after = conversations(&store).await;
        let kept: BTreeSet<_> = after.iter().map(key).collect();
        let gone = before.iter().map(key).filter(|one| !kept.contains(one));
        let gone = gone.map(|(account, conversation)| Event::ConversationRemoved { account, conversation });
        let _ = told.send(gone.chain(after.into_iter().map(Event::Conversation)).collect()).await;
    });
}

/// A picture that nobody on a list has is kept for so long: those of people in rooms, who come back.
const UNUSED_PICTURES: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Pictures that nobody has shown for long go from the disk.
pub(super) fn forget_pictures(store: Store) {
    if let Ok(before) = Timestamp::now().checked_sub(UNUSED_PICTURES) {
        // A disk that refuses now is asked again later.
        tokio::spawn(async move { drop(super::account::write(&store, vec![Change::ForgetPictures { before }]).await) });
    }
}

fn key(conversation: &Conversation) -> (BareJid, Jid) {
    (conversation.account.clone(), conversation.conversation.clone())
}

async fn conversations(store: &Store) -> Vec<Conversation> {
    let store = store.clone();
    let read = move || -> Result<Vec<_>, StorageFault> {
        let accounts = store.accounts()?;
        Ok(accounts.iter().map(|account| store.conversations(&account.jid)).collect::<Result<Vec<_>, _>>()?.concat())
    };
    tokio::task::spawn_blocking(read).await.ok().and_then(Result::ok).unwrap_or_default()
}
