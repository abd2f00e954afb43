//! The schema, one numbered step at a time. The steps are the only description of the tables: each
//! says what its columns hold and why each rule is there.

mod constraint;
mod m0001_partnerships;
mod m0002_people;
mod m0003_sign_in;
mod m0004_check_ins;
mod m0005_destinations;
mod m0006_work;
mod m0007_in_charge;
mod m0008_ways_in;
mod m0009_own_questions;
mod m0010_supporters;
mod m0011_offers;
mod m0012_prompts;
mod m0013_templates;
mod m0014_replies;
mod m0015_alerts;
mod m0016_changes;
mod m0017_escalation;
mod m0018_tasks;
mod m0019_handovers;
mod m0020_standing;
mod m0021_names;
mod m0023_mappings;
mod m0024_feeds;
mod m0026_evidence;
mod m0027_calls;
mod m0028_details;
mod m0029_drafts;
mod m0031_confirmations;
mod m0032_promised;
mod m0033_intended;
mod m0034_glass;
mod m0035_referrals;
mod m0036_same_person;
mod m0037_splits;
mod m0038_plans;
mod m0039_bulk;
mod m0040_transfers;
pub mod standing;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// Brings a database up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_partnerships::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_sign_in::Migration),
            Box::new(m0004_check_ins::Migration),
            Box::new(m0005_destinations::Migration),
            Box::new(m0006_work::Migration),
            Box::new(m0007_in_charge::Migration),
            Box::new(m0008_ways_in::Migration),
            Box::new(m0009_own_questions::Migration),
            Box::new(m0010_supporters::Migration),
            Box::new(m0011_offers::Migration),
            Box::new(m0012_prompts::Migration),
            Box::new(m0013_templates::Migration),
            Box::new(m0014_replies::Migration),
            Box::new(m0015_alerts::Migration),
            Box::new(m0016_changes::Migration),
            Box::new(m0017_escalation::Migration),
            Box::new(m0018_tasks::Migration),
            Box::new(m0019_handovers::Migration),
            Box::new(m0020_standing::Migration),
            Box::new(m0021_names::Migration),
            Box::new(m0023_mappings::Migration),
            Box::new(m0024_feeds::Migration),
            Box::new(m0026_evidence::Migration),
            Box::new(m0027_calls::Migration),
            Box::new(m0028_details::Migration),
            Box::new(m0029_drafts::Migration),
            Box::new(m0031_confirmations::Migration),
            Box::new(m0032_promised::Migration),
            Box::new(m0033_intended::Migration),
            Box::new(m0034_glass::Migration),
            Box::new(m0035_referrals::Migration),
            Box::new(m0036_same_person::Migration),
            Box::new(m0037_splits::Migration),
            Box::new(m0038_plans::Migration),
            Box::new(m0039_bulk::Migration),
            Box::new(m0040_transfers::Migration),
        ]
    }
}
