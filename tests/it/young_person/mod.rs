//! What a young person's phone can do.

mod alerts;
mod answers;
mod check_ins;
mod destinations;
mod in_charge;
mod invitations;
mod languages;
mod offers;
mod push;
mod record;
mod sessions;
mod supporters;
pub mod ways_in;
