//! What is held, in easy read: one idea a line, at most twelve words in each.

use std::collections::BTreeSet;

use domain::{
    contact::Present,
    plan::{Plan, ReviewOutcome},
    referral::Referral,
    safe_contact::SafeContact,
    transfer::{AgreedBy, Outcome},
};

use super::{FactOut, told::day};
use crate::store::ToldTransfer;

/// What another agency sees, and until when.
pub fn sharing(referral: &Referral) -> FactOut {
    let parts = referral.parts;
    let named = [
        (parts.contact, "how to reach you"),
        (parts.destination, "where you are and were"),
        (parts.promises, "support you were promised"),
        (parts.goals, "your goals"),
    ];
    let named: Vec<&str> = named.into_iter().filter(|(yes, _)| *yes).map(|(_, it)| it).collect();
    let (from, until) = (day(referral.from), day(referral.until));
    let yes = match referral.accepted {
        Some(_) => "",
        None => " They have not said yes yet.",
    };
    let (basis, why) = (referral.basis.plain(), referral.why.as_str());
    let mut easier: Vec<String> = named.iter().map(|it| format!("They can see {it}.")).collect();
    easier.push(format!("From {from}."));
    easier.push(format!("Until {until}."));
    FactOut {
        name: referral.to.as_str().to_owned(),
        easy_name: None,
        value: format!(
            "Can see {} from {from} until {until}. {basis}.{yes} What for: {why}",
            named.join(", ")
        ),
        easy_value: Some(easier.join("\n")),
    }
}

/// That somebody goes to another partnership, went, or was to go.
pub fn moving(told: &ToldTransfer) -> FactOut {
    let (of, to) = (&told.transfer, told.to.as_str());
    let who = match &of.agreed_by {
        AgreedBy::Themselves => "You agreed".to_owned(),
        AgreedBy::Representative { name, .. } => format!("{} decided it for you", name.as_str()),
    };
    let agreed = format!("{who} on {}", day(of.agreed_on));
    let (plain, easier) = match &of.outcome {
        Outcome::Waits => (
            format!(
                "We asked {to} to look after you from {}. They see your name and your age until they say yes",
                day(of.moves_on)
            ),
            format!(
                "We asked them to look after you.\nFrom {}.\nThey see your name and age.",
                day(of.moves_on)
            ),
        ),
        Outcome::TakenBack(_) => ("You are not moving".into(), "You are not moving.".into()),
        Outcome::Refused { why, .. } => {
            (format!("They said no: {}", why.as_str()), "They said no.\nYou stay with us.".into())
        }
        Outcome::Moved { on } => (
            format!(
                "You moved on {}. They have your record and will invite you. This is what we had until then",
                day(*on)
            ),
            format!(
                "You moved on {}.\nThey have your record now.\nThey will invite you.\nThis page is what we had before.",
                day(*on)
            ),
        ),
    };
    FactOut {
        name: format!("Moving to {to}"),
        easy_name: None,
        value: format!("{plain}. {agreed}."),
        easy_value: Some(format!("{easier}\n{agreed}.")),
    }
}

/// How we reach somebody safely.
pub fn safely(rule: &SafeContact) -> FactOut {
    let mind = rule.mind();
    let any = mind.is_empty();
    let told = |between| if any { "Any way, at any time".to_owned() } else { mind.join(between) };
    FactOut {
        name: "How we reach you safely".into(),
        easy_name: None,
        value: told(". "),
        easy_value: Some(told(".\n")),
    }
}

/// The days of their EHC plan; none where no day is known.
pub fn plan(plan: &Plan) -> Option<FactOut> {
    let came_to = plan.review_outcome.map(|outcome| match outcome {
        ReviewOutcome::Amend => "It was to be changed".to_owned(),
        ReviewOutcome::Maintain => "It was to stay the same".to_owned(),
        ReviewOutcome::Cease => "It was to end".to_owned(),
    });
    let lines: Vec<String> = [
        plan.started_on.map(|on| format!("It started on {}", day(on))),
        plan.reviewed_on.map(|on| format!("The last review was on {}", day(on))),
        came_to,
        plan.review_booked_on.map(|on| format!("The next review is on {}", day(on))),
        plan.ceased_on.map(|on| format!("It ended on {}", day(on))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!lines.is_empty()).then(|| FactOut {
        name: "EHC plan".into(),
        easy_name: Some("Your plan for support".into()),
        value: lines.join(". "),
        easy_value: Some(lines.join(".\n")),
    })
}

/// Who was there; none if nobody has said.
pub fn there(present: &BTreeSet<Present>) -> Option<FactOut> {
    let words = present.iter().map(|who| match who {
        Present::Alone => "You were on your own",
        Present::Supporter => "Somebody who helps you",
        Present::ParentOrCarer => "A parent or carer",
        Present::Professional => "Somebody who works with you",
        Present::Interpreter => "An interpreter",
        Present::SomebodyElse => "Somebody else",
    });
    let words: Vec<&str> = words.collect();
    (!words.is_empty()).then(|| FactOut {
        name: "Who was there".into(),
        easy_name: None,
        value: words.join(", "),
        easy_value: Some(words.join("\n")),
    })
}

/// What a fact is called in easy read, if that has other words than the plain name.
pub fn name(plain: &str) -> Option<&'static str> {
    Some(match plain {
        "Given name" => "First name",
        "Family name" => "Last name",
        "What you like to be called" => "What we call you",
        "Date of birth" => "Your birthday",
        "Council" => "Your council",
        "The council's number for you" => "Your number at the council",
        "Learner number" => "Your number at school or college",
        "Plan or support" => "Your plan",
        "Main need" => "What you need most help with",
        "Your two years began" => "Your two years with us started",
        "They end" => "Your two years with us end",
        "Paused until" => "Your break ends",
        "You left on" => "You stopped on",
        "As it stood on" => "All this is from",
        "Mobile number" => "Your phone number",
        "E-mail" => "Your e-mail",
        "Mobile number you confirmed" => "A phone number you gave us",
        "E-mail you confirmed" => "An e-mail you gave us",
        "Passkeys" => "Phones that open with your face or finger",
        "From" => "It started",
        "Until" => "It ended",
        "Days a week" => "Days each week",
        "Since" => "You wrote it",
        "You reached it" => "It happened",
        "May help you answer" => "Can help you answer",
        "Sees your goals" => "Can see your goals",
        "Asked on" => "You asked",
        "Answer by" => "You get an answer by",
        "Answer" => "Our answer",
        "Who runs this service" => "Who does this",
        "Councils it works for" => "For these councils",
        "Who can open your record" => "Who can see this page about you",
        "What boards see" => "What other people see",
        _ => return None,
    })
}

/// What is known under a plain name, in easy read, if it is one of our own sentences and has other words there.
pub fn value(name: &str, plain: &str) -> Option<&'static str> {
    Some(match plain {
        "An education, health and care plan (EHC plan)" if name == "Plan or support" => {
            "You have an EHC plan.\nIt says what help you get."
        }
        "SEN support" if name == "Plan or support" => {
            "You get SEN support.\nThat is help with learning."
        }
        "No plan and no SEN support" if name == "Plan or support" => "You have no plan.",
        "You told us, with somebody's help" if name == "How we know" => {
            "You told us.\nSomebody helped you."
        }
        "Staff or the council's records" if name == "How we know" => {
            "Staff or the council told us."
        }
        "No. What you said is kept beside it" if name == "Answer" => {
            "No.\nWhat you said is kept with it."
        }
        "Your worker, their manager, and a safeguarding lead if there is a worry about you"
            if name == "Who can open your record" =>
        {
            "Your worker.\nTheir manager.\nAre we worried about you?\nThen a safety lead too."
        }
        "Only counts of many people, never you" if name == "What boards see" => {
            "Only numbers.\nNever your name."
        }
        _ => return None,
    })
}
