#!/bin/sh
# Copy the primary (PGHOST, PGPASSWORD) where there is no copy yet, then follow it. Arguments go to the server.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    find "$PGDATA" -mindepth 1 -delete  # what an attempt left that was broken off
    pg_basebackup --username follower --pgdata "$PGDATA" --checkpoint fast --write-recovery-conf --slot replica
    chmod 700 "$PGDATA"
fi
# The primary keeps what pages here still read: else it would break off long downloads.
exec postgres -c hot_standby_feedback=on "$@"
