//! What a young person's phone can do. This document is the mobile contract: see `mobile-contract`.

mod again;
mod answers;
mod asked;
mod changes;
mod check_ins;
mod codes;
mod concerns;
mod goals;
mod handovers;
mod invitations;
mod looks;
pub mod me;
mod offers;
mod one_tap;
mod passkeys;
mod phones;
mod prompting;
mod proof;
mod push;
mod record;
pub mod requests;
mod session;
mod supporters;
mod supporting;
mod sync;
pub(super) mod taking;
pub(crate) mod talks;
pub mod wire;

use poem_openapi::{OpenApiService, Tags};

#[derive(Tags)]
enum Tag {
    /// Getting in the first time, staying in, and leaving.
    SignIn,
    /// Who you are here, and how you like to read.
    Me,
    /// When we ask, on which phones, and who looked: what you decide and may know.
    InCharge,
    /// Questions we ask, and answers you give.
    CheckIns,
    /// What you want, in your own words.
    Goals,
    /// Asking for somebody to talk to.
    Talk,
    /// What is held about you, and what you may ask of it.
    Record,
    /// Telling a phone that there is something new.
    Push,
    /// People whom you have asked to help, and what they may do.
    Supporters,
    /// For whoever was asked to help: a way in of their own, which reaches what the young person has switched on.
    Supporting,
}

type Ways =
    (invitations::Invitations, session::Session, again::Again, proof::Proof, passkeys::Passkeys);

/// About oneself.
type Own = (
    me::Me,
    handovers::Handovers,
    prompting::Prompting,
    offers::Offers,
    changes::Changes,
    phones::Phones,
    looks::Looks,
    record::RecordApi,
    requests::Requests,
    concerns::Concerns,
    supporters::Supporters,
    Supporting,
);

/// What is asked and said, and how a phone hears of it.
type Asked = (
    check_ins::CheckIns,
    answers::Answers,
    goals::Goals,
    talks::Talks,
    one_tap::OneTap,
    push::PushSubscriptions,
    sync::Sync,
);

/// For those who help.
type Supporting = (
    supporting::SupportSignIn,
    supporting::Support,
    supporting::SupportedCheckIns,
    supporting::SupportedGoals,
    supporting::SupportReminders,
);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<(Ways, Own, Asked), ()> {
    let ways = (
        invitations::Invitations,
        session::Session,
        again::Again,
        proof::Proof,
        passkeys::Passkeys,
    );
    let own = (
        me::Me,
        handovers::Handovers,
        prompting::Prompting,
        offers::Offers,
        changes::Changes,
        phones::Phones,
        looks::Looks,
        record::RecordApi,
        requests::Requests,
        concerns::Concerns,
        supporters::Supporters,
        (
            supporting::SupportSignIn,
            supporting::Support,
            supporting::SupportedCheckIns,
            supporting::SupportedGoals,
            supporting::SupportReminders,
        ),
    );
    let asked = (
        check_ins::CheckIns,
        answers::Answers,
        goals::Goals,
        talks::Talks,
        one_tap::OneTap,
        push::PushSubscriptions,
        sync::Sync,
    );
    let api = (ways, own, asked);
    OpenApiService::new(api, "Throughline for young people", "1.0.0")
        .description(
            "What an app or page on a young person's phone can do: get in by invitation, answer check-ins with or \
             without a signal, and be told when there is something new.",
        )
        .server("/young-person/v1")
}
