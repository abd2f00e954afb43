//! What providers tell us who carry our messages: what became of them, and what came back (CI-13). They tell, and are told
//! nothing: whatever they say of whomever, the answer is the same.

mod door;
mod receipts;
mod replies;
mod told;

use poem_openapi::{ApiResponse, OpenApiService, Tags};

#[derive(Tags)]
enum Tag {
    /// By GOV.UK Notify. Its callbacks are set up at Notify with these addresses.
    Notify,
    /// By a gateway for texts of no particular kind.
    Texts,
}

type Api = (receipts::Receipts, replies::Replies);

/// The endpoint, which also knows its own document.
pub fn api() -> OpenApiService<Api, ()> {
    let api = (receipts::Receipts, replies::Replies);
    OpenApiService::new(api, "Throughline for providers of messages", "1.0.0")
        .description(
            "What whoever carries our texts and e-mails tells us: whether they arrived, and what was texted back. Each \
             call carries the token that this installation was set up with (--callback-token); without that setting \
             there is nothing here. Calls may be repeated and may come in any order. Members that are not named here \
             are accepted and not read.",
        )
        .server("/provider/v1")
}

/// It was heard.
#[derive(ApiResponse)]
enum Heard {
    /// It was heard. What it led to is not told.
    #[oai(status = 204)]
    Done,
}
