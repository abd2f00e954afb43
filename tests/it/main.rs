//! Behaviour, through the front door.

mod conform;
mod database;
mod house;
mod migrations;
mod schema;
mod story;
mod young_person;
