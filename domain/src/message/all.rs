//! All the words of a partnership: its own where it has some, and what the product brings.

use crate::questionnaire::ReminderText;

use super::{Template, TemplateKind, TooLong};

/// The words of all messages of a partnership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    own: Vec<Template>,
    shipped: [Template; 4],
}

impl Messages {
    /// What the product brings: the words of its questionnaire, and an e-mail. Words that do not keep the rules are left
    /// for the fewest that there can be; a test says that what ships keeps them.
    pub fn shipped(text: &ReminderText) -> Self {
        let read = |kind, text| Template::parse(kind, text).unwrap_or(Template::fewest(kind));
        Self {
            own: vec![],
            shipped: [
                read(TemplateKind::Text, &text.sms),
                read(TemplateKind::TextOneWay, &text.sms_one_way),
                read(TemplateKind::EmailSubject, &text.email_subject),
                Template::shipped_email(),
            ],
        }
    }

    /// The same with words of one's own, in the place of earlier ones of the same kind.
    #[must_use]
    pub fn with(mut self, own: Template) -> Self {
        self.own.retain(|before| before.kind() != own.kind());
        self.own.push(own);
        self
    }

    /// A partnership's own words, if it has some of this kind.
    pub fn own(&self, kind: TemplateKind) -> Option<&Template> {
        self.own.iter().find(|own| own.kind() == kind)
    }

    /// The words that the product brings.
    pub fn brought(&self, kind: TemplateKind) -> &Template {
        match kind {
            TemplateKind::Text => &self.shipped[0],
            TemplateKind::TextOneWay => &self.shipped[1],
            TemplateKind::EmailSubject => &self.shipped[2],
            TemplateKind::EmailText => &self.shipped[3],
        }
    }

    /// The message as it is sent: in one's own words if they fit, else in the shipped ones, else in the fewest that there
    /// can be. Fails where not even those fit.
    pub fn fill(
        &self,
        kind: TemplateKind,
        service_name: &str,
        minutes: u8,
        short_url: &str,
    ) -> Result<String, TooLong> {
        let filled = |template: &Template| template.fill(service_name, minutes, short_url);
        let own = self.own(kind).and_then(|own| filled(own).ok());
        own.or_else(|| filled(self.brought(kind)).ok())
            .map_or_else(|| filled(&Template::fewest(kind)), Ok)
    }
}
