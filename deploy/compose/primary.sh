#!/bin/sh
# Run once, as the primary's database is made: what the tracker and the replica need there.
set -eu
psql --quiet --username postgres --set ON_ERROR_STOP=1 \
    --set tracker="$TRACKER_PASSWORD" --set follower="$FOLLOWER_PASSWORD" <<'SQL'
CREATE ROLE tracker LOGIN PASSWORD :'tracker';
CREATE DATABASE tracker OWNER tracker ENCODING 'UTF8' TEMPLATE template0;
CREATE ROLE follower LOGIN REPLICATION PASSWORD :'follower';
SELECT pg_create_physical_replication_slot('replica') \g /dev/null
-- Without a limit a replica that is gone for good would fill the primary's disk.
ALTER SYSTEM SET max_slot_wal_keep_size = '10GB';
SQL
echo "host replication follower all scram-sha-256" >>"$PGDATA/pg_hba.conf"
