//! Behaviour, through the front door.

mod admin;
mod authz;
mod compat;
mod conform;
mod database;
mod house;
mod house_rules;
mod jobs;
mod migrations;
mod openapi;
mod problems;
mod schema;
mod story;
mod worker;
mod young_person;
