//! What is wrong, gravest first, and what to do about it.

use kinerja_core::region::RegionCode;

/// How many regions a line names.
const NAMED_MAX: usize = 3;

/// What can be wrong with a region; the gravest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wrong {
    /// People whose result or policy cannot be read back.
    Unreadable,
    /// Units that are due and not evaluated.
    Due,
    /// The next period has no day of evaluation.
    NoDay,
    /// It has no people.
    Empty,
    /// Units whose inputs changed after they were evaluated.
    Changed,
    /// People with acts that do not count.
    Astray,
    /// People whose address failed for good.
    Bounced,
}

/// Something that is wrong with a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) wrong: Wrong,
    /// Of how many units or people.
    pub(super) count: usize,
    pub(super) region: RegionCode,
    /// What more there is to say: a period, or a reason.
    pub(super) what: Option<String>,
}

impl Wrong {
    fn says(self, count: usize) -> String {
        let people =
            if count == 1 { "1 person has".to_owned() } else { format!("{count} people have") };
        let units = |is: &str, are: &str| {
            if count == 1 { format!("1 unit {is}") } else { format!("{count} units {are}") }
        };
        match self {
            Self::Unreadable => format!("{people} a result or policy that cannot be read back"),
            Self::Due => units("is due now", "are due now"),
            Self::NoDay => "the next period has no day of evaluation".to_owned(),
            Self::Empty => "no people are known".to_owned(),
            Self::Changed => {
                units("has inputs that changed since", "have inputs that changed since")
            }
            Self::Astray => format!("{people} acts that do not count"),
            Self::Bounced => format!("{people} an address at which mail came back"),
        }
    }

    /// What to do, for one of the regions.
    fn remedy(self, first: &Problem) -> String {
        match self {
            Self::Unreadable => "restore the database from its backup".to_owned(),
            Self::Due => "let `kinerja-daemon run` work".to_owned(),
            Self::NoDay => "add what is missing to the policy".to_owned(),
            Self::Empty => "import `pegawai`".to_owned(),
            Self::Changed => format!(
                "`kinerja-daemon evaluate --region {} --period {} --revise REASON`",
                first.region,
                first.what.as_deref().unwrap_or_default()
            ),
            Self::Astray => "see `kinerja-daemon explain`".to_owned(),
            Self::Bounced => "bring the right one with `pegawai`".to_owned(),
        }
    }
}

/// What is wrong, in lines, gravest first: the same of several regions in one.
pub(super) fn lines(mut problems: Vec<Problem>) -> Vec<String> {
    // Within a kind the order of the regions stays.
    problems.sort_by_key(|problem| problem.wrong);
    let same = problems.chunk_by(|one, other| one.wrong == other.wrong);
    same.filter_map(|same| Some(line(same.first()?, same))).collect()
}

fn line(first: &Problem, same: &[Problem]) -> String {
    let count = same.iter().map(|problem| problem.count).sum();
    let named: Vec<_> =
        same.iter().take(NAMED_MAX).map(|problem| problem.region.as_str()).collect();
    let more = match same.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what = match (first.wrong, &first.what) {
        (Wrong::NoDay, Some(what)) => format!(" ({what})"),
        _ => String::new(),
    };
    let (says, remedy) = (first.wrong.says(count), first.wrong.remedy(first));
    format!("{} {says}{what}: {remedy}", named.join(", ") + &more + ":")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(wrong: Wrong, region: &str, count: usize) -> Problem {
        Problem { wrong, count, region: region.parse().unwrap(), what: Some("2026-Q2".to_owned()) }
    }

    #[test]
    fn the_same_of_several_regions_is_one_line_and_the_gravest_comes_first() {
        let due = ["a1", "a2", "a3", "a4", "a5"].map(|region| problem(Wrong::Due, region, 2));
        let mut problems = vec![problem(Wrong::Changed, "a1", 1)];
        problems.extend(due);
        assert_eq!(
            lines(problems),
            [
                "a1, a2, a3 and 2 more: 10 units are due now: let `kinerja-daemon run` work",
                "a1: 1 unit has inputs that changed since: \
                 `kinerja-daemon evaluate --region a1 --period 2026-Q2 --revise REASON`",
            ]
        );
        assert_eq!(lines(Vec::new()), [""; 0]);
    }

    #[test]
    fn a_period_without_a_day_says_why() {
        let [said] = <[String; 1]>::try_from(lines(vec![problem(Wrong::NoDay, "a1", 1)])).unwrap();
        assert!(said.contains("no day of evaluation (2026-Q2): add"), "{said}");
    }
}
