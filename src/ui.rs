//! The windows: they show model values and emit commands, and do no I/O of their own.
