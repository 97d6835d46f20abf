#!/usr/bin/env bash
# What a newcomer does: clone what is committed here, `make run`, look, add a claim, stop, start again within ten
# seconds and find the claim. In an empty folder with an empty home, so that nothing of this machine helps.
set -euo pipefail

# path | words that the page must show | …
pages=(
    "/|United States|NATO non-expansion"
    "/claims/|United States|NATO non-expansion"
    "/claims/?_export=csv|claim,negotiation,holder,holder_kind|nato-non-expansion"
    "/admin/login/|Password"
)
first_start=600  # seconds; it installs
second_start=10

here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
server=
stop() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    server=
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

git clone --quiet "$here" "$folder/clone"
mkdir "$folder/home"
cd "$folder/clone"
unset DATABASE_URL ALLOWED_HOSTS HTTPS PROXY DEBUG SECRET_KEY MAKEFLAGS
export HOME=$folder/home DATA_DIR=$folder/data
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
if [ -d "$here/../shared/documents" ]; then export TEXTS="$here/../shared/documents"; fi

# Print a page, or fail: visit PATH
visit() {
    python3 -c 'import sys, urllib.request as u; print(u.urlopen(sys.argv[1], timeout=20).read().decode())' \
        "http://127.0.0.1:$port$1" 2>"$folder/visit.log"
}

# Start the server and wait until it answers: start SECONDS
start() {
    local begun=$SECONDS
    make run PORT="$port" >"$folder/run.log" 2>&1 &
    server=$!
    until visit /admin/login/ >/dev/null; do
        if ! kill -0 "$server" 2>/dev/null || [ $((SECONDS - begun)) -gt "$1" ]; then
            cat "$folder/run.log" >&2
            echo "'make run' did not answer within $1 seconds." >&2
            return 1
        fi
        sleep 0.2
    done
    echo "Answered after $((SECONDS - begun)) s."
}

# Fail unless a page answers 200 and shows all the words: expect PATH WORDS …
expect() {
    local path=$1 page words
    shift
    page=$(visit "$path") || { echo "$path: $(tail -n 1 "$folder/visit.log")" >&2; return 1; }
    for words in "$@"; do
        case $page in
            *"$words"*) ;;
            *) echo "$path does not show “$words”." >&2; return 1 ;;
        esac
    done
    echo "$path shows $*."
}

echo "First start ..."
start "$first_start"
for page in "${pages[@]}"; do
    IFS='|' read -r -a parts <<<"$page"
    expect "${parts[@]}"
done

added=$(.venv/bin/python manage.py shell --no-imports <tests/add_a_claim.py)
echo "Added the claim “$added”."
stop

echo "Second start ..."
start "$second_start"
expect /claims/ "$added"
expect /claims/ "United States"
stop
