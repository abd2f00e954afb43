//! Everything a phone needs, in one call.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::check_in::State;
use poem::web::Data;
use poem_openapi::{
    ApiResponse, Object, OpenApi,
    param::{Header, Query},
    payload::Json,
    types::ToJSON,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Tag, check_ins::lay_out, me::MeOut, wire::CheckInOut};
use crate::{
    app::App,
    http::{
        auth::YoungPerson,
        problem::{Kind, Problem, Result},
    },
};

pub struct Sync;

#[OpenApi(tag = "Tag::CheckIns")]
impl Sync {
    /// Fetch everything this phone needs
    ///
    /// Who I am here, and every check-in that takes answers, complete: a phone that keeps this can answer without a
    /// signal. Send the `token` that came last as `since`, and only check-ins that are new or changed come, with the ids
    /// of those that are gone. Or send the `ETag` as `If-None-Match`; when nothing has changed, the answer is an empty 304.
    #[oai(path = "/sync", method = "get", operation_id = "sync_phone")]
    async fn sync(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// The `token` that came last.
        #[oai(validator(max_length = 2000, pattern = "^[A-Za-z0-9_-]*$"))]
        since: Query<Option<String>>,
        /// The `ETag` that came last.
        #[oai(name = "If-None-Match", validator(max_length = 200))]
        known: Header<Option<String>>,
    ) -> Result<Synced> {
        let app = app.0;
        let had = since.0.as_deref().map(Had::read).transpose()?;
        app.store
            .read(*me.scope(), async |tx| {
                let (record, versions) = tx.record().await?;
                let me = MeOut::of(tx, app, record.around.clone()).await?;
                let mut check_ins = Vec::new();
                for check_in in &record.check_ins {
                    let takes =
                        check_in.takes_answers(record.newer_opened(check_in), app.now()).is_ok();
                    // One check-in that cannot be shown never keeps a phone from all the rest.
                    let version = versions.get(&check_in.id).cloned();
                    let version = version.unwrap_or_else(|| app.version());
                    let shown = app.questions_if_readable(tx, &version).await?.is_some();
                    if check_in.state() == State::Open && takes && shown {
                        check_ins.push(lay_out(app, tx, &record, check_in, &versions).await?);
                    }
                }
                let out = SyncOut::since(had.as_ref(), me, check_ins);
                let tag = format!("\"{}\"", hex(&digest(&out)));
                match known.0 {
                    Some(known) if known.split(',').any(|known| known.trim() == tag) => {
                        Ok(Synced::Unchanged(tag))
                    }
                    _ => Ok(Synced::New(Json(Box::new(out)), tag)),
                }
            })
            .await
    }
}

/// Everything a phone needs.
#[derive(Object)]
#[oai(rename = "Sync")]
struct SyncOut {
    me: MeOut,
    /// Every check-in that waits for answers, complete; with `since`, those that are new or changed. Without `since`, one
    /// that is missing here is over: forget it.
    check_ins: Vec<CheckInOut>,
    /// With `since`: what that token knew and is over. Forget it, and drafts for it.
    gone: Vec<Uuid>,
    /// Names this state. Send it as `since` the next time.
    token: String,
}

#[derive(ApiResponse)]
enum Synced {
    /// What there is now.
    #[oai(status = 200)]
    New(
        Json<Box<SyncOut>>,
        /// Names this answer. Send it back as `If-None-Match`.
        #[oai(header = "ETag")]
        String,
    ),
    /// Nothing has changed.
    #[oai(status = 304)]
    Unchanged(
        /// Names this answer.
        #[oai(header = "ETag")]
        String,
    ),
}

/// A check-in as it was: its id, and a digest of all that was sent.
type Seen = (Uuid, [u8; DIGEST]);

/// How many bytes of a digest tell two states of one check-in apart.
const DIGEST: usize = 8;
/// How many bytes stand for one check-in in a token.
const SEEN: usize = 16 + DIGEST;
/// The first byte of a token: how the rest is to be read.
const FORM: u8 = 1;

/// What a phone had when it got its token. The token says it all, so that nothing has to be remembered here.
struct Had(Vec<Seen>);

impl Had {
    fn read(token: &str) -> Result<Self> {
        let unknown = || Problem::new(Kind::RuleBroken, "`since` is the `token` that came last.");
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).map_err(|_| unknown())?;
        let Some((&FORM, seen)) = bytes.split_first() else { return Err(unknown()) };
        if seen.len() % SEEN != 0 {
            return Err(unknown());
        }
        let one = |bytes: &[u8]| {
            let (id, digest) = bytes.split_at(16);
            Some((Uuid::from_slice(id).ok()?, digest.try_into().ok()?))
        };
        seen.chunks(SEEN).map(one).collect::<Option<_>>().map(Self).ok_or_else(unknown)
    }

    fn token(&self) -> String {
        let seen =
            self.0.iter().flat_map(|(id, digest)| [id.as_bytes().as_slice(), digest].concat());
        BASE64_URL_SAFE_NO_PAD.encode(std::iter::once(FORM).chain(seen).collect::<Vec<u8>>())
    }
}

impl SyncOut {
    /// What has changed since a phone had this; everything, if it had nothing.
    fn since(had: Option<&Had>, me: MeOut, check_ins: Vec<CheckInOut>) -> Self {
        let seen = |check_in: &CheckInOut| (check_in.id, digest(check_in));
        let now = Had(check_ins.iter().map(seen).collect());
        let token = now.token();
        let Some(had) = had else { return Self { me, check_ins, gone: Vec::new(), token } };
        let news = check_ins.into_iter().zip(&now.0).filter(|(_, seen)| !had.0.contains(seen));
        let over = |(id, _): &&Seen| !now.0.iter().any(|(here, _)| here == id);
        Self {
            me,
            check_ins: news.map(|(check_in, _)| check_in).collect(),
            gone: had.0.iter().filter(over).map(|(id, _)| *id).collect(),
            token,
        }
    }
}

fn digest(what: &impl ToJSON) -> [u8; DIGEST] {
    let digest = Sha256::digest(what.to_json_string().as_bytes());
    std::array::from_fn(|place| digest[place])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
