//! What staff who work with young people can do.

mod absences;
mod alerts;
mod assignments;
mod caseload;
mod closing;
mod contacts;
mod destinations;
mod handovers;
mod owners;
mod people;
mod service;
mod signing_in;
mod tasks;
mod team;
mod versions;
