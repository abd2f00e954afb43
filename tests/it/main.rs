//! Behaviour, through the front door.

mod migrations;
