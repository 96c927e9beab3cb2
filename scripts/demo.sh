#!/usr/bin/env bash
# Replays a conversation, by curl and under its speakers' own names, to every kind of reader: two
# chat-tui in tmux, chat-tui in a pipe, curl in text and in NDJSON. In the middle one of the clients
# is stopped and the server is killed without warning and started again, while the posts go on.
# Then every reader must have every message once, in order. `--short`: a transcript for a page.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${BURBLE_BIN:-.build-bin}
room=general
patience=120 # seconds that a reader may take to its last message
export LC_ALL=C.UTF-8 TZ=UTC SWIFT_BACKTRACE=enable=no

short=
case ${1:-} in
--short) short=1 ;;
'') ;;
*) echo "usage: $0 [--short]" >&2; exit 64 ;;
esac

work=$(mktemp -d)
socket=$work/tmux
server_pid=
helper_pids=()

say() { [ -n "$short" ] || printf 'demo: %s\n' "$*"; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }

clean_up() {
    local code=$? pid
    trap - EXIT
    tmux -S "$socket" kill-server 2>/dev/null || true
    # Stopped ones must go on in order to end.
    for pid in "${helper_pids[@]}" $server_pid; do
        kill "$pid" 2>/dev/null && kill -CONT "$pid" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    [ $code -eq 0 ] || sed 's/^/server: /' "$work/server.log" 2>/dev/null | tail -n 20 >&2 || true
    rm -rf "$work"
    exit $code
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- The server

# Starts it at an address, and waits until it says where it listens.
start_server() {
    local line
    rm -f "$work/started"
    mkfifo "$work/started"
    "$bin/chat-server" --listen "$1" --data "$work/data" --rate-limit 0 2>"$work/started" &
    server_pid=$!
    exec 5<"$work/started"
    while read -r line <&5; do
        echo "$line" >>"$work/server.log"
        case $line in *' listening address='*) break ;; esac
    done
    address=$(sed -n 's/.* listening address=\([^ ]*\).*/\1/p' "$work/server.log" | tail -n 1)
    [ -n "$address" ] || fail "the server does not start"
    cat <&5 >>"$work/server.log" &
    helper_pids+=($!)
    exec 5<&-
    url=http://$address/rooms/$room
}

kill_server() {
    kill -9 "$server_pid"
    wait "$server_pid" 2>/dev/null || true
}

# --- The readers

# Follows the room in NDJSON with curl, again from its last cursor whenever the stream breaks.
read_ndjson() {
    local since=all line
    while true; do
        while IFS= read -r line; do
            case $line in '{"type":"message"'*) ;; *) continue ;; esac
            printf '%s\n' "$line" >>"$work/ndjson"
            since=${line#*'"cursor":"'}
            since=${since%%'"'*}
            case $line in *"$ending"*) return ;; esac
        done < <(curl -qsN --retry 60 --retry-connrefused --retry-delay 1 \
            "$url/stream?format=ndjson&types=message&since=$since")
    done
}

# Follows it in text, as a person would: what it has seen tells which message to go on from.
read_text() {
    local since=all line count=0
    while true; do
        while IFS= read -r line; do
            case $line in '# '*) continue ;; esac
            printf '%s\n' "$line" >>"$work/text"
            case $line in '         | '*) ;; *) count=$((count + 1)) ;; esac
            case $line in *"$ending"*) return ;; esac
        done < <(curl -qsN --retry 60 --retry-connrefused --retry-delay 1 \
            "$url/stream?types=message&since=$since")
        [ $count = 0 ] || since=$(cursor_of $count)
    done
}

# The cursor of a message, by its number in the room.
cursor_of() {
    curl -qs --retry 60 --retry-all-errors --retry-delay 1 "$url/messages/$1" \
        | sed -n 's/.*"cursor":"\([^"]*\)".*/\1/p'
}

# Opens chat-tui on a screen so tall that the whole conversation stays on it.
open_client() {
    tmux -S "$socket" -f /dev/null new-session -d -s "$1" -x 600 -y 900 \
        "exec env XDG_STATE_HOME='$work/$1' '$bin/chat-tui' --server 'http://$address' \
        --room '$room' --name '$1' 2>'$work/$1.err'"
    tmux -S "$socket" list-panes -t "$1" -F '#{pane_pid}' >"$work/$1.pid"
    wait_for_screen "$1" "live · $1"
}

# Runs chat-tui with the keyboard of a terminal, but its output in a pipe: then it prints lines.
open_pipe() {
    touch "$work/pipe"
    tmux -S "$socket" -f /dev/null new-session -d -s pipe \
        "XDG_STATE_HOME='$work/state' '$bin/chat-tui' --server 'http://$address' --room '$room' \
        --name pipe 2>'$work/pipe.err' | cat >>'$work/pipe'"
    wait_for_line '# live' || fail "chat-tui in a pipe does not connect: $(cat "$work/pipe.err")"
}

# Waits until chat-tui in the pipe has printed something.
wait_for_line() {
    timeout $patience grep -qF -m 1 -- "$1" <(exec tail -n +1 -f "$work/pipe")
}

screen() { tmux -S "$socket" capture-pane -p -t "$1"; }

# Waits until a client's screen shows something.
wait_for_screen() {
    local ends=$((SECONDS + patience))
    until screen "$1" 2>/dev/null | grep -qF -- "$2"; do
        [ $SECONDS -lt $ends ] || fail "the screen of $1 does not show \"$2\":
$(screen "$1" | grep -v '^ *│ *$' | tail -n 20 | cut -c 1-120)"
    done
}

# --- The conversation

# Says it, a post at a time. One that is not acknowledged is sent again with the same key, so it is
# said once all the same. The numbers of those acknowledged go to descriptor 6.
say_all() {
    local number=0 user type body
    while IFS=$'\t' read -r user type body; do
        number=$((number + 1))
        base64 -d <<<"$body" | curl -qsS -o /dev/null --fail-with-body -u "$user:" \
            -H "Content-Type: $type" -H "Idempotency-Key: demo-$number" --data-binary @- \
            --retry 60 --retry-all-errors --retry-delay 1 "$url/messages" 2>>"$work/posts.err" || {
            echo "post $number failed" >&6
            return 1
        }
        echo "$number" >&6
    done <"$work/posts"
}

wait_for_post() {
    local number
    while read -r number <&7; do
        case $number in *failed) fail "$number: $(tail -n 3 "$work/posts.err")" ;; esac
        [ "$number" != "$1" ] || return 0
    done
    fail "the posts ended before number $1"
}

file=../shared/data/ubuntu-irc.csv.gz from=2015-10-19T06:00 to=2015-10-19T12:00
if [ -n "$short" ] || [ ! -r "$file" ]; then
    file=scripts/demo.csv from=2026-03-02T00:00 to=2026-03-03T00:00
fi
python3 scripts/conversation.py posts "$file" "$from" "$to" >"$work/posts"
python3 scripts/conversation.py said "$file" "$from" "$to" >"$work/said"
ending="that was the demo $$"
printf 'demo\ttext/plain\t%s\n' "$(printf %s "$ending" | base64)" >>"$work/posts"
printf '["demo", "message", "%s"]\n' "$ending" >>"$work/said"
total=$(wc -l <"$work/posts")
speakers=$(cut -f 1 "$work/posts" | sort -u | wc -l)
say "$total messages of ${from%T*} by $speakers speakers, from $file"

# --- The demo

start_server 127.0.0.1:0
read_ndjson &
helper_pids+=($!)
ndjson_pid=$!
read_text &
helper_pids+=($!)
text_pid=$!
readers='curl in text and in NDJSON'
if [ -x "$bin/chat-tui" ]; then
    open_pipe
    open_client left
    open_client right
    readers="chat-tui in two terminals and in a pipe, $readers"
fi
say "server on $address; readers: $readers"

mkfifo "$work/acknowledged"
exec 8<>"$work/acknowledged" 7<"$work/acknowledged" 6>"$work/acknowledged" 8>&-
say_all &
helper_pids+=($!)
say_pid=$!
exec 6>&-

wait_for_post $((total / 3))
[ ! -f "$work/right.pid" ] || kill -STOP "$(cat "$work/right.pid")"
wait_for_post $((total / 2))
kill_server
say "half is said: one client was stopped, and now the server is killed (-9) and started again"
start_server "$address"
wait_for_post $((total * 2 / 3))
[ ! -f "$work/right.pid" ] || kill -CONT "$(cat "$work/right.pid")"
wait_for_post "$total"
wait $say_pid
say "all is said"

# --- What everybody has

failures=0

# The demo as a page can show it: commands, and what curl's reader saw of them.
transcript() {
    cat <<EOF
\$ chat-server --listen $address &
\$ curl -N http://$address/rooms/$room/stream &
\$ curl -u marta: -d 'good morning' http://$address/rooms/$room/messages
$(sed -n '1,8p' "$work/text")
\$ kill -9 %1; chat-server --listen $address &    # while everybody talks on
$(tail -n 5 "$work/text" | grep -v "$ending")
\$ # $total messages. $readers:
\$ # each has all of them, once and in order.
EOF
}

# Compares what a reader has with what it must have.
check() {
    if diff -u --label 'what was said' --label "$1" "$2" "$3" >"$work/diff"; then
        say "$1: all $total, once and in order"
    else
        failures=$((failures + 1))
        printf 'demo: %s differs:\n' "$1" >&2
        head -n 40 "$work/diff" >&2
    fi
}

# Waits for a reader of ours to have the last message.
wait_for_reader() {
    timeout $patience tail --pid="$1" -f /dev/null \
        || fail "a reader waits in vain for the last message"
}

wait_for_reader $ndjson_pid
wait_for_reader $text_pid
curl -qsS "$url/events?format=ndjson&types=message" >"$work/log.ndjson"
curl -qsS "$url/events?format=text&types=message" | grep -v '^# ' >"$work/log.text"
python3 scripts/conversation.py log <"$work/log.ndjson" >"$work/log.said"

check 'the log' "$work/said" "$work/log.said"
check 'curl in NDJSON' "$work/log.ndjson" "$work/ndjson"
check 'curl in text' "$work/log.text" "$work/text"
if [ -x "$bin/chat-tui" ]; then
    wait_for_line "$ending" || fail "chat-tui in a pipe waits in vain for the last message"
    grep -v '^# ' "$work/pipe" >"$work/pipe.text"
    check 'chat-tui in a pipe' "$work/log.text" "$work/pipe.text"
    for client in left right; do
        wait_for_screen $client "$ending"
        screen $client >"$work/screen"
        python3 scripts/conversation.py screen "$work/log.ndjson" <"$work/screen" \
            >"$work/$client.diff" 2>&1 || true
        check "chat-tui in the $client terminal" /dev/null "$work/$client.diff"
    done
fi

[ $failures = 0 ] || fail "$failures readers differ"
[ -z "$short" ] || transcript
