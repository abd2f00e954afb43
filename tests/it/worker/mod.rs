//! What staff who work with young people can do.

mod absences;
mod alerts;
mod assignments;
mod calls;
mod caseload;
mod closing;
mod contacts;
mod destinations;
mod handovers;
mod owners;
mod details;
mod evidence;
mod people;
mod service;
mod signing_in;
mod tasks;
mod team;
mod versions;
