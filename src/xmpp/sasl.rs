//! Signing in (SASL, RFC 6120 §6): which mechanism, and what it says. No I/O, and the slow part can be run apart.

pub mod mechanism;
pub mod scram;

use crate::model::Secret;
use zeroize::Zeroizing;

/// The one message of PLAIN (RFC 4616): the password as it is, so only inside TLS and only where the user permits it.
pub fn plain(user: &str, password: &Secret) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(format!("\0{user}\0{}", password.reveal()).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_separates_user_and_password_by_zeros() {
        assert_eq!(plain("juliet", &Secret::new("r0m30")).as_slice(), b"\0juliet\0r0m30");
    }
}
