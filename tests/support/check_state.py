#!/usr/bin/env python3
"""Holds what the daemon left behind against what the world outside saw.

    check_state.py DATABASE [--relay seen.jsonl] [--everyone ADDRESS] [--settled]
        [--events N] [--undisturbed DATABASE] [--published FOLDER] [--rebuilt FOLDER]
        [--log FILE]... [--secret WORD]...

It shares no code with the daemon. Each line names a promise (I1 to I14), how many
things were looked at and how many break it; the broken ones follow with what is
wrong. Ends with 1 if any promise is broken. A promise whose witness is not given
says so and is not looked at.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict

SHOWN_MAX = 5
COPIES_MAX = 2

STATES = ("queued claimed data_started sent deferred unknown held rejected expired cancelled").split()
WAITING = ("queued", "claimed", "data_started", "deferred", "unknown")

# The latest run of each unit in each period.
LATEST = """
    WITH latest AS (
        SELECT run.* FROM run
        WHERE kind = 'evaluate' AND revision = (
            SELECT MAX(revision) FROM run r
            WHERE r.kind = run.kind AND r.region = run.region
                AND r.period = run.period AND r.unit = run.unit))
"""


class State:
    """The database and its witnesses."""

    def __init__(self, given):
        self.given = given
        self.db = sqlite3.connect(f"file:{given.database}?mode=ro", uri=True)
        self.relay = read_relay(given.relay)
        self.mails = self.rows(
            """SELECT mail.*, run.revision AS revision, employee.email AS email,
                (SELECT COUNT(*) FROM attempt WHERE mail_id = mail.id AND code IS NULL
                    AND phase IN ('body', 'final_dot') AND reply <> 'maildir') AS doubts,
                (SELECT COUNT(*) FROM attempt WHERE mail_id = mail.id
                    AND by_person IS NOT NULL AND phase IN ('body', 'final_dot')) AS asked
            FROM mail LEFT JOIN run ON run.id = mail.run_id
            LEFT JOIN employee ON employee.id = mail.employee_id ORDER BY mail.id"""
        )
        key = self.rows("SELECT value FROM setting WHERE key = 'instance_key'")
        self.key = key[0]["value"] if key else ""
        for mail in self.mails:
            mail["name"] = name_of(self.key, mail)
        self.took = defaultdict(list)
        for taken in self.relay or []:
            self.took[local_part(taken["message_id"])].append(taken)

    def rows(self, sql, *bound):
        """What a query finds, row by row."""
        cursor = self.db.execute(sql, bound)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor]


def read_relay(path):
    """The mails that the relay took; None where nobody watched it."""
    if path is None:
        return None
    with open(path, encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines if line.strip()]
    return [event for event in events if event["event"] == "took"]


def name_of(key, mail):
    """The local part of the Message-ID: a keyed hash of what the mail tells."""
    digest = hmac.new(key.encode(), digestmod=hashlib.sha256)
    facts = [mail[fact] for fact in ("region", "period", "employee_id", "event", "revision")]
    if mail["run_id"] is None:
        # What reminds or invites tells of no run: its key has the facts.
        facts = mail["key"].split("/")
    for fact in (str(fact).encode() for fact in facts):
        digest.update(len(fact).to_bytes(8, "big") + fact)
    return base64.b32encode(digest.digest()[:16]).decode().rstrip("=").lower()


def local_part(message_id):
    """The part of a Message-ID before the @."""
    return (message_id or "").strip("<>").split("@")[0]


def i01_one_result_each(state):
    """Each person of an evaluated unit has one current result, with its reasons."""
    results = state.rows(
        LATEST
        + """SELECT latest.unit, latest.period, result.* FROM latest
        JOIN result ON result.run_id = latest.id"""
    )
    wrong = []
    per_person = Counter((row["period"], row["employee_id"]) for row in results)
    wrong += [f"person {who} has {n} results in {when}" for (when, who), n in per_person.items() if n > 1]
    for row in results:
        if row["predicate"] is None and not row["derivation"].strip():
            wrong.append(f"person {row['employee_id']}: neither a result nor a reason")
    without = state.rows(
        LATEST
        + """SELECT membership.employee_id, latest.period FROM latest
        JOIN membership ON membership.unit = latest.unit AND membership.period = latest.period
        JOIN employee ON employee.id = membership.employee_id AND employee.region = latest.region
        LEFT JOIN result ON result.run_id = latest.id AND result.employee_id = membership.employee_id
        WHERE result.run_id IS NULL"""
    )
    wrong += [f"person {row['employee_id']} has no result in {row['period']}" for row in without]
    if state.given.settled:
        periods = state.rows("SELECT DISTINCT region, period FROM run WHERE kind = 'evaluate'")
        for at in periods:
            for row in state.rows("SELECT id FROM employee WHERE region = ?", at["region"]):
                if not per_person[(at["period"], row["id"])]:
                    wrong.append(f"person {row['id']} has no result in {at['period']}")
    return len(results), wrong


def i02_expected_mails(state):
    """Whoever is to be told and has an address has one mail, and no other mail is there."""
    wrong = []
    keys = Counter(
        (m["run_id"], m["employee_id"], m["event"]) if m["run_id"] else m["key"]
        for m in state.mails
    )
    wrong += [f"{n} mails of {key}" for key, n in keys.items() if n > 1]
    results = state.rows(
        LATEST
        + """SELECT result.employee_id, latest.id AS run_id, 'result' AS event,
            (SELECT COUNT(*) FROM mail JOIN run ON run.id = mail.run_id
                JOIN result told ON told.run_id = run.id AND told.employee_id = mail.employee_id
                WHERE mail.employee_id = result.employee_id AND mail.event = 'result'
                    AND run.region = latest.region AND run.period = latest.period
                    AND told.derivation = result.derivation
                    AND mail.state <> 'cancelled') AS mails
        FROM latest JOIN result ON result.run_id = latest.id
        JOIN employee ON employee.id = result.employee_id AND employee.email IS NOT NULL"""
    )
    notices = state.rows(
        """SELECT notice.employee_id, notice.run_id, notice.event,
            (SELECT COUNT(*) FROM mail WHERE mail.employee_id = notice.employee_id
                AND mail.run_id = notice.run_id AND mail.event = notice.event) AS mails
        FROM notice JOIN employee ON employee.id = notice.employee_id
        WHERE employee.email IS NOT NULL AND notice.number = (SELECT MAX(number) FROM notice n
            WHERE n.employee_id = notice.employee_id AND n.period = notice.period)"""
    )
    for row in results + notices:
        if row["mails"] != 1:
            wrong.append(f"person {row['employee_id']}, {row['event']}: {row['mails']} mails")
    stray = state.rows(
        """SELECT mail.id FROM mail WHERE event = 'result' AND NOT EXISTS (SELECT 1 FROM result
        WHERE result.run_id = mail.run_id AND result.employee_id = mail.employee_id)"""
    )
    wrong += [f"mail {row['id']} tells a result that is not there" for row in stray]
    told = state.rows(
        """SELECT occurrence.id, mail.id AS mail FROM occurrence
        LEFT JOIN mail ON mail.id = occurrence.mail_id AND mail.run_id IS NULL
        WHERE occurrence.state = 'done' AND occurrence.subject <> 'region'"""
    )
    wrong += [f"no mail told of occurrence {row['id']}" for row in told if row["mail"] is None]
    of_none = {m["id"] for m in state.mails if m["run_id"] is None} - {row["mail"] for row in told}
    wrong += [f"mail {mail} reminds of nothing" for mail in sorted(of_none)]
    return len(results) + len(notices) + len(told), wrong


def i03_states_add_up(state):
    """The states add up to all that was ever queued; in the end none waits."""
    counts = Counter(mail["state"] for mail in state.mails)
    highest = max((mail["id"] for mail in state.mails), default=0)
    wrong = [f"{n} mails are `{name}`" for name, n in counts.items() if name not in STATES]
    if sum(counts[name] for name in STATES) != highest:
        wrong.append(f"{highest} were queued, {sum(counts.values())} are there")
    if state.given.settled:
        wrong += [f"{counts[name]} are still {name}" for name in WAITING if counts[name]]
    return highest, wrong


def i04_sent_was_taken(state):
    """What is `sent` was taken by the relay, byte for byte."""
    sent = [m for m in state.mails if m["state"] == "sent" and m["last_reply"] != "maildir"]
    wrong = []
    for mail in sent:
        if mail["sha256"] not in [taken["sha256"] for taken in state.took[mail["name"]]]:
            wrong.append(f"mail {mail['id']} is sent, and the relay has no such bytes")
    return len(sent), wrong


def i05_taken_is_known(state):
    """What the relay took is on record, with its bytes and for that person."""
    known = {mail["name"]: mail for mail in state.mails}
    wrong = []
    for name, copies in state.took.items():
        mail = known.get(name)
        if mail is None:
            wrong.append(f"{name} is on no record")
            continue
        to = f"<{state.given.everyone or mail['email']}>"
        for taken in copies:
            if mail["sha256"] != taken["sha256"]:
                wrong.append(f"mail {mail['id']}: other bytes are on record than were taken")
            if taken["to"] != [to]:
                wrong.append(f"mail {mail['id']} went to somebody else")
    return len(state.relay), wrong


def i06_two_equal_copies(state):
    """No mail is taken more than twice unless a person asked, and all copies are equal."""
    asked = {mail["name"]: mail["asked"] for mail in state.mails}
    wrong = []
    for name, copies in state.took.items():
        if len(copies) > COPIES_MAX + asked.get(name, 0):
            wrong.append(f"{name} was taken {len(copies)} times")
        if len({taken["sha256"] for taken in copies}) > 1:
            wrong.append(f"{name}: the copies differ")
    return len(state.took), wrong


def i07_doubles_have_a_cause(state):
    """Nothing is taken twice but what was in doubt, and not oftener than things broke."""
    doubts = {mail["name"]: mail["doubts"] + mail["asked"] for mail in state.mails}
    doubles = {name: len(copies) - 1 for name, copies in state.took.items() if len(copies) > 1}
    wrong = []
    for name, n in doubles.items():
        if n > doubts.get(name, 0):
            wrong.append(f"{name} was taken {n + 1} times and was {doubts.get(name, 0)} times in doubt")
    total = sum(doubles.values())
    if state.given.events is not None and total > state.given.events:
        wrong.append(f"{total} doubles of {state.given.events} events")
    return total, wrong


def i09_pages_are_of_the_database(state):
    """A published folder is whole and as made anew; in the end all are, of the latest."""
    given, wrong = state.given, []
    published = tree(given.published)
    if given.rebuilt:
        anew = tree(given.rebuilt)
        there = {os.path.dirname(name) for name in (anew if given.settled else published)}
        if not given.settled:
            # The list of the regions is written last.
            there.discard("summaries")
        names = sorted(name for name in published.keys() | anew.keys() if os.path.dirname(name) in there)
        wrong += [f"{name}: not as made anew" for name in names if published.get(name) != anew.get(name)]
    return len(published), wrong + (published_wrong(state) if given.settled else [])


def published_wrong(state):
    """The regions whose files are not those on record, or not made of the latest."""
    roots = [os.path.join(state.given.published, name) for name in ("summaries", "reports")]
    rows = state.rows("SELECT region, inputs, files_sha256 FROM published")
    wrong = []
    for row in rows:
        if files_digest(roots, row["region"]) != row["files_sha256"]:
            wrong.append(f"{row['region']}: other files are on record")
        highest = [
            state.rows(f"SELECT COALESCE(MAX(id), 0) AS id FROM {table} WHERE region = ?", row["region"])[0]["id"]
            for table in ("run", "act", "imported_file")
        ]
        if row["inputs"].split()[-3:] != [str(number) for number in highest]:
            wrong.append(f"{row['region']}: the files are not made of the latest")
    known = {row["region"] for row in rows}
    regions = state.rows("SELECT DISTINCT region FROM run WHERE kind = 'evaluate'")
    return wrong + [f"{row['region']}: nothing is published" for row in regions if row["region"] not in known]


def files_digest(roots, region):
    """The digest of what is published of a region."""
    digest = hashlib.sha256()
    for root in roots:
        folder = os.path.join(root, region)
        if not os.path.isdir(folder):
            digest.update(b"none")
            continue
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            digest.update(name.encode() + len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def tree(root):
    """Every published file that a reader can reach, by its name."""
    found = {}
    for top in ("summaries", "reports"):
        for folder, folders, names in os.walk(os.path.join(root, top), followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in (name for name in names if not name.startswith(".")):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, root)] = file.read()
    return found


def i10_results_as_undisturbed(state):
    """What was evaluated is what it would have been had nothing happened."""
    with sqlite3.connect(f"file:{state.given.undisturbed}?mode=ro", uri=True) as other:
        ours, theirs, due = outcome(state.db), outcome(other), reminders(other)
    wrong = [f"{key}: not as undisturbed" for key, row in ours.items() if theirs.get(key) != row]
    if state.given.settled:
        wrong += [f"{key} is missing" for key in theirs.keys() - ours.keys()]
        wrong += unmet(reminders(state.db), due)
    return len(ours) + len(due), wrong


def reminders(db):
    """Each occurrence with its state."""
    return dict(db.execute(
        """SELECT region || ' ' || period || ' ' || kind || ' ' || subject || ' ' || event || ' ' || revision
            || ' ' || COALESCE(hears, ''), state FROM occurrence"""
    ))


def unmet(ours, due):
    """What people are reminded of where nothing happened, and not here; here it may be later."""
    for key, state in due.items():
        if key not in ours:
            yield f"{key} is missing"
        elif state != "open" and ours[key] == "open":
            yield f"{key} is still open"


def outcome(db):
    """Results, follow-ups and runs, in words that do not depend on any number."""
    runs = "run.region || ' ' || run.period || ' ' || run.unit || ' ' || run.revision"
    queries = {
        "run": f"""SELECT {runs}, run.policy_sha256, run.inputs_sha256, run.as_of, run.tally FROM run""",
        "result": f"""SELECT {runs} || ' ' || nip, predicate, result_rating, behaviour_rating, total,
            derivation FROM result JOIN run ON run.id = run_id JOIN employee ON employee.id = employee_id""",
        "follow-up": f"""SELECT {runs} || ' ' || nip || ' ' || rule, follow_up.kind, actor, due_on
            FROM follow_up JOIN run ON run.id = run_id JOIN employee ON employee.id = employee_id""",
    }
    return {f"{kind} {row[0]}": row[1:] for kind, sql in queries.items() for row in db.execute(sql)}


def i11_the_file_is_whole(state):
    """The database is whole, and what it refers to is there."""
    wrong = [row["integrity_check"] for row in state.rows("PRAGMA integrity_check")]
    wrong = [found for found in wrong if found != "ok"]
    wrong += [f"{row['table']} refers to nothing" for row in state.rows("PRAGMA foreign_key_check")]
    return 1, wrong


def i12_no_cell_is_missing(state):
    """Each unit of a region is evaluated in each period; what is skipped says why."""
    cells = state.rows(
        """SELECT DISTINCT run.region, run.period, employee.unit,
            EXISTS (SELECT 1 FROM run r WHERE r.kind = 'evaluate' AND r.region = run.region
                AND r.period = run.period AND r.unit = employee.unit) AS done
        FROM run JOIN employee ON employee.region = run.region WHERE run.kind = 'evaluate'"""
    )
    wrong = []
    if state.given.settled:
        wrong = [f"{c['region']} {c['period']} {c['unit']} is missing" for c in cells if not c["done"]]
    unsaid = state.rows("SELECT id FROM occurrence WHERE state = 'skipped' AND TRIM(reason) = ''")
    wrong += [f"occurrence {row['id']} was skipped without a reason" for row in unsaid]
    return len(cells), wrong


def i13_none_after_its_end(state):
    """No mail sets out when it is of no use any more."""
    late = state.rows(
        """SELECT mail.id FROM mail JOIN attempt ON attempt.mail_id = mail.id
        WHERE attempt.at >= mail.expires_at
            AND (attempt.code IS NOT NULL OR attempt.phase IN ('body', 'final_dot')
                AND attempt.reply NOT LIKE 'cut off%')
            AND NOT EXISTS (SELECT 1 FROM attempt before WHERE before.mail_id = mail.id
                AND before.number < attempt.number AND before.code IS NULL
                AND before.phase IN ('body', 'final_dot'))"""
    )
    timed = [mail for mail in state.mails if mail["expires_at"] is not None]
    return len(timed), [f"mail {row['id']} was tried after its end" for row in late]


def i14_no_secret_in_a_log(state):
    """No log has a name, a number, an address or a secret in it."""
    people = state.rows("SELECT id, nip, name, email FROM employee")
    secrets = {row[field]: f"{field} of person {row['id']}" for row in people for field in ("nip", "name", "email")}
    secrets.update({word: "a secret" for word in state.given.secret})
    secrets[state.key] = "the key of the instance"
    words = "\n".join(filter(None, secrets)).encode()
    wrong = []
    for path in state.given.log:
        # It looks for all words at once, of two that overlap for one: to look for thousands
        # one after the other takes minutes.
        grep = ["grep", "-aoFf", "-", "--", path]
        done = subprocess.run(grep, input=words, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"})
        if done.returncode > 1:
            sys.exit(f"{path} cannot be searched")
        found = dict.fromkeys(done.stdout.decode().split("\n")[:-1])
        wrong += [f"{path}: {secrets[word]}" for word in found]
    return len(state.given.log), wrong


# Each promise with the witnesses that it needs.
PROMISES = [
    ("I1", i01_one_result_each, ()),
    ("I2", i02_expected_mails, ()),
    ("I3", i03_states_add_up, ()),
    ("I4", i04_sent_was_taken, ("relay",)),
    ("I5", i05_taken_is_known, ("relay",)),
    ("I6", i06_two_equal_copies, ("relay",)),
    ("I7", i07_doubles_have_a_cause, ("relay",)),
    ("I9", i09_pages_are_of_the_database, ("published",)),
    ("I10", i10_results_as_undisturbed, ("undisturbed",)),
    ("I11", i11_the_file_is_whole, ()),
    ("I12", i12_no_cell_is_missing, ()),
    ("I13", i13_none_after_its_end, ()),
    ("I14", i14_no_secret_in_a_log, ("log",)),
]


def arguments():
    """What the caller gives."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    reader.add_argument("database")
    for name in ("relay", "everyone", "undisturbed", "published", "rebuilt"):
        reader.add_argument(f"--{name}")
    reader.add_argument("--events", type=int)
    reader.add_argument("--settled", action="store_true")
    reader.add_argument("--log", action="append", default=[])
    reader.add_argument("--secret", action="append", default=[])
    return reader.parse_args()


def main():
    """Looks at every promise."""
    given = arguments()
    try:
        state = State(given)
    except sqlite3.DatabaseError as error:
        sys.exit(f"I11 broken: {error}")
    broken = []
    for name, look, needs in PROMISES:
        if any(not getattr(given, need) for need in needs):
            print(f"{name} not looked at: no --{' --'.join(needs)}")
            continue
        try:
            count, wrong = look(state)
        except sqlite3.DatabaseError as error:
            count, wrong = 0, [f"the database cannot be read: {error}"]
        print(f"{name} {count} looked at, {len(wrong)} wrong: {look.__doc__}")
        for line in wrong[:SHOWN_MAX]:
            print(f"    {line}")
        broken += [name] if wrong else []
    if broken:
        sys.exit(f"broken: {' '.join(broken)}")


if __name__ == "__main__":
    main()
