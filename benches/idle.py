#!/usr/bin/env python3
"""What the daemon costs between two passes, when nothing is due: time until it is
ready, memory, CPU and how often it wakes.

usage: python3 benches/idle.py      (after examples/demo.sh, which makes the database)

Starts the release build on the demonstration's database with mail off, waits for
the log line "ready", lets it idle for half a minute and reads the host's account of
the process. The only pass is that of the start: one at the usual five minutes would
count as some seventy wake-ups where it falls into the half minute.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
DAEMON = TARGET / "release" / "kinerja-daemon"
CONFIG = ROOT / "examples" / "out" / "idle.toml"
IDLE_SECONDS = 30


def start():
    began = time.monotonic()
    process = subprocess.Popen([DAEMON, "--config", CONFIG, "--as-of", "2026-07-20T08:00:00+07:00", "run"],
                               stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "ready" in line:
            return process, (time.monotonic() - began) * 1000
    sys.exit("the daemon ended before it was ready")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wakes(pid):
    """How often a thread of the process had waited for something."""
    tasks = pathlib.Path(f"/proc/{pid}/task").glob("*/status")
    lines = (line for task in tasks for line in task.read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def resident_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


subprocess.run(["cargo", "build", "--release", "--quiet", "--package", "kinerja-daemon"], check=True, cwd=ROOT)
demo = (ROOT / "examples" / "kinerja.toml").read_text()
CONFIG.write_text('wake = "0 0 0 1 1 *"\n' + demo.replace("out/", "").replace('"regions/', '"../regions/').replace('"maildir"\nmaildir', '"off"\nmaildir'))
readies = []
for run in range(5):
    process, ready = start()
    readies.append(ready)
    if run == 4:
        time.sleep(2)
        before, woken = cpu_seconds(process.pid), wakes(process.pid)
        time.sleep(IDLE_SECONDS)
        woken = wakes(process.pid) - woken
        used = cpu_seconds(process.pid) - before
        print(f"resident {resident_mb(process.pid):.1f} MB, CPU in {IDLE_SECONDS} s: {used * 1000:.0f} ms, "
              f"{woken * 60 // IDLE_SECONDS} wake-ups a minute")
    process.terminate()
    process.wait()
print(f"ready in {statistics.median(readies):.0f} ms (median of {len(readies)})")
