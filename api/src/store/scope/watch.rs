//! What whoever watches over the service may know.

/// Sees to it that messages go out, in every partnership. It reaches no person and no member of staff: only since when something
/// waits, how much of it, and which ways work. Nothing can be written with it.
#[derive(Clone, Copy, Debug)]
pub struct Watch(());

impl Watch {
    pub(super) fn new() -> Self {
        Self(())
    }
}
