//! What became of our messages, as whoever carried them says.

use domain::receipt::Receipt;
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi};
use uuid::Uuid;

use super::{Heard, Tag, door::Provider, told::Told};
use crate::{
    app::App,
    http::{auth::Door, problem::Result},
    receiving::{self, take_receipt},
};

pub struct Receipts;

#[OpenApi]
impl Receipts {
    /// Say what became of a message, as Notify
    ///
    /// GOV.UK Notify's delivery receipt. A number or address that does not exist gets no more messages, and staff are
    /// asked for the right one. What did not arrive for the time being is sent once more the next day.
    #[oai(
        path = "/notify/receipts",
        method = "post",
        operation_id = "record_notify_receipt",
        tag = "Tag::Notify"
    )]
    async fn notify(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        _provider: Provider,
        body: Told<NotifyReceiptIn>,
    ) -> Result<Heard> {
        let NotifyReceiptIn { reference, status, to } = body.0;
        // What went wrong between Notify and the network was not sent: a message like any other that did not arrive.
        let receipt = match status.as_str() {
            "technical-failure" => Some(Receipt::TemporaryFailure),
            status => Receipt::from_code(status),
        };
        heard(app.0, **door, reference.as_deref(), receipt, to.as_deref()).await
    }

    /// Say what became of a text
    ///
    /// For a gateway of no particular kind. The reference is the one that came with the text.
    #[oai(
        path = "/texts/receipts",
        method = "post",
        operation_id = "record_receipt",
        tag = "Tag::Texts"
    )]
    async fn text(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        _provider: Provider,
        body: Told<ReceiptIn>,
    ) -> Result<Heard> {
        let ReceiptIn { reference, status, to } = body.0;
        heard(app.0, **door, Some(&reference), Some(status.into()), to.as_deref()).await
    }
}

/// Takes a receipt about something of ours. Whether it was is not told: there is nothing to find out here.
async fn heard(
    app: &App,
    door: Door,
    reference: Option<&str>,
    receipt: Option<Receipt>,
    to: Option<&str>,
) -> Result<Heard> {
    let reference = reference.and_then(|reference| Uuid::try_parse(reference).ok());
    if let Some((reference, receipt)) = reference.zip(receipt) {
        let told = receiving::Told { reference, receipt, to };
        take_receipt(app, door.system(), &told).await?;
    }
    Ok(Heard::Done)
}

/// Notify's delivery receipt, as far as it is read.
#[derive(Object)]
#[oai(rename = "NotifyReceipt")]
struct NotifyReceiptIn {
    /// What we called the message. Null for one that somebody sent at Notify by hand.
    #[oai(validator(max_length = 1000))]
    reference: Option<String>,
    /// What became of it: `delivered`, `permanent-failure`, `temporary-failure` or `technical-failure`. Others are passed
    /// over.
    #[oai(validator(max_length = 100))]
    status: String,
    /// The number or address it went to.
    #[oai(validator(max_length = 400))]
    to: Option<String>,
}

/// What a gateway says became of a text.
#[derive(Object)]
#[oai(rename = "TextReceipt")]
struct ReceiptIn {
    /// The reference that came with the text.
    #[oai(validator(max_length = 1000))]
    reference: String,
    /// What became of it.
    status: StatusCode,
    /// The number it went to.
    #[oai(validator(max_length = 400))]
    to: Option<String>,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "TextStatus", rename_all = "kebab-case", remote = "Receipt")]
enum StatusCode {
    /// It arrived.
    Delivered,
    /// It did not arrive this time: the phone was off, say.
    TemporaryFailure,
    /// It can never arrive: there is no such number.
    PermanentFailure,
}
