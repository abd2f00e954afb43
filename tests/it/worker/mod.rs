//! What staff who work with young people can do.

mod absences;
mod alerts;
mod assignments;
mod calls;
mod caseload;
mod closing;
mod contacts;
mod council_files;
mod destinations;
mod details;
mod evidence;
mod handovers;
mod merges;
mod owners;
mod people;
mod service;
mod signing_in;
mod standing;
mod tasks;
mod team;
mod versions;
mod views;
