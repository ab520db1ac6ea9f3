#!/usr/bin/env python3
"""From inputs in a SQLite file to committed results, against plain SQL.

usage: python3 benches/end_to_end.py [PEOPLE] [RUNS]      (100000 5)

Makes a population of PEOPLE x 10 indicators and 7 scores of behaviour with a
fixed seed, twice: as office files that `kinerja-daemon import` takes in, and as
the tables of benches/rivals/e2e.sqlite.sql. Then runs, in turn:

  ours   kinerja-daemon run --once, mail off: exact results with derivation and
         follow-ups, one mail queued each, tallies, and the published summary,
         every unit durable (synchronous=FULL)
  rival  sqlite3 < e2e.sqlite.sql: the bare score in floating point, summaries and
         outbox rows, one transaction (synchronous=NORMAL)

Both must find the same predicate counts. Prints medians and the ratio of CPU.
"""

import json
import sqlite3
import statistics
import sys

from bangku import AS_OF, CONFIG, DAEMON, ROOT, TARGET, build, fresh, make, timed, units_of

PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
WORK = TARGET / "end_to_end" / str(PEOPLE)


def make_both():
    """The same people as office files taken in, and as the tables of the rival."""
    rows = []
    make(PEOPLE, WORK, also=lambda *person: rows.append(person))
    rival = sqlite3.connect(WORK / "rival.db")
    rival.executescript((ROOT / "benches/rivals/e2e_tables.sqlite.sql").read_text())
    for person, unit, name, email, indicators, behaviour in rows:
        rival.execute("INSERT INTO employee VALUES (?,?,?,?)", (person, unit, name, email))
        rival.execute("INSERT INTO behaviour VALUES (?,?,?,?,?,?,?,?)", (person, *behaviour))
        rival.executemany("INSERT INTO indicator VALUES (?,?,?,?,?,?,?)", [
            (person, n, w, t / 100, h / 100, r / 100, d) for n, (w, d, t, h, r) in enumerate(indicators)])
    for unit in range(units_of(PEOPLE)):
        rival.execute("INSERT INTO unit VALUES (?,0)", (unit,))
    rival.commit()
    rival.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rival.execute("ANALYZE")
    rival.close()


def ours():
    fresh(WORK / "kinerja.db", WORK / "run.db")
    (WORK / "run.toml").write_text('database = "run.db"\n' + CONFIG)
    figures, _ = timed([DAEMON, "--config", "run.toml", "--as-of", AS_OF, "run", "--once"], WORK)
    db = sqlite3.connect(WORK / "run.db")
    names = ["excellent", "good", "needs_improvement", "poor", "very_poor"]
    # From 2022 the matrix makes the predicate; the rival knows only bands, so the
    # advisory band of each derivation is counted: a line `d PREDICATE`.
    band = "SELECT count(*) FROM result WHERE instr(derivation, char(10) || 'd ' || ? || char(10)) > 0"
    counts = [db.execute(band, [name]).fetchone()[0] for name in names]
    mails = db.execute("SELECT count(*) FROM mail").fetchone()[0]
    db.close()
    assert mails == PEOPLE, f"{mails} mails for {PEOPLE} people"
    return figures, counts


def rival():
    fresh(WORK / "rival.db", WORK / "run.db")
    with open(ROOT / "benches/rivals/e2e.sqlite.sql") as script:
        figures, output = timed(["sqlite3", "run.db"], WORK, stdin=script)
    return figures, json.loads(output.decode().strip().splitlines()[-1])


def main():
    build()
    if not (WORK / "kinerja.db").exists():
        make_both()
    rows = {"ours": [], "rival": []}
    for run in range(RUNS + 1):
        (a, mine), (b, theirs) = ours(), rival()
        assert mine == theirs, f"the engines disagree: {mine} and {theirs}"
        if run:  # the first warms up
            rows["ours"].append(a)
            rows["rival"].append(b)
    print(f"{PEOPLE} people x 10 indicators, {RUNS} runs in turn; predicate counts, best first: {mine}")
    for name, runs in rows.items():
        median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        print(f"{name:6} cpu {median['cpu']:.2f} s  wall {median['wall']:.2f} s  peak {median['mb']:.0f} MB")
    ratios = sorted(a["cpu"] / b["cpu"] for a, b in zip(rows["ours"], rows["rival"]))
    print(f"ratio of CPU, ours to plain SQL: median {statistics.median(ratios):.2f} "
          f"(from {ratios[0]:.2f} to {ratios[-1]:.2f})")


main()
