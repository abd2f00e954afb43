//! What staff who work with young people can do.

mod alerts;
mod assignments;
mod calls;
mod caseload;
mod closing;
mod contacts;
mod destinations;
mod details;
mod evidence;
mod people;
mod service;
mod signing_in;
mod versions;
