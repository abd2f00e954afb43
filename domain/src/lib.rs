//! The rules of the service. Nothing here reads a clock, a file, a network or chance: the moment, the ids and the
//! data come in as arguments, and a value or a reason comes out.

pub mod activity;
pub mod adaptive;
pub mod alert;
pub mod answer;
pub mod caseload;
pub mod check_in;
pub mod check_in_kind;
mod code;
pub mod contact;
pub mod council;
pub mod data_request;
pub mod day;
pub mod goal;
pub mod id;
pub mod identifier;
pub mod import;
pub mod invitation;
pub mod journey;
pub mod message;
pub mod need;
pub mod partnership;
pub mod person;
pub mod promise;
pub mod prompt;
pub mod proof;
pub mod questionnaire;
pub mod readiness;
pub mod record;
pub mod report;
pub mod schedule;
pub mod session;
pub mod spell;
pub mod staff;
pub mod supporter;
pub mod talk;
pub mod text;
