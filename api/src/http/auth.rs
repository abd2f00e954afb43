//! Who is asking: a token becomes somebody, and somebody a scope. Cookies are for our own pages, bearer tokens for apps.

use std::sync::Arc;

use poem::{Request, RequestBody, http::header};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions, SecurityScheme,
    auth::{ApiKey, Bearer},
    registry::Registry,
};

use super::{
    policy::{self, Who},
    problem::{Kind, Problem, Result},
    routes::Operation,
};
use crate::{
    app::App,
    secret::{Token, TokenKind},
    store::{
        ENDED, SignedIn, SignedInStaff, StoreError,
        scope::{Admin, Area, Caseload, Helper, Office, OwnRecord, Proven, Referred, System},
    },
};

/// The name of the cookie of young people's pages.
pub const PHONE_COOKIE: &str = "__Host-phone";
/// The name of the cookie of staff pages.
pub const STAFF_COOKIE: &str = "__Host-staff";

/// The name of the cookie of supporters' pages.
pub const SUPPORTER_COOKIE: &str = "__Host-helper";

/// What looks tokens up. Only this module can reach into it.
#[derive(Clone, Copy)]
pub struct Door(System);

impl Door {
    /// Lets sign-in, and nothing else of the public face, see the whole database.
    pub fn new(system: System) -> Self {
        Self(system)
    }

    /// For the operations that are part of signing in.
    pub(super) fn system(self) -> System {
        self.0
    }
}

macro_rules! schemes {
    ($($(#[$doc:meta])* $name:ident($scope:ty) = $pass:ident, $cookie:literal, $page:ident $page_name:literal, $app:ident $app_name:literal;)*) => {$(
        #[doc = concat!("The cookie that our own pages carry for ", stringify!($name), ".")]
        #[derive(SecurityScheme)]
        #[oai(ty = "api_key", key_in = "cookie", key_name = $cookie, rename = $page_name, checker = $pass::page)]
        pub struct $page($scope);

        #[doc = concat!("The token that an app carries for ", stringify!($name), ".")]
        #[derive(SecurityScheme)]
        #[oai(ty = "bearer", bearer_format = "opaque", rename = $app_name, checker = $pass::app)]
        pub struct $app($scope);

        $(#[$doc])*
        pub enum $name {
            #[doc(hidden)]
            Page($page),
            #[doc(hidden)]
            App($app),
        }

        impl $name {
            /// On whose behalf the request is answered.
            pub fn scope(&self) -> &$scope {
                match self {
                    Self::Page(page) => &page.0,
                    Self::App(app) => &app.0,
                }
            }
        }

        impl<'a> ApiExtractor<'a> for $name {
            const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

            type ParamType = ();
            type ParamRawType = ();

            fn register(registry: &mut Registry) {
                $page::register(registry);
                $app::register(registry);
            }

            fn security_schemes() -> Vec<&'static str> {
                [$page::security_schemes(), $app::security_schemes()].concat()
            }

            // Not one after the other, as the framework would do it: a page that is refused would be told what is wrong
            // with the token it does not carry.
            async fn from_request(
                request: &'a Request,
                body: &mut RequestBody,
                options: ExtractParamOptions<()>,
            ) -> poem::Result<Self> {
                if carries_token(request) {
                    $app::from_request(request, body, options).await.map(Self::App)
                } else {
                    $page::from_request(request, body, options).await.map(Self::Page)
                }
            }
        }

        mod $pass {
            use super::*;

            pub(super) async fn page(request: &Request, key: ApiKey) -> poem::Result<$scope> {
                Ok($pass(enter(request, &key.key).await?)?)
            }

            pub(super) async fn app(request: &Request, token: Bearer) -> poem::Result<$scope> {
                Ok($pass(enter(request, &token.token).await?)?)
            }
        }
    )*};
}

schemes! {
    /// A signed-in young person.
    YoungPerson(OwnRecord) = own_record, "__Host-phone", PhonePage "phone_page", PhoneApp "phone_app";
    /// A young person who has shown a moment ago that they hold this phone.
    SteppedUp(Proven) = proven, "__Host-phone", ProvenPage "phone_page", ProvenApp "phone_app";
    /// Somebody who helps a young person.
    Supporter(Helper) = helper, "__Host-helper", SupporterPage "supporter_page", SupporterApp "supporter_app";
    /// Signed-in staff who work with people.
    WithPeople(Caseload) = caseload, "__Host-staff", WorkerPage "staff_page", WorkerApp "staff_app";
    /// Signed-in staff who read figures.
    Figures(Area) = area, "__Host-staff", FiguresPage "staff_page", FiguresApp "staff_app";
    /// Signed-in staff of another agency.
    OfAgency(Referred) = referred, "__Host-staff", AgencyPage "staff_page", AgencyApp "staff_app";
    /// Signed-in staff who administer.
    Administrator(Admin) = admin, "__Host-staff", AdminPage "staff_page", AdminApp "staff_app";
    /// Signed-in staff, as far as whoever works here may know the same.
    AtWork(Office) = office, "__Host-staff", AtWorkPage "staff_page", AtWorkApp "staff_app";
    /// Signed-in staff, whatever their role.
    AnyStaff(Box<SignedInStaff>) = staff, "__Host-staff", AnyStaffPage "staff_page", AnyStaffApp "staff_app";
}

/// Whether a request is an app's, with a token, rather than a page's, with a cookie.
pub(super) fn carries_token(request: &Request) -> bool {
    let carried = request.header(header::AUTHORIZATION).and_then(|carried| carried.get(..7));
    carried.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
}

fn own_record(signed_in: SignedIn) -> Result<OwnRecord> {
    match signed_in {
        SignedIn::YoungPerson(own) => Ok(own),
        SignedIn::Supporter(_) | SignedIn::Staff(_) => Err(not_allowed()),
    }
}

fn helper(signed_in: SignedIn) -> Result<Helper> {
    match signed_in {
        SignedIn::Supporter(helper) => Ok(helper),
        SignedIn::YoungPerson(_) | SignedIn::Staff(_) => Err(not_allowed()),
    }
}

fn proven(signed_in: SignedIn) -> Result<Proven> {
    own_record(signed_in)?.proven().ok_or_else(step_up_needed)
}

fn staff(signed_in: SignedIn) -> Result<Box<SignedInStaff>> {
    match signed_in {
        SignedIn::Staff(staff) => Ok(staff),
        SignedIn::YoungPerson(_) | SignedIn::Supporter(_) => Err(not_allowed()),
    }
}

fn office(signed_in: SignedIn) -> Result<Office> {
    staff(signed_in)?.office.ok_or_else(not_allowed)
}

fn caseload(signed_in: SignedIn) -> Result<Caseload> {
    staff(signed_in)?.caseload.ok_or_else(not_allowed)
}

fn area(signed_in: SignedIn) -> Result<Area> {
    staff(signed_in)?.area.ok_or_else(not_allowed)
}

fn referred(signed_in: SignedIn) -> Result<Referred> {
    staff(signed_in)?.referred.ok_or_else(not_allowed)
}

fn admin(signed_in: SignedIn) -> Result<Admin> {
    staff(signed_in)?.admin.ok_or_else(not_allowed)
}

/// Looks a token up and asks the table whether its owner may do this operation.
async fn enter(request: &Request, token: &str) -> Result<SignedIn> {
    let app = request.data::<App>().expect("the service always has an App");
    let door = request.data::<Door>().expect("the service always has a Door");
    let token = Token::parse(token).ok_or_else(not_signed_in)?;
    let operation = request.extensions().get::<Arc<Operation>>().ok_or_else(not_allowed)?;
    let signed_in = match token.kind() {
        TokenKind::Supporter => find_supporter(app, *door, request, &token).await?,
        _ => find(app, *door, &token, policy::keeps_awake(&operation.id)).await?,
    };
    let who = match &signed_in {
        SignedIn::YoungPerson(own) if own.proven().is_some() => Who::Proven,
        SignedIn::YoungPerson(_) => Who::YoungPerson,
        SignedIn::Supporter(_) => Who::Supporter,
        SignedIn::Staff(staff) => Who::Staff(staff.staff.role),
    };
    if !policy::may(who, &operation.document, &operation.id) {
        let would_do =
            who == Who::YoungPerson && policy::may(Who::Proven, &operation.document, &operation.id);
        return Err(if would_do { step_up_needed() } else { not_allowed() });
    }
    if let SignedIn::Staff(staff) = &signed_in
        && staff.must_enrol
        && !policy::is_enrolment(&operation.id)
    {
        return Err(Problem::new(
            Kind::MustEnrol,
            "Set a password and a one-time code before you go on.",
        ));
    }
    if let SignedIn::Staff(staff) = &signed_in
        && !staff.proven
        && policy::needs_proof(&operation.document, &operation.id)
    {
        return Err(Problem::new(
            Kind::StepUpNeeded,
            "Show that it is you: enter the code that your authenticator app shows now. Then try again.",
        ));
    }
    Ok(signed_in)
}

async fn find(app: &App, door: Door, token: &Token, awake: bool) -> Result<SignedIn> {
    let now = app.now();
    let found = app
        .store
        .look::<_, _, StoreError>(door.0, async |tx| {
            tx.signed_in(token.partnership(), token.hash(), now).await
        })
        .await;
    let (signed_in, touch) = match found {
        Err(StoreError::NotFound(ENDED)) => return Err(not_signed_in().wipe()),
        Err(StoreError::NotFound(_)) => return Err(not_signed_in()),
        found => found?,
    };
    if touch.due && awake {
        app.store.write::<_, _, StoreError>(door.0, async |tx| tx.touch(touch, now).await).await?;
    }
    Ok(signed_in)
}

/// Of a supporter who was removed nothing is left to find, so whoever has a token like theirs is told to wipe what is
/// kept; but not where the young person is signed in as well, whose unsent answers lie in the same place.
async fn find_supporter(
    app: &App,
    door: Door,
    request: &Request,
    token: &Token,
) -> Result<SignedIn> {
    let now = app.now();
    let found = app
        .store
        .read::<_, _, StoreError>(door.0, async |tx| {
            tx.supporter_signed_in(token.partnership(), token.hash(), now).await
        })
        .await;
    let (helper, worth_noting) = match found {
        Err(StoreError::NotFound(_)) if request.cookie().get(PHONE_COOKIE).is_some() => {
            return Err(not_signed_in());
        }
        Err(StoreError::NotFound(_)) => return Err(not_signed_in().wipe()),
        found => found?,
    };
    if worth_noting {
        app.store
            .write::<_, _, StoreError>(door.0, async |tx| tx.note_supporter(&helper, now).await)
            .await?;
    }
    Ok(SignedIn::Supporter(helper))
}

fn not_signed_in() -> Problem {
    Problem::new(Kind::NotSignedIn, "Sign in, and try again.")
}

/// Refuses what takes more than a phone that is signed in (YP-14).
pub(super) fn step_up_needed() -> Problem {
    Problem::new(
        Kind::StepUpNeeded,
        "Show that it is you: with your passkey, or with a code that we send you. Then try again.",
    )
}

fn not_allowed() -> Problem {
    Problem::new(Kind::NotAllowed, "Somebody with another role can do this. Ask your manager.")
}
