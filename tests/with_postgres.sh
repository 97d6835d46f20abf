#!/usr/bin/env bash
# Run a command with DATABASE_URL set to a PostgreSQL server: tests/with_postgres.sh pytest -k quotes
# That is TEST_DATABASE_URL if set; else one of its own, which keeps nothing safe and is gone when the command ends;
# else, where PostgreSQL is not installed, one at this machine's port 5432 that lets user postgres in without a
# password. With --kept before the command that one comes first: what is made on it may stay. Exit code 77: there is
# no PostgreSQL.
set -euo pipefail

trap 'exit 130' INT  # an EXIT trap alone would not run
trap 'exit 143' TERM

kept=
if [ "${1:-}" = --kept ]; then kept=yes; shift; fi

if [ -n "${TEST_DATABASE_URL:-}" ]; then
    DATABASE_URL=$TEST_DATABASE_URL exec "$@"
fi

# initdb is often off the PATH: Debian and Homebrew keep a folder for each version.
for folder in /usr/lib/postgresql/*/bin /usr/local/opt/postgresql@*/bin /opt/homebrew/opt/postgresql@*/bin; do
    if [ -x "$folder/initdb" ]; then PATH=$PATH:$folder; fi
done

# Runs that share a server must not share a database; Django puts test_ before the name.
name=stance_matrix_$$
local_sql() { psql --no-password --quiet --host 127.0.0.1 --port 5432 --username postgres --command "$1" "$2"; }
if [ -n "$kept" ] || ! command -v initdb >/dev/null; then
    if PGCONNECT_TIMEOUT=3 local_sql 'SELECT 1' postgres >/dev/null 2>&1; then
        drop="DROP DATABASE IF EXISTS test_$name WITH (FORCE)"
        trap 'PGOPTIONS="-c client_min_messages=error" local_sql "$drop" postgres' EXIT
        DATABASE_URL=postgres://postgres@127.0.0.1:5432/$name "$@"
        exit
    fi
fi

if ! command -v initdb >/dev/null; then
    echo "No PostgreSQL was found: install it (apt-get install postgresql) or set TEST_DATABASE_URL." >&2
    exit 77
fi
# Nothing of it outlives the run, so nothing waits for a disk: it lies in memory where there is a folder for that.
if [ -w /dev/shm ]; then folder=$(mktemp -d -p /dev/shm); else folder=$(mktemp -d); fi
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then  # PostgreSQL refuses to run as root
    chown postgres "$folder"
    as_owner() { (cd "$folder" && runuser -u postgres -- "$@"); }
fi
initdb=$(command -v initdb) pg_ctl=$(command -v pg_ctl)
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
locale=$(locale -a | grep -iE -m 1 '^(C|en_US)\.utf-?8$' || echo C)
unsafe="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
# Its tables are small and soon gone: what the server does for large ones, beside each query or between, takes longer.
small="-c autovacuum=off -c jit=off -c max_parallel_workers_per_gather=0"
trap 'as_owner "$pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
as_owner "$initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale="$locale" --no-sync >/dev/null
as_owner "$pg_ctl" -D "$folder/data" -l "$folder/log" -w \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= $unsafe $small" start >/dev/null
DATABASE_URL=postgres://postgres@127.0.0.1:$port/$name "$@"
