//! Behaviour, through the front door.

mod admin;
mod authz;
mod compat;
mod confirmations;
mod conform;
mod database;
mod examples;
mod house;
mod house_rules;
mod jobs;
mod migrations;
mod mobile_contract;
mod openapi;
mod packages;
mod partnership_reminders;
mod partnership_reports;
mod problems;
mod provider;
mod schema;
mod store;
mod story;
mod trips;
mod worker;
mod young_person;
