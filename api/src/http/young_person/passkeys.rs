//! Passkeys: the quickest way back in, on a phone of one's own (YP-12).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use domain::{
    day::london_day,
    id::{PasskeyId, SessionId},
    proof::MOST_PASSKEYS,
};
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{Tag, proof::may_add_ways};
use crate::{
    app::App,
    http::{
        auth::{Door, SteppedUp, YoungPerson},
        problem::{Kind, Problem, Result},
        valid::Valid,
    },
    passkeys::{Added, Passkeys as Checks, ShownKey, credential_hash, credential_id},
    store::{
        KeptPasskey, StoreError, Tx,
        scope::{OwnRecord, System, Within},
    },
};

pub struct Passkeys;

#[OpenApi(tag = "Tag::SignIn")]
impl Passkeys {
    /// List my passkeys
    ///
    /// Each signs somebody in with a look or a fingerprint on the phone that made it; the newest first.
    #[oai(path = "/me/passkeys", method = "get", operation_id = "list_passkeys")]
    async fn list(&self, app: Data<&App>, me: YoungPerson) -> Result<Json<PasskeyListOut>> {
        app.store
            .read(*me.scope(), async |tx| {
                let items = tx.my_passkeys().await?.into_iter().map(PasskeyOut::from).collect();
                Ok(Json(PasskeyListOut { items }))
            })
            .await
    }

    /// Begin to add a passkey
    ///
    /// Gives what the phone makes one from: ask for a discoverable key with user verification. It can be done on the day
    /// that somebody joined, or after showing that it is you; never on a phone that others use too.
    #[oai(path = "/me/passkeys/challenge", method = "post", operation_id = "start_passkey")]
    async fn start(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
    ) -> Result<Json<ToAddOut>> {
        let (app, scope) = (app.0, *me.scope());
        let checks = checks(app)?;
        let (name, known) = app
            .store
            .read(scope, async |tx| {
                may_add_ways(tx, app).await?;
                let known = may_keep_one_more(tx).await?;
                Ok::<_, Problem>((tx.me().await?.first_name().to_owned(), known))
            })
            .await?;
        let to_add = checks.start_adding(scope.person(), &name).map_err(broken)?;
        let ceremony: Uuid = app.new_id();
        app.store
            .write::<_, _, StoreError>(door.system(), async |tx| {
                tx.keep_ceremony(ceremony, Some(scope.session()), to_add.state, app.now()).await
            })
            .await?;
        let ids = known.iter().filter_map(|known| credential_id(&known.credential).ok());
        Ok(Json(ToAddOut {
            ceremony,
            challenge: to_add.challenge,
            domain: to_add.domain,
            user: BASE64_URL_SAFE_NO_PAD.encode(scope.person().0.as_bytes()),
            user_name: name,
            algorithms: to_add.algorithms,
            known: ids.collect(),
        }))
    }

    /// Add a passkey
    ///
    /// Within five minutes of beginning. The phone tells what it made. It shows that it is you, as using it would.
    #[oai(path = "/me/passkeys", method = "post", operation_id = "add_passkey")]
    async fn add(
        &self,
        app: Data<&App>,
        door: Data<&Door>,
        me: YoungPerson,
        body: Valid<NewPasskeyIn>,
    ) -> Result<Json<PasskeyListOut>> {
        let (app, scope, body) = (app.0, *me.scope(), body.0);
        let checks = checks(app)?;
        let state = take(app, **door, body.ceremony, Some(scope.session())).await?;
        let added =
            Added { id: &body.id, client_data: &body.client_data, attestation: &body.attestation };
        let credential = checks.finish_adding(&added, &state).map_err(broken)?;
        let hash = credential_hash(&body.id);
        let (credential, hash) = credential.zip(hash).ok_or_else(not_proven)?;
        let new = KeptPasskey {
            id: app.new_id(),
            partnership: scope.partnership(),
            person: scope.person(),
            phone: scope.session(),
            hash,
            credential,
            name: body.name,
            made_at: app.now(),
            last_used_at: None,
        };
        app.store
            .write(scope, async |tx| {
                // The phone may have been signed out as lost since it began, and others may have added some.
                tx.hold(scope.person()).await?;
                may_keep_one_more(tx).await?;
                tx.add_passkey(&new).await?;
                tx.step_up(app.now()).await?;
                let items = tx.my_passkeys().await?.into_iter().map(PasskeyOut::from).collect();
                Ok(Json(PasskeyListOut { items }))
            })
            .await
    }

    /// Take a passkey away
    ///
    /// It signs nobody in any more. Take it out of the phone's own list too. It takes showing that it is you, so that
    /// whoever finds a phone cannot lock its owner out.
    #[oai(path = "/me/passkeys/:passkey_id", method = "delete", operation_id = "remove_passkey")]
    async fn remove(
        &self,
        app: Data<&App>,
        me: SteppedUp,
        /// Which passkey.
        passkey_id: Path<Uuid>,
    ) -> Result<Removed> {
        app.store
            .write(*me.scope(), async |tx| {
                tx.remove_passkey(PasskeyId(passkey_id.0)).await?;
                Ok(Removed::Done)
            })
            .await
    }
}

/// What a phone makes a passkey from (WebAuthn level 3, `PublicKeyCredentialCreationOptions`).
#[derive(Object)]
#[oai(rename = "PasskeyToAdd")]
struct ToAddOut {
    /// Give it back with the passkey.
    ceremony: Uuid,
    /// Random bytes to sign, in base64url.
    challenge: String,
    /// The domain that it is for, `rp.id`.
    domain: String,
    /// `user.id`, in base64url.
    user: String,
    /// `user.name` and `user.displayName`: what the phone lists it by.
    user_name: String,
    /// `pubKeyCredParams`: IANA numbers of COSE algorithms, the best first.
    algorithms: Vec<i64>,
    /// `excludeCredentials`: ids of the passkeys that there are, in base64url.
    known: Vec<String>,
}

/// What a phone shows a passkey for (WebAuthn level 3, `PublicKeyCredentialRequestOptions`). No keys are named: the phone
/// lists those it has.
#[derive(Object)]
#[oai(rename = "PasskeyToShow")]
pub struct ToShowOut {
    /// Give it back with the passkey.
    ceremony: Uuid,
    /// Random bytes to sign, in base64url.
    challenge: String,
    /// The domain that it is for, `rpId`.
    domain: String,
}

/// A new passkey, as the phone made it.
#[derive(Object)]
#[oai(rename = "NewPasskey", deny_unknown_fields)]
struct NewPasskeyIn {
    /// The challenge it answers.
    ceremony: Uuid,
    /// What its owner calls the phone.
    #[oai(validator(min_length = 1, max_length = 60))]
    name: Option<String>,
    /// The credential's id, in base64url.
    #[oai(validator(min_length = 1, max_length = 1400))]
    id: String,
    /// `clientDataJSON`, in base64url.
    #[oai(validator(min_length = 1, max_length = 4000))]
    client_data: String,
    /// `attestationObject`, in base64url.
    #[oai(validator(min_length = 1, max_length = 10000))]
    attestation: String,
}

/// A passkey, as the phone showed it.
#[derive(Object)]
#[oai(rename = "ShownPasskey", deny_unknown_fields)]
pub struct ShownIn {
    /// The challenge it answers.
    pub ceremony: Uuid,
    /// The credential's id, in base64url.
    #[oai(validator(min_length = 1, max_length = 1400))]
    pub id: String,
    /// `clientDataJSON`, in base64url.
    #[oai(validator(min_length = 1, max_length = 4000))]
    pub client_data: String,
    /// `authenticatorData`, in base64url.
    #[oai(validator(min_length = 1, max_length = 4000))]
    pub authenticator_data: String,
    /// The signature, in base64url.
    #[oai(validator(min_length = 1, max_length = 2000))]
    pub signature: String,
    /// `userHandle`, in base64url.
    #[oai(validator(min_length = 1, max_length = 200))]
    pub user: Option<String>,
}

/// Passkeys.
#[derive(Object)]
#[oai(rename = "PasskeyList")]
struct PasskeyListOut {
    items: Vec<PasskeyOut>,
}

/// A passkey.
#[derive(Object)]
#[oai(rename = "Passkey", skip_serializing_if_is_none)]
struct PasskeyOut {
    /// Which.
    id: Uuid,
    /// What its owner calls the phone.
    name: Option<String>,
    /// The day it was made.
    made_on: NaiveDate,
    /// The day it was last used.
    last_used_on: Option<NaiveDate>,
}

impl From<KeptPasskey> for PasskeyOut {
    fn from(kept: KeptPasskey) -> Self {
        Self {
            id: kept.id.0,
            name: kept.name,
            made_on: london_day(kept.made_at),
            last_used_on: kept.last_used_at.map(london_day),
        }
    }
}

/// It is gone.
#[derive(ApiResponse)]
enum Removed {
    /// It is gone.
    #[oai(status = 204)]
    Done,
}

/// The passkeys that there are, if this phone may keep another.
async fn may_keep_one_more(tx: &Tx<OwnRecord>) -> Result<Vec<KeptPasskey>> {
    if tx.this_phone().await?.shared {
        let shared = "Others use this phone too, so no passkey is kept on it.";
        return Err(Problem::new(Kind::RuleBroken, shared));
    }
    let known = tx.my_passkeys().await?;
    if known.len() >= MOST_PASSKEYS {
        let full = format!("You have {MOST_PASSKEYS} passkeys. Take one away first.");
        return Err(Problem::new(Kind::RuleBroken, full));
    }
    Ok(known)
}

/// Begins to ask for a passkey.
pub async fn ask(app: &App, door: Door) -> Result<ToShowOut> {
    let to_show = checks(app)?.start_asking().map_err(broken)?;
    let ceremony: Uuid = app.new_id();
    app.store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.keep_ceremony(ceremony, None, to_show.state, app.now()).await
        })
        .await?;
    Ok(ToShowOut { ceremony, challenge: to_show.challenge, domain: to_show.domain })
}

/// Whose passkey this is: it answered the challenge, once.
pub async fn check(app: &App, door: Door, shown: &ShownIn) -> Result<KeptPasskey> {
    let checks = checks(app)?;
    let state = take(app, door, shown.ceremony, None).await?;
    let hash = credential_hash(&shown.id).ok_or_else(not_proven)?;
    let kept =
        app.store.read::<_, _, StoreError>(door.system(), async |tx| tx.passkey(hash).await).await;
    let mut kept = match kept {
        Err(StoreError::NotFound(_)) => return Err(not_proven()),
        kept => kept?,
    };
    let key = ShownKey {
        id: &shown.id,
        client_data: &shown.client_data,
        authenticator_data: &shown.authenticator_data,
        signature: &shown.signature,
        user: shown.user.as_deref(),
    };
    let checked = checks.check(&key, &state, &kept.credential).map_err(broken)?;
    kept.credential = checked.ok_or_else(not_proven)?;
    app.store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.passkey_used(&kept, app.now()).await
        })
        .await?;
    Ok(kept)
}

/// Notes on which phone somebody has signed in with a passkey, if it is still theirs.
pub async fn is_on(tx: &Tx<System>, used: &KeptPasskey, phone: SessionId) -> Result<()> {
    match tx.passkey_is_on(used, phone).await {
        Err(StoreError::NotFound(_)) => Err(not_proven()),
        marked => Ok(marked?),
    }
}

async fn take(app: &App, door: Door, ceremony: Uuid, session: Option<SessionId>) -> Result<String> {
    let now = app.now();
    let taken = app
        .store
        .write::<_, _, StoreError>(door.system(), async |tx| {
            tx.take_ceremony(ceremony, session, now).await
        })
        .await;
    match taken {
        Err(StoreError::NotFound(_)) => Err(not_proven()),
        taken => Ok(taken?),
    }
}

fn checks(app: &App) -> Result<&Checks> {
    let none = "There are no passkeys here: the address of the service has no name. Use a code.";
    app.passkeys.as_deref().ok_or_else(|| Problem::new(Kind::NotReady, none))
}

fn broken(_: anyhow::Error) -> Problem {
    Problem::unexpected("a passkey's challenge cannot be made or read")
}

fn not_proven() -> Problem {
    Problem::new(Kind::NotProven, "That passkey did not work. Try again, or use a code.")
}
