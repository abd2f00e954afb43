//! Showing, on a phone that is signed in, that it is you; and the numbers and addresses that are yours (YP-14).

use domain::{
    id::CodeRequestId,
    proof::{CodePurpose, JUST_JOINED, Reached, STEPPED_UP},
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    codes::{self, ContactIn, ReachedCode, SentOut, TypedIn, Wanted, can_send, on_its_way},
    passkeys::{self, ShownIn},
};
use crate::{
    app::App,
    http::{
        auth::{Door, SteppedUp, YoungPerson, step_up_needed},
        problem::{Kind, Problem, Result},
        valid::Valid,
        wire::Instant,
    },
    post::Letter,
    store::{
        OwnContact, StoreError, ThisPhone, Tx,
        scope::{OwnRecord, Within},
    },
};

pub struct Proof;

#[OpenApi(tag = "Tag::SignIn")]
impl Proof {
    /// See how I can show that it is me
    ///
    /// Some things open only to somebody who has shown in the last 15 minutes that they hold the phone: their record, and
    /// what they asked about it.
    #[oai(path = "/me/proof", method = "get", operation_id = "show_proof")]
    async fn show(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<ProofOut>> {
        let app = app.0;
        app.store.read(*me.scope(), async |tx| Ok(Json(ProofOut::read(tx, app).await?))).await
    }

    /// Send me a code
    ///
    /// To the number or address that I confirmed. At most five in an hour.
    #[oai(path = "/me/proof/code", method = "post", operation_id = "send_proof_code")]
    async fn send_step_up(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
        body: Valid<SendIn>,
    ) -> Result<Json<SentOut>> {
        let (app, scope, kind) = (app.0, *me.scope(), Reached::from(body.0.to));
        can_send(app, kind)?;
        let own = app
            .store
            .read::<_, _, StoreError>(scope, async |tx| tx.own_contacts(scope.person()).await)
            .await?;
        let to = own.into_iter().map(|(contact, _)| contact).find(|contact| contact.kind == kind);
        let to = to.ok_or_else(|| {
            Problem::new(Kind::RuleBroken, "You have not told us such a number or address yet.")
        })?;
        send(app, **door, scope, CodePurpose::StepUp, to, body.0.request).await
    }

    /// Show with a code that it is me
    ///
    /// Five tries, ten minutes, once, on the phone that asked for it. It counts for 15 minutes.
    #[oai(path = "/me/proof/with-code", method = "post", operation_id = "prove_with_code")]
    async fn prove_with_code(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
        body: Valid<TypedIn>,
    ) -> Result<Json<ProofOut>> {
        let (app, scope) = (app.0, *me.scope());
        let session = Some(scope.session());
        codes::check(app, **door, CodePurpose::StepUp, session, &body.0).await?;
        app.store.write(scope, async |tx| step_up(tx, app).await).await
    }

    /// Show with a passkey that it is me
    ///
    /// It answers the challenge of `start_passkey_sign_in`. It counts for 15 minutes.
    #[oai(path = "/me/proof/with-passkey", method = "post", operation_id = "prove_with_passkey")]
    async fn prove_with_passkey(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
        body: Valid<ShownIn>,
    ) -> Result<Json<ProofOut>> {
        let (app, scope) = (app.0, *me.scope());
        let kept = passkeys::check(app, **door, &body.0).await?;
        if (kept.partnership, kept.person) != (scope.partnership(), scope.person()) {
            let other = "That passkey is somebody else's. Use yours, or a code.";
            return Err(Problem::new(Kind::NotProven, other));
        }
        app.store
            .write(scope, async |tx| {
                tx.passkey_is_here(kept.id).await?;
                step_up(tx, app).await
            })
            .await
    }

    /// Send a code to a number or address of mine
    ///
    /// To confirm that it is mine. It can be done on the day that somebody came in by an invitation (on a phone that others
    /// use too, for 15 minutes), or after showing that it is you. Ten in a day at most, whichever numbers they go to.
    #[oai(path = "/me/contacts/code", method = "post", operation_id = "send_contact_code")]
    async fn send_contact(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
        body: Valid<ContactIn>,
    ) -> Result<Json<SentOut>> {
        let (app, scope) = (app.0, *me.scope());
        let to = body.0.read()?;
        can_send(app, to.kind)?;
        app.store.read(scope, async |tx| may_add_ways(tx, app).await).await?;
        send(app, **door, scope, CodePurpose::Contact, to, body.0.request).await
    }

    /// Confirm that a number or address is mine
    ///
    /// From now on codes are sent there, in the place of an earlier one of its kind, which is told. It shows that it is
    /// you, as a code to that number would.
    #[oai(path = "/me/contacts/confirmed", method = "post", operation_id = "confirm_contact")]
    async fn confirm(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
        body: Valid<TypedIn>,
    ) -> Result<Json<ProofOut>> {
        let (app, scope) = (app.0, *me.scope());
        let session = Some(scope.session());
        let right = codes::check(app, **door, CodePurpose::Contact, session, &body.0).await?;
        let (proof, name, before) = app
            .store
            .write(scope, async |tx| {
                let before = tx.confirm_contact(&right.to, app.now()).await?;
                let proof = step_up(tx, app).await?;
                Ok::<_, Problem>((proof, tx.partnership().await?.service_name, before))
            })
            .await?;
        if let Some(before) = before {
            codes::hand_over(app, Letter::replaced(app.new_id(), before, name.as_str()));
        }
        Ok(proof)
    }

    /// Forget a number or address of mine
    ///
    /// No codes are sent there any more, and those on the way do nothing. What your worker knows to call you by is theirs to change.
    #[oai(path = "/me/contacts/:contact_kind", method = "delete", operation_id = "remove_contact")]
    async fn remove_contact(
        &self,
        app: Data<&App>,
        me: SteppedUp,
        /// Which of the two.
        contact_kind: Path<ReachedCode>,
    ) -> Result<Removed> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_contact(contact_kind.0.into(), app.now()).await?;
                Ok(Removed::Done)
            })
            .await
    }
}

/// Where to send a code.
#[derive(Object)]
#[oai(rename = "SendCode", deny_unknown_fields)]
struct SendIn {
    to: ReachedCode,
    /// The request of an earlier code that has not arrived: then both codes work.
    request: Option<Uuid>,
}

/// A way to show that it is you.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "ProofWay", rename_all = "kebab-case")]
enum Way {
    /// With a passkey.
    Passkey,
    /// With a code by text message.
    Mobile,
    /// With a code by e-mail.
    Email,
}

/// A number or address that somebody has confirmed as theirs.
#[derive(Object)]
#[oai(rename = "ConfirmedContact")]
struct ConfirmedOut {
    kind: ReachedCode,
    /// How it ends, to tell which one it is without showing it.
    ends: String,
}

/// How somebody can show that it is them.
#[derive(Object)]
#[oai(rename = "Proof", skip_serializing_if_is_none)]
pub struct ProofOut {
    /// Until when nothing more needs to be shown, if something was shown just now.
    proven_until: Option<Instant>,
    /// The ways there are for them, the easiest first. None: their worker gives them a new invitation.
    ways: Vec<Way>,
    /// What they have confirmed.
    contacts: Vec<ConfirmedOut>,
    /// New ways can be added now, and people who help: they joined today, or have just shown that it is them.
    may_add: bool,
    /// The ways that can be added here.
    can_add: Vec<Way>,
}

impl ProofOut {
    async fn read(tx: &Tx<OwnRecord>, app: &App) -> Result<Self> {
        let phone = tx.this_phone().await?;
        let until = phone.stepped_up.map(|at| at + STEPPED_UP).filter(|until| *until > app.now());
        let own = tx.own_contacts(tx.scope().person()).await?;
        let sent = app.post.ways();
        let passkeys = app.passkeys.is_some() && !phone.shared;
        let with_key = passkeys && !tx.my_passkeys().await?.is_empty();
        let by = |kind: &Reached| if *kind == Reached::Mobile { Way::Mobile } else { Way::Email };
        let with_code = own.iter().map(|(own, _)| own.kind).filter(|kind| sent.contains(kind));
        Ok(Self {
            may_add: may_add(app, &phone),
            ways: with_key
                .then_some(Way::Passkey)
                .into_iter()
                .chain(with_code.map(|kind| by(&kind)))
                .collect(),
            contacts: own.iter().map(|(own, _)| ConfirmedOut::new(own)).collect(),
            can_add: passkeys
                .then_some(Way::Passkey)
                .into_iter()
                .chain(sent.iter().map(by))
                .collect(),
            proven_until: until.map(Into::into),
        })
    }
}

impl ConfirmedOut {
    fn new(own: &OwnContact) -> Self {
        let ends = match own.kind {
            Reached::Mobile => own.value.get(own.value.len().saturating_sub(3)..).unwrap_or(""),
            Reached::Email => own.value.split_once('@').map_or("", |(_, domain)| domain),
        };
        Self { kind: own.kind.into(), ends: ends.to_owned() }
    }
}

/// It is forgotten.
#[derive(ApiResponse)]
enum Removed {
    /// It is forgotten.
    #[oai(status = 204)]
    Done,
}

/// Whoever came in by an invitation has a day for it, on a phone of their own. Whoever came back by a code or a passkey
/// showed then that it is them, and that counts for as long as it always does.
fn may_add(app: &App, phone: &ThisPhone) -> bool {
    let joined = if phone.shared { STEPPED_UP } else { JUST_JOINED };
    let (since, lasts) = phone.stepped_up.map_or((phone.since, joined), |at| (at, STEPPED_UP));
    app.now() - since < lasts
}

/// Refuses new ways in to somebody who only holds a phone that is signed in: who finds it must not become its owner, nor
/// let somebody else in for good.
pub async fn may_add_ways(tx: &Tx<OwnRecord>, app: &App) -> Result<()> {
    if may_add(app, &tx.this_phone().await?) { Ok(()) } else { Err(step_up_needed()) }
}

/// The request that a code is sent for: a new one, or that of an earlier code.
pub fn request(app: &App, earlier: Option<Uuid>) -> CodeRequestId {
    earlier.map_or_else(|| app.new_id(), CodeRequestId)
}

async fn send(
    app: &App,
    door: Door,
    scope: OwnRecord,
    purpose: CodePurpose,
    to: OwnContact,
    earlier: Option<Uuid>,
) -> Result<Json<SentOut>> {
    let request = request(app, earlier);
    let (partnership, person) = (scope.partnership(), scope.person());
    let wanted = Wanted { purpose, partnership, person, session: Some(scope.session()), to };
    if let Some(request) = codes::send(app, door, request, wanted).await? {
        return Ok(Json(on_its_way(app, request)));
    }
    let many = "We have sent several codes already. Wait an hour, or ask your worker.";
    Err(Problem::new(Kind::TooManyRequests, many).retry_after(3600))
}

async fn step_up(tx: &Tx<OwnRecord>, app: &App) -> Result<Json<ProofOut>> {
    tx.step_up(app.now()).await?;
    Ok(Json(ProofOut::read(tx, app).await?))
}
