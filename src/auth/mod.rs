//! Who is asking: passwords, sessions, and the way from a request to a [`Person`].
//!
//! A session begins at sign-in and at no other time: an anonymous reader gets no cookie. It ends
//! after [`INACTIVITY`], by signing out, and with every other session of the person by
//! [`sign_out_everywhere`] or a new password.
//!
//! # Layout
//! - [`sign_in`](mod@sign_in): who is signed in, signing in and out; what server functions call.
//! - [`context`]: the store and the errors of a request.
//! - `kept`: a form that was refused, until its page has shown it again.
//! - [`layer`]: sessions around the routes of the application.
//! - [`password`]: hashing and checking.
//! - `backend`, `sessions`: people and sessions in the [`Store`](crate::store::Store).
//! - `throttle`: how many attempts are too many.

mod backend;
pub mod context;
mod kept;
pub mod layer;
pub mod password;
mod sessions;
pub mod sign_in;
mod throttle;

pub use context::{ClientAddress, failed, internal, respond, store, unreadable};
pub use kept::{keep, take_kept};
pub use layer::{COOKIE, INACTIVITY};
pub use sessions::with_cause;
pub use sign_in::{person, person_of, require, sign_in, sign_out, sign_out_everywhere};

#[cfg(doc)]
use crate::domain::access::Person;
