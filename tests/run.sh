#!/usr/bin/env bash
# Installs or starts what the tests need, and passes them.
#
#   tests/run.sh          format, lints, tests, documentation, the demonstration
#   tests/run.sh --long   the same, 100,000 inputs for every reader (some twenty
#                         minutes on two cores), and the
#                         benches with their rivals
#
# Needs a Rust toolchain. A C compiler, Python 3 and SQLite's shell are installed
# with apt-get where they are missing and this is allowed.
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

export CARGO_TERM_COLOR=never RUST_BACKTRACE=1

if cargo fmt --version >/dev/null 2>&1; then
  step "format"
  cargo fmt --all --check
fi

step "build and test"
cargo test --workspace --no-fail-fast

step "the core builds alone, with and without its features"
cargo check --quiet -p kinerja-core
cargo check --quiet -p kinerja-core --no-default-features
cargo check --quiet -p kinerja-core --no-default-features --features schema

if cargo clippy --version >/dev/null 2>&1; then
  step "lints"
  cargo clippy --quiet --workspace --all-targets -- -D warnings
fi

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --no-deps

step "the example files are what their program makes"
cargo run --quiet --example make_regions -- --check

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

  step "benches, with the rivals of the same run"
  cargo bench
  python3 benches/end_to_end.py
  python3 benches/idle.py
fi

step "all passed"
