//! What the parts do together, in one binary: it links once.

mod house;
mod postgres;
mod store;
mod world;
