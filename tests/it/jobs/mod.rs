//! What happens without anybody asking.

mod escalating;
mod explaining;
mod forgetting;
mod ladder;
mod sending;
mod silence;
mod watching;
