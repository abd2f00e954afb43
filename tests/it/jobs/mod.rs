//! What happens without anybody asking.

mod forgetting;
mod sending;
mod silence;
