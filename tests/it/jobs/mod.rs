//! What happens without anybody asking.

mod forgetting;
mod ladder;
mod sending;
mod silence;
