//! Behaviour, through the front door.

mod conform;
mod database;
mod house;
mod migrations;
mod partnership_reports;
mod schema;
mod story;
mod young_person;
