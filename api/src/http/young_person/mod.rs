//! What a young person's phone can do. This document is the mobile contract: see `mobile-contract`.

mod answers;
mod check_ins;
mod invitations;
pub mod me;
mod push;
mod session;
mod sync;
pub mod wire;

use poem_openapi::{OpenApiService, Tags};

#[derive(Tags)]
enum Tag {
    /// Getting in the first time, staying in, and leaving.
    SignIn,
    /// Who you are here, and how you like to read.
    Me,
    /// Questions we ask, and answers you give.
    CheckIns,
    /// Telling a phone that there is something new.
    Push,
}

type Api = (
    invitations::Invitations,
    session::Session,
    me::Me,
    check_ins::CheckIns,
    answers::Answers,
    push::PushSubscriptions,
    sync::Sync,
);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (
        invitations::Invitations,
        session::Session,
        me::Me,
        check_ins::CheckIns,
        answers::Answers,
        push::PushSubscriptions,
        sync::Sync,
    );
    OpenApiService::new(api, "Throughline for young people", "1.0.0")
        .description(
            "What an app or page on a young person's phone can do: get in by invitation, answer check-ins with or \
             without a signal, and be told when there is something new.",
        )
        .server("/young-person/v1")
}
