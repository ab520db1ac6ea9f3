#!/usr/bin/env bash
# Installs or starts what the tests need, and passes them.
#
#   tests/run.sh          format, lints, tests, documentation, the demonstration
#   tests/run.sh --long   the same, the lints of every project outside the workspace,
#                         100,000 inputs for every reader (some twenty minutes on two
#                         cores), two minutes of bad input for each property of
#                         tests/fuzz, a kill at every step of a run, a thousand kills
#                         of regions with 5,000 people and a thousand power cuts (some
#                         thirty minutes), long lives of the simulator, the instruction
#                         counts of the hot paths against their table, the Debian
#                         package, the demonstration's mails through Postfix (as root),
#                         and the benches with their rivals
#
# Needs a Rust toolchain; the Debian package needs Debian. A C compiler, Python 3,
# SQLite's shell, strace, faketime and, for --long, valgrind are installed with apt-get where they
# are missing and this is allowed. Power cuts and full disks are tried where a disk can
# be mounted; where not, this is said.
set -euo pipefail
cd "$(dirname "$0")/.."

long=no
case "${1:-}" in
  "") ;;
  --long) long=yes ;;
  *) echo "usage: tests/run.sh [--long]" >&2; exit 64 ;;
esac

step() { printf '\n== %s\n' "$*"; }

need() { # need COMMAND PACKAGE
  command -v "$1" >/dev/null && return
  step "installing $2"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  $sudo apt-get update -qq && $sudo apt-get install -y -qq "$2" >/dev/null
}

need cc gcc
need python3 python3
need sqlite3 sqlite3
need strace strace
need faketime faketime

export CARGO_TERM_COLOR=never RUST_BACKTRACE=1

if cargo fmt --version >/dev/null 2>&1; then
  step "format"
  cargo fmt --all --check
  cargo fmt --manifest-path benches/instructions/Cargo.toml --check
fi

step "build and test"
cargo test --workspace --no-fail-fast

step "the core builds alone, with and without its features"
cargo check --quiet -p kinerja-core
cargo check --quiet -p kinerja-core --no-default-features
cargo check --quiet -p kinerja-core --no-default-features --features schema

step "the core is a whole package, which builds away from the workspace"
# What is not committed yet is packed too, so that this can be asked before a commit.
cargo package --quiet --allow-dirty -p kinerja-core

if cargo clippy --version >/dev/null 2>&1; then
  step "lints"
  cargo clippy --quiet --workspace --all-targets -- -D warnings
  for project in examples/embed examples/nation-parquet benches/instructions; do
    # Crates of others are looked through for the sake of 150 lines: some 20 seconds.
    [ "$project" = examples/embed ] || [ "$long" = yes ] || continue
    cargo clippy --quiet --locked --no-deps --all-targets --target-dir target \
      --manifest-path "$project/Cargo.toml" -- -D warnings
  done
fi

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps

if command -v systemd-analyze >/dev/null; then
  step "the unit file leaves little open (15 is an exposure of 1.5)"
  systemd-analyze security --offline=yes --threshold=15 --no-pager \
    examples/systemd/kinerja-daemon.service >/dev/null
fi

step "the example files are what their program makes"
cargo run --quiet --example make_regions -- --check

step "the examples of embedding hold what they show"
for example in evaluate_one region_policy custom_scheme nation_from_csv; do
  cargo run --quiet --example "$example" >/dev/null
done

step "projects outside the workspace that embed the core"
for project in embed nation-parquet; do
  manifest="examples/$project/Cargo.toml"
  if cargo fmt --version >/dev/null 2>&1; then
    cargo fmt --manifest-path "$manifest" --check
  fi
  # With the workspace's profile and folder, crates that it has built are not built again.
  CARGO_PROFILE_DEV_DEBUG=line-tables-only \
    cargo run --quiet --locked --manifest-path "$manifest" --target-dir target >/dev/null
done

step "the demonstration, twice"
bash examples/demo.sh
python3 tests/support/check_demo.py examples/out
bash examples/demo.sh --again
python3 tests/support/check_demo.py examples/out

if [ "$long" = yes ]; then
  step "100,000 inputs for every reader and constructor, of the core and of the daemon"
  PROPTEST_CASES=100000 cargo test --quiet --test rules any_
  PROPTEST_CASES=100000 cargo test --quiet -p kinerja-daemon --lib -- never broken read_back
  PROPTEST_CASES=100000 cargo test --quiet --release -p kinerja-core --lib

  step "bad input that nobody has seen yet"
  ARBTEST_BUDGET_MS=120000 cargo test --quiet --test fuzz

  step "every step, a thousand kills and a thousand power cuts"
  KINERJA_LONG=1 cargo test --quiet -p kinerja-daemon --test faults -- --nocapture
  KINERJA_LONG=1 cargo test --quiet --test daemon lost_answers
  step "long lives of a made-up country"
  KINERJA_YEARS=70 KINERJA_SEEDS=20 cargo test --quiet --release --test simulator twenty_regions
  KINERJA_YEARS=10 KINERJA_SEEDS=6 cargo test --quiet --release --test simulator all_regions

  step "instructions of the hot paths, against their table"
  need valgrind valgrind
  # The runner has the version of the library; it is built once, in some three minutes.
  gungraun=$(sed -n 's/^gungraun = "=\(.*\)"$/\1/p' benches/instructions/Cargo.toml)
  cargo install --quiet --locked --root target/tools --version "$gungraun" gungraun-runner
  PATH="$PWD/target/tools/bin:$PATH" GUNGRAUN_HOME="$PWD/target/gungraun" cargo bench --quiet \
    --locked --target-dir target --manifest-path benches/instructions/Cargo.toml

  step "a Debian package, with all that belongs to it"
  # Built from source once, in some minutes.
  cargo install --quiet --locked --root target/tools cargo-deb
  cargo build --quiet --release --package kinerja-daemon
  target/release/kinerja-daemon generate target/packaging
  rm -rf target/debian
  PATH="$PWD/target/tools/bin:$PATH" cargo deb --quiet --strip --no-build --package kinerja-daemon
  # All of it: whoever lists fails where nobody reads to the end.
  contents=$(dpkg-deb --contents target/debian/*.deb)
  for file in bin/kinerja-daemon lib/systemd/system/kinerja-daemon.service \
    share/man/man1/kinerja-daemon-run.1.gz share/bash-completion/completions/kinerja-daemon; do
    grep -q " ./usr/$file$" <<<"$contents"
  done

  if [ "$(id -u)" = 0 ]; then
    step "the demonstration's mails through a real relay"
    if ! command -v postfix >/dev/null; then
      echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
      apt-get update -qq
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postfix >/dev/null
    fi
    python3 tests/support/real_relay.py
  else
    step "no mails through a real relay: Postfix starts as root only"
  fi

  step "benches, with the rivals of the same run"
  [ -x target/rivals/bin/python ] || python3 -m venv target/rivals
  target/rivals/bin/pip install --quiet --requirement benches/rivals/requirements.txt
  cargo bench
  cargo bench --bench population -- --memory
  python3 benches/end_to_end.py
  [ ! -x /usr/sbin/smtp-source ] || python3 benches/delivery.py
  python3 benches/idle.py
fi

step "all passed"
