//! What staff who work with young people can do.

mod alerts;
mod assignments;
mod caseload;
mod closing;
mod contacts;
mod council_files;
mod destinations;
mod people;
mod service;
mod signing_in;
mod versions;
