//! What a young person's phone can do.

mod invitations;
mod sessions;
