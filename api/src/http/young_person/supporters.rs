//! The people whom a young person has asked to help (YP-24). Each has a way in of their own, and is gone the moment they
//! are taken off the list.

use chrono::NaiveDate;
use domain::{
    day::london_day,
    id::SupporterId,
    questionnaire::HELPER_IS,
    supporter::{LINK, MOST, Standing, Supporter, Switches},
    text::Name,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, proof::may_add_ways};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    inviting::qr_svg,
    secret::{Token, TokenKind},
    store::{NewLink, Saved, Tx, scope::OwnRecord, scope::Within},
};

pub struct Supporters;

#[OpenApi(tag = "Tag::Supporters")]
impl Supporters {
    /// List the people who help me
    ///
    /// In the order in which they were added, with what each may do and whether they have come in.
    #[oai(path = "/me/supporters", method = "get", operation_id = "list_supporters")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<SupporterListOut>> {
        let app = app.0;
        app.store
            .read(*me.scope(), async |tx| {
                let supporters = tx.supporters_of(tx.scope().person()).await?;
                let items = supporters.into_iter().map(|one| SupporterOut::new(app, one)).collect();
                Ok(Json(SupporterListOut { items, most: MOST as u32, relations: relations(app) }))
            })
            .await
    }

    /// Add somebody who helps me, or change what they may do
    ///
    /// Choose the id yourself (a random UUID), so that sending it again changes this supporter rather than adding another.
    /// Somebody new comes with a link, which is shown this once; five are kept at most. A change counts at once. Somebody new,
    /// and a switch that is turned on, take showing that it is you, except on the day that you came in by an invitation.
    #[oai(path = "/me/supporters/:supporter_id", method = "put", operation_id = "save_supporter")]
    async fn save(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which supporter.
        supporter_id: Path<Uuid>,
        body: Valid<SupporterIn>,
    ) -> Result<Json<SavedSupporterOut>> {
        let (app, body) = (app.0, body.0);
        if !relations(app).iter().any(|known| known.code == body.relation) {
            return Err(Problem::new(Kind::RuleBroken, "Say who they are in one of our words.")
                .at("/relation", "choose one of the `relations` of the list"));
        }
        let me = *me.scope();
        let supporter = Supporter {
            id: SupporterId(supporter_id.0),
            person: me.person(),
            name: Name::new(&body.name)?,
            relation: body.relation,
            switches: Switches {
                helps: body.helps,
                gets_reminders: body.gets_reminders,
                sees_goals: body.sees_goals,
            },
            made_at: app.now(),
            link_expires_at: None,
            signed_in: None,
        };
        let link = FreshLink::new(app, &me);
        app.store
            .write(me, async |tx| {
                tx.hold(me.person()).await?;
                let known = tx.supporters_of(me.person()).await?;
                let known = known.iter().find(|known| known.id == supporter.id);
                if known.is_none_or(|known| supporter.switches.widen(known.switches)) {
                    may_add_ways(tx, app).await?;
                }
                let saved = tx.save_supporter(&supporter, link.stored).await?;
                if saved == Saved::Full {
                    let full = format!(
                        "You have {MOST} people who help you. Take one off the list first."
                    );
                    return Err(Problem::new(Kind::RuleBroken, full));
                }
                let link = (saved == Saved::New).then(|| link.out());
                let supporter = shown(tx, app, supporter.id).await?;
                Ok(Json(SavedSupporterOut { supporter, link }))
            })
            .await
    }

    /// Make a new link for somebody who helps me
    ///
    /// For a link that ran out, or a new phone. The link before works no longer, and the phone that they use now is signed
    /// out at once. It takes showing that it is you, as adding somebody does.
    #[oai(
        path = "/me/supporters/:supporter_id/link",
        method = "post",
        operation_id = "add_supporter_link"
    )]
    async fn link(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which supporter.
        supporter_id: Path<Uuid>,
    ) -> Result<Json<SavedSupporterOut>> {
        let (app, me) = (app.0, *me.scope());
        let link = FreshLink::new(app, &me);
        app.store
            .write(me, async |tx| {
                let id = SupporterId(supporter_id.0);
                may_add_ways(tx, app).await?;
                tx.renew_supporter_link(id, link.stored).await?;
                let supporter = shown(tx, app, id).await?;
                Ok(Json(SavedSupporterOut { supporter, link: Some(link.out()) }))
            })
            .await
    }

    /// Take somebody off the list of people who help me
    ///
    /// They are not told. From now on every request of theirs is refused, and their phone is told to wipe what it keeps.
    /// What they sent stays.
    #[oai(
        path = "/me/supporters/:supporter_id",
        method = "delete",
        operation_id = "remove_supporter"
    )]
    async fn remove(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// Which supporter.
        supporter_id: Path<Uuid>,
    ) -> Result<Removed> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_supporter(SupporterId(supporter_id.0)).await?;
                Ok(Removed::Done)
            })
            .await
    }
}

/// Somebody who helps, as they are added or changed.
#[derive(Object)]
#[oai(rename = "SupporterWritten", deny_unknown_fields)]
struct SupporterIn {
    /// What the young person calls them.
    #[oai(validator(min_length = 1, max_length = 60))]
    name: String,
    /// Who they are: a code out of the `relations` of the list.
    #[oai(validator(min_length = 1, max_length = 40))]
    relation: String,
    /// They may help to answer. They never see what others answered, and not the questions for the young person alone.
    helps: bool,
    /// They get a reminder when the young person gets one.
    gets_reminders: bool,
    /// They see the young person's goals.
    sees_goals: bool,
}

/// The people who help.
#[derive(Object)]
#[oai(rename = "SupporterList")]
struct SupporterListOut {
    items: Vec<SupporterOut>,
    /// How many there can be.
    most: u32,
    /// Who somebody who helps can be.
    relations: Vec<RelationOut>,
}

/// Who somebody who helps can be.
#[derive(Object)]
#[oai(rename = "SupporterRelation")]
struct RelationOut {
    /// What is sent.
    code: String,
    /// In plain words.
    plain: String,
    /// In easy read.
    easy: String,
}

/// How far somebody who was asked to help has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "SupporterStanding", rename_all = "kebab-case", remote = "Standing")]
enum StandingCode {
    /// There is a link that has not been used.
    Invited,
    /// They are in.
    Joined,
    /// They are not in, and no link works: they need a new one.
    NeedsLink,
}

/// Somebody who helps.
#[derive(Object)]
#[oai(rename = "Supporter", skip_serializing_if_is_none)]
struct SupporterOut {
    /// Which supporter.
    id: Uuid,
    /// What the young person calls them.
    name: String,
    /// Who they are.
    relation: String,
    /// They may help to answer.
    helps: bool,
    /// They get reminders.
    gets_reminders: bool,
    /// They see goals.
    sees_goals: bool,
    /// How far they have come.
    standing: StandingCode,
    /// Until when their link works, while it waits to be used.
    link_expires_at: Option<Instant>,
    /// The day they came in, while they are in.
    joined_on: Option<NaiveDate>,
    /// The day they were last there, to within a week, while they are in.
    last_used_on: Option<NaiveDate>,
}

/// Somebody who helps, and the link that lets them in.
#[derive(Object)]
#[oai(rename = "SavedSupporter", skip_serializing_if_is_none)]
struct SavedSupporterOut {
    /// As they are now.
    supporter: SupporterOut,
    /// Only where it is new. It cannot be shown again; a new one can be made.
    link: Option<SupporterLinkOut>,
}

/// A link that lets somebody in once, who helps.
#[derive(Object)]
#[oai(rename = "SupporterLink")]
struct SupporterLinkOut {
    /// The link. Whoever has it can use it, so give it to nobody else.
    link: String,
    /// The same as a picture that a phone's camera reads: SVG.
    qr_svg: String,
    /// When it stops working.
    expires_at: Instant,
}

/// They are off the list.
#[derive(ApiResponse)]
enum Removed {
    /// They are off the list.
    #[oai(status = 204)]
    Done,
}

impl SupporterOut {
    fn new(app: &App, supporter: Supporter) -> Self {
        let standing = supporter.standing(app.now());
        let in_now = supporter.signed_in.filter(|_| standing == Standing::Joined);
        Self {
            id: supporter.id.0,
            name: supporter.name.as_str().to_owned(),
            relation: supporter.relation,
            helps: supporter.switches.helps,
            gets_reminders: supporter.switches.gets_reminders,
            sees_goals: supporter.switches.sees_goals,
            standing: standing.into(),
            link_expires_at: supporter
                .link_expires_at
                .filter(|_| standing == Standing::Invited)
                .map(Instant::from),
            joined_on: in_now.map(|phone| london_day(phone.since)),
            last_used_on: in_now.map(|phone| london_day(phone.last_used_at)),
        }
    }
}

/// A link with its secret, which is shown once and never kept.
struct FreshLink {
    stored: NewLink,
    link: String,
}

impl FreshLink {
    fn new(app: &App, me: &OwnRecord) -> Self {
        let token = Token::new(TokenKind::SupporterLink, me.partnership(), app.random());
        Self {
            stored: NewLink { hash: token.hash(), expires_at: app.now() + LINK },
            link: format!("{}/phone/helping#help={}", app.public_url, token.as_str()),
        }
    }

    fn out(&self) -> SupporterLinkOut {
        SupporterLinkOut {
            link: self.link.clone(),
            qr_svg: qr_svg(&self.link),
            expires_at: self.stored.expires_at.into(),
        }
    }
}

async fn shown(tx: &Tx<OwnRecord>, app: &App, id: SupporterId) -> Result<SupporterOut> {
    Ok(SupporterOut::new(app, tx.supporter(id).await?))
}

/// Who somebody who helps can be, as the questionnaire has it.
fn relations(app: &App) -> Vec<RelationOut> {
    let asks = app.questionnaire.question(HELPER_IS);
    let choices = asks.into_iter().flat_map(|question| &question.choices);
    choices
        .map(|choice| RelationOut {
            code: choice.code.clone(),
            plain: choice.plain.clone(),
            easy: choice.easy.clone(),
        })
        .collect()
}
