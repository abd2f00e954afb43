//! Promised support, and what somebody meant to do: what others say was given, that it may not be coming, and what came of that.

use chrono::NaiveDate;
use domain::{
    concern::{Concern, RaisedBy},
    intended::Intended,
    promise::Promise,
    received::{Claim, ClaimSource, Given},
    versioned::Versioned,
};

use super::{
    FactOut, ItemOut,
    told::{day, fact},
};

/// What was promised, with all that is known of whether it came.
pub fn item(
    promise: &Promise,
    claims: &[Versioned<Claim>],
    concerns: &[Versioned<Concern>],
    today: NaiveDate,
) -> ItemOut {
    let mut facts = vec![fact("From", &day(promise.agreed_on))];
    facts.extend(promise.ended_on.map(|end| fact("Until", &day(end))));
    let claims = claims.iter().filter(|known| known.value.promise == promise.id);
    facts.extend(claims.map(|known| claim(&known.value)));
    let about = || concerns.iter().map(|it| &it.value).filter(|it| it.promise == promise.id);
    facts.extend(about().flat_map(concern));
    let owed = about().any(|concern| concern.answer.is_none());
    let item = ItemOut::new(Some(promise.id.0), promise.name.as_str().to_owned(), facts);
    ItemOut { may_raise: Some(!owed && promise.ended_on.is_none_or(|end| end >= today)), ..item }
}

/// What they meant to do next.
pub fn meant(intended: &Intended) -> ItemOut {
    let mut facts = vec![fact("What you planned", intended.intent.words())];
    facts.extend(intended.words.as_ref().map(|words| fact("More about it", words.as_str())));
    facts.push(fact("Planned from", &day(intended.for_on)));
    facts.push(fact("You said so on", &day(intended.said_on)));
    ItemOut::new(Some(intended.id.0), "What you planned".to_owned(), facts)
}

/// What somebody else says was given.
fn claim(claim: &Claim) -> FactOut {
    let name = match claim.source {
        ClaimSource::Provider => "Those who give it say",
        ClaimSource::Worker => "Your worker saw",
    };
    let (given, easier) = match claim.given {
        Given::All => ("All of it came", "It all came."),
        Given::Some => ("Some of it came", "Some of it came."),
        Given::None => ("None of it came", "It did not come."),
    };
    let (from, until) = (day(claim.from_on), day(claim.until_on));
    let said = claim.words.as_ref().map_or(String::new(), |words| format!(". {}", words.as_str()));
    let easy_said = claim.words.as_ref().map_or(String::new(), |it| format!("\n{}", it.as_str()));
    FactOut {
        easy_value: Some(format!("{easier}\nFrom {from}.\nTo {until}.{easy_said}")),
        ..fact(name, &format!("{given}, from {from} to {until}{said}"))
    }
}

/// That it may not be coming, and what came of that.
fn concern(concern: &Concern) -> Vec<FactOut> {
    let named = |name: &str, easy_name: &str, value: String| FactOut {
        easy_name: Some(easy_name.into()),
        ..fact(name, &value)
    };
    let raised = match concern.raised_by {
        RaisedBy::YoungPerson => "You said that it may not come",
        RaisedBy::Supporter => "Somebody who helps you said that it may not come",
        RaisedBy::Worker => "Your worker saw that it may not come",
        RaisedBy::Rule => "You told us twice that not all of it came",
    };
    let mut facts = vec![named(raised, "It may not come", day(concern.raised_on))];
    facts.extend(concern.words.as_ref().map(|words| fact("What was said", words.as_str())));
    facts.extend(concern.to_whom.as_ref().map(|whom| fact("Who has to answer", whom.as_str())));
    match &concern.answer {
        None => {
            facts.push(named("Answer by", "You get an answer by", day(concern.due_on)));
        }
        Some(answer) => {
            let came = named("Answer", "Our answer", answer.outcome.words().to_owned());
            facts.extend([came, fact("Answered on", &day(answer.on))]);
            facts.push(fact("Why", answer.words.as_str()));
        }
    }
    facts
}
