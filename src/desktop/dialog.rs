//! The system's own dialog for choosing a file: the portal's on Linux (zenity's where there is none), the system's elsewhere.

use std::path::PathBuf;

/// A picture that the user chooses; `None` when none is chosen, or the system has no such dialog.
pub async fn picture(title: String) -> Option<PathBuf> {
    let dialog = rfd::AsyncFileDialog::new().set_title(title).add_filter("PNG, JPEG, GIF, WebP", &["png", "jpg", "jpeg", "gif", "webp"]);
    dialog.pick_file().await.map(|file| file.path().to_owned())
}
