#!/bin/sh
# To /usr/local/bin/tracker, mode 755: run manage.py as the tracker does, by whoever is root: tracker check_claims
# CODE=folder runs that of another release, such as one that is not served yet.
set -eu
set -a
. /etc/tracker.env
set +a
cd "${CODE:-/srv/tracker/current}"
exec setpriv --reuid tracker --regid tracker --init-groups --no-new-privs .venv/bin/python manage.py "$@"
