//! One heap for all threads, where glibc would give each of them its own and keep what they do not need any more: with ten thousand
//! buddies that is a quarter of the memory. glibc reads the wish once, when a program starts. What we start, a browser for a link,
//! inherits it: browsers have heaps of their own making.

/// How many heaps glibc makes at most.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const HEAPS: &str = "MALLOC_ARENA_MAX";

/// Starts this program again in its own place, with that wish, unless there is one already. What follows runs only when that is done, or
/// cannot be.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn share() {
    use std::os::unix::process::CommandExt;
    let (Ok(program), None) = (std::env::current_exe(), std::env::var_os(HEAPS)) else { return };
    let mut arguments = std::env::args_os();
    let mut command = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    let error = command.args(arguments).env(HEAPS, "1").exec();
    tracing::debug!(%error, "no single heap");
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn share() {}
