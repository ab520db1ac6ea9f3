//! What a template may show of a reminder, in one language.

mod says;

use kinerja_core::{calendar::long_date, language::Language, region::RegionPolicy};
use serde::Serialize;

use super::words::{self, plain};
use crate::{
    obligation::Kind,
    reminder::{Actor, Capacity, Concerned, Matter, Reminder},
};
use says::Says;

/// Bytes of names and words about people that a mail has, in all languages together:
/// so a mail stays far below 60 kB, however many it is about.
const BYTES_MAX: usize = 6_000;
/// Characters of a name in a list, and of what somebody wrote; the rest is cut.
const NAME_MAX: usize = 50;
const ABOUT_MAX: usize = 80;

/// A reminder as a mail shows it.
#[derive(Debug, Serialize)]
pub(super) struct View {
    kind: &'static str,
    language: &'static str,
    heading: String,
    below: &'static str,
    region: String,
    name: String,
    post: Option<[String; 2]>,
    day: String,
    is_office: bool,
    matters: Vec<Row>,
    bounced: Option<List>,
    contact: [String; 2],
}

/// One thing that is to be done.
#[derive(Debug, Serialize)]
struct Row {
    title: String,
    /// By when, and how long ago or ahead that is.
    date: Option<String>,
    action: String,
    about: List,
}

/// Lines about people, as many as there is room for.
#[derive(Debug, Default, Serialize)]
struct List {
    lines: Vec<Line>,
    more: usize,
}

/// A person, and what there is to say.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    says: String,
}

/// The subject: how much is to be done, and nothing of whom it is about.
pub(super) fn subject(reminder: &Reminder, language: Language) -> String {
    let day = long_date(reminder.day, language);
    match reminder.matters.as_slice() {
        [only] if only.kind == Kind::ObjectionClosing => {
            let about = language.pick("Masa keberatan akan berakhir:", "The time to object ends:");
            format!("{about} {}", only.period.name(language))
        }
        matters => {
            let many = matters.len();
            let about = language.pick(
                "Pengingat kinerja: ada yang perlu dilakukan",
                "Performance reminder: something is to be done",
            );
            format!("{about} ({many}), {day}")
        }
    }
}

impl View {
    pub(super) fn new(reminder: &Reminder, policy: &RegionPolicy, language: Language) -> Self {
        let says = Says { policy, day: reminder.day, language };
        let lists = reminder.matters.len() + usize::from(!reminder.bounced.is_empty());
        let room = BYTES_MAX / policy.languages.len().max(1) / lists.max(1);
        let own_unit = reminder.to.post.as_ref().map(|[_, unit]| unit.as_str());
        let matters = reminder.matters.iter().map(|matter| Row {
            title: says.title(matter),
            date: says.date(matter),
            action: says.action(matter),
            about: about(matter, says, (own_unit, room)),
        });
        let bounced: Vec<_> = reminder.bounced.iter().collect();
        let bounced = List::of(&bounced, room, |name| Line {
            name: cut(name, NAME_MAX),
            says: String::new(),
        });
        Self {
            kind: "reminder",
            language: language.code(),
            heading: subject(reminder, language),
            below: words::follows_below(language),
            region: plain(&policy.name),
            name: plain(&reminder.to.name),
            post: reminder.to.post.as_ref().map(|post| post.each_ref().map(|text| plain(text))),
            day: long_date(reminder.day, language),
            is_office: reminder.to.post.is_none(),
            matters: matters.collect(),
            bounced: (!bounced.lines.is_empty()).then_some(bounced),
            contact: [plain(&policy.contact.name), plain(&policy.contact.email)],
        }
    }
}

/// Whom a matter is about; of one's own only what has words or a day of its own. The
/// unit is named where it is not the reader's.
fn about(matter: &Matter, says: Says<'_>, (own_unit, room): (Option<&str>, usize)) -> List {
    let own = matter.capacity == Capacity::Own;
    let people = matter.people.iter().filter(|person| !own || person.about.is_some());
    let people: Vec<_> = people.collect();
    List::of(&people, room, |Concerned { unit, name, about, by, actor }| {
        let mut parts = Vec::new();
        if !own && own_unit != Some(unit) {
            parts.push(cut(unit, NAME_MAX));
        }
        parts.extend(about.as_ref().filter(|_| !own).map(|about| cut(about, ABOUT_MAX)));
        parts.extend(by.map(|by| says.by(by)));
        parts.extend(actor.as_ref().map(|actor| match actor {
            Actor::Named(name) => says.actor(&cut(name, NAME_MAX)),
            Actor::Unknown => says.actor(says.nobody_known()),
        }));
        let shown = match about {
            Some(about) if own => cut(about, ABOUT_MAX),
            Some(_) | None => cut(name, NAME_MAX),
        };
        Line { name: shown, says: parts.join("; ") }
    })
}

/// A text of others in at most so many characters.
fn cut(text: &str, most: usize) -> String {
    let text = plain(text);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

impl List {
    /// As many lines as there is room for, and one at least.
    fn of<T>(of: &[&T], room: usize, line: impl Fn(&T) -> Line) -> Self {
        let (mut lines, mut used) = (Vec::new(), 0);
        for one in of {
            let line = line(one);
            used += line.name.len() + line.says.len();
            if used > room && !lines.is_empty() {
                break;
            }
            lines.push(line);
        }
        Self { more: of.len() - lines.len(), lines }
    }
}
