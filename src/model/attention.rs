//! Whether somebody looks at the program.

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Attention {
    /// A window has the focus.
    Looked,
    /// None has it.
    #[default]
    Away,
    /// None had it for a while: what can wait may wait at the server (XEP-0352).
    Resting,
}
