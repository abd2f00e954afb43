//! The words of a partnership's texts and e-mails: one piece of code for the command line and for the administrator's
//! operations (CI-14, YP-20, YP-29).

use chrono::{DateTime, Utc};
use domain::{
    message::{Fault, Messages, Template, TemplateKind, TooLong},
    partnership::Partnership,
};

use crate::{
    app::App,
    store::{OwnWords, StoreError, Tx, scope::Admin},
};

/// The minutes of a check-in in an example.
const MINUTES: u8 = 5;

/// Why words are not kept.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// They do not keep the rules, or do not fit.
    #[error("the words do not keep the rules")]
    Refused(Vec<Fault>),
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A message, as an administrator sees it.
pub struct Described {
    /// Which message.
    pub kind: TemplateKind,
    /// Its words, with their placeholders.
    pub text: String,
    /// The words that the product brings.
    pub brought: String,
    /// When the partnership chose words of its own, and who did; none if it has not.
    pub own: Option<(DateTime<Utc>, Option<String>)>,
    /// What is sent: filled with five minutes, and the partnership's own name and address.
    pub example: Result<String, TooLong>,
    /// Why the example is in other words than these, and what to do; none if it is not.
    pub trouble: Option<String>,
}

impl Described {
    /// How many characters the example takes, out of how many.
    pub fn length(&self) -> (usize, usize) {
        let length = self.example.as_ref().ok().and_then(|text| self.kind.measure(text).ok());
        (length.unwrap_or_default(), self.kind.most())
    }
}

impl App {
    /// The words that the product brings.
    pub fn shipped_messages(&self) -> Messages {
        Messages::shipped(&self.questionnaire.reminders().text)
    }

    /// The address that a message ends in: our own page, with nothing in it about anybody.
    pub fn short_url(&self) -> String {
        format!("{}/phone/", self.public_url)
    }
}

/// Every message of a partnership.
pub async fn overview(app: &App, admin: Admin) -> Result<Vec<Described>, StoreError> {
    app.store
        .read(admin, async |tx| {
            let known = Known::of(app, tx).await?;
            Ok(TemplateKind::ALL.iter().map(|(kind, _)| known.describe(app, *kind)).collect())
        })
        .await
}

/// One message as it would be in these words, or everything that is wrong with them. Nothing is kept.
pub async fn check(
    app: &App,
    admin: Admin,
    kind: TemplateKind,
    text: &str,
) -> Result<Described, WordsError> {
    app.store
        .read(admin, async |tx| {
            let mut known = Known::of(app, tx).await?;
            known.messages = known.messages.clone().with(known.read(app, kind, text)?);
            Ok(known.describe(app, kind))
        })
        .await
}

/// Keeps words of a partnership's own, or says everything that is wrong with them. They count from the next message.
pub async fn save(
    app: &App,
    admin: Admin,
    kind: TemplateKind,
    text: &str,
) -> Result<Described, WordsError> {
    app.store
        .write(admin, async |tx| {
            let template = Known::of(app, tx).await?.read(app, kind, text)?;
            tx.save_words(&template, app.now()).await?;
            Ok(Known::of(app, tx).await?.describe(app, kind))
        })
        .await
}

/// Goes back to the words that the product brings.
pub async fn go_back(app: &App, admin: Admin, kind: TemplateKind) -> Result<Described, StoreError> {
    app.store
        .write(admin, async |tx| {
            tx.drop_words(kind).await?;
            Ok(Known::of(app, tx).await?.describe(app, kind))
        })
        .await
}

/// What is known of a partnership's words.
struct Known {
    partnership: Partnership,
    messages: Messages,
    own: Vec<OwnWords>,
}

impl Known {
    async fn of(app: &App, tx: &Tx<Admin>) -> Result<Self, StoreError> {
        let own = tx.own_words().await?;
        let words = own.iter().map(|own| own.template.clone());
        let messages = words.fold(app.shipped_messages(), Messages::with);
        Ok(Self { partnership: tx.partnership().await?, messages, own })
    }

    fn name(&self) -> &str {
        self.partnership.service_name.as_str()
    }

    /// Words that keep every rule and fit this partnership.
    fn read(&self, app: &App, kind: TemplateKind, text: &str) -> Result<Template, WordsError> {
        let template = Template::parse(kind, text).map_err(WordsError::Refused)?;
        template
            .fits(self.name(), &app.short_url())
            .map_err(|fault| WordsError::Refused(vec![fault]))?;
        Ok(template)
    }

    fn describe(&self, app: &App, kind: TemplateKind) -> Described {
        let (brought, url) = (self.messages.brought(kind), app.short_url());
        let template = self.messages.own(kind).unwrap_or(brought);
        let own = self.own.iter().find(|own| own.template.kind() == kind);
        Described {
            kind,
            text: template.to_string(),
            brought: brought.to_string(),
            own: own.map(|own| (own.changed_at, own.changed_by.clone())),
            example: self.messages.fill(kind, self.name(), MINUTES, &url),
            trouble: template.fits(self.name(), &url).err().map(|fault| fault.to_string()),
        }
    }
}
