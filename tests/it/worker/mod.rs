//! What staff who work with young people can do.

mod alerts;
mod assignments;
mod caseload;
mod closing;
mod contacts;
mod destinations;
mod people;
mod service;
mod signing_in;
mod standing;
mod versions;
mod views;
