//! What the parts do together, in one binary: it links once.

mod postgres;
