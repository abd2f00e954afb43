//! Being asked more or less often: offered, with the reason, and never done without a yes (CI-09).

use chrono::NaiveDate;
use domain::{
    adaptive::{Offer, Offered, Seen},
    schedule::schedule,
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};
use uuid::Uuid;

use super::{Tag, wire::KindCode};
use crate::{
    app::App,
    http::{auth::YoungPerson, problem::Result, valid::Valid},
    store::{Tx, scope::OwnRecord},
};

pub struct Offers;

#[OpenApi(tag = "Tag::InCharge")]
impl Offers {
    /// See what is offered to me
    ///
    /// When we ask next and why then; and, if things have changed or have long been the same, whether you would like to be
    /// asked more or less often. Nothing changes unless you say yes.
    #[oai(path = "/me/offers", method = "get", operation_id = "list_offers")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<OffersOut>> {
        let app = app.0;
        app.store.read(*me.scope(), async |tx| Ok(Json(OffersOut::read(tx, app).await?))).await
    }

    /// Say yes or no to an offer
    ///
    /// Each is made once. A yes can be taken back at any time by choosing how often you are asked. What is not offered any
    /// more, or was answered before, changes nothing: the reply says how things stand.
    #[oai(path = "/me/offers", method = "post", operation_id = "answer_offer")]
    async fn answer(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        body: Valid<OfferAnswerIn>,
    ) -> Result<Json<OffersOut>> {
        let (app, body) = (app.0, body.0);
        app.store
            .write(*me.scope(), async |tx| {
                tx.hold(tx.scope().person()).await?;
                let wanted = Offered { offer: body.offer.into(), because: body.because };
                let answered = tx.offers_answered().await?;
                let again = answered.contains(&(wanted.offer, wanted.because));
                if !again && made(tx, app).await?.contains(&wanted) {
                    tx.answer_offer(wanted, body.accept, app.now()).await?;
                    if body.accept {
                        let person = tx.me().await?;
                        let asked = wanted.offer.accepted(&person.asked, app.today());
                        tx.save_asked(&asked, person.journey.paused_until, app.now()).await?;
                    }
                }
                Ok(Json(OffersOut::read(tx, app).await?))
            })
            .await
    }
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "Offer", rename_all = "kebab-case", remote = "Offer")]
enum OfferCode {
    /// A few quick questions every two weeks, for eight weeks, because what they did has ended.
    Closer,
    /// Only the longer check-ins, because all has been the same for a while.
    Less,
}

/// Why the next check-in comes when it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "NextBecause", rename_all = "kebab-case")]
enum BecauseCode {
    /// It is the usual time.
    Usual,
    /// They said yes to being asked every two weeks for a while.
    Closer,
    /// They chose to be asked less often.
    Less,
}

/// An answer to an offer.
#[derive(Object)]
#[oai(rename = "OfferAnswer", deny_unknown_fields)]
struct OfferAnswerIn {
    offer: OfferCode,
    /// What it comes from, as it was given with the offer.
    because: Uuid,
    /// Yes.
    accept: bool,
}

/// What is offered, and what comes next.
#[derive(Object)]
#[oai(rename = "Offers", skip_serializing_if_is_none)]
struct OffersOut {
    /// Offers that were not answered yet: one at most.
    items: Vec<OfferOut>,
    /// The check-in that comes next, if one is to come.
    next: Option<NextOut>,
}

/// An offer.
#[derive(Object)]
#[oai(rename = "OfferMade")]
struct OfferOut {
    offer: OfferCode,
    /// What it comes from: give it back with the answer.
    because: Uuid,
}

/// The check-in that comes next.
#[derive(Object)]
#[oai(rename = "NextAsked")]
struct NextOut {
    kind: KindCode,
    /// The day it opens.
    on: NaiveDate,
    because: BecauseCode,
}

impl OffersOut {
    async fn read(tx: &Tx<OwnRecord>, app: &App) -> Result<Self> {
        let person = tx.me().await?;
        let next = schedule(&person.journey, &person.asked, app.questionnaire.cadence())
            .into_iter()
            .find(|due| due.on > app.today());
        let because = |extra| match (extra, person.asked.often) {
            (1.., _) => BecauseCode::Closer,
            (_, domain::person::Often::Less) => BecauseCode::Less,
            _ => BecauseCode::Usual,
        };
        let answered = tx.offers_answered().await?;
        let open = made(tx, app)
            .await?
            .into_iter()
            .filter(|it| !answered.contains(&(it.offer, it.because)));
        Ok(Self {
            items: open
                .map(|it| OfferOut { offer: it.offer.into(), because: it.because })
                .collect(),
            next: next.map(|due| NextOut {
                kind: due.kind.into(),
                on: due.on,
                because: because(due.extra),
            }),
        })
    }
}

/// What may be offered today, answered or not.
async fn made(tx: &Tx<OwnRecord>, app: &App) -> Result<Vec<Offered>> {
    let me = tx.scope().person();
    let person = tx.me().await?;
    let mut check_ins: Vec<_> = tx.check_ins(me).await?.into_iter().map(|(it, _)| it).collect();
    check_ins.reverse();
    let spells: Vec<_> = tx.known_spells_of(me).await?.into_iter().map(|it| it.spell).collect();
    let seen = Seen {
        check_ins: &check_ins,
        spells: &spells,
        activities: &app.activities,
        asked: &person.asked,
        today: app.today(),
    };
    Ok(seen.offers())
}
