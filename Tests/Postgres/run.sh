#!/usr/bin/env bash
# A private PostgreSQL for a test run, on a socket of its own: `run.sh [SETTING=VALUE ...]`.
# `pooler=MODE` puts pgbouncer before it, at ?host=FOLDER/pooler, and `standby=on` a standby beside
# it, at ?host=FOLDER/standby.
# Prints `ready FOLDER` once it takes connections at postgres://burble@/postgres?host=FOLDER, and
# goes, with all that it held, when its standard input ends: as its parent does, however that ends.
set -euo pipefail

# What whoever starts this has open besides is not held open by what outlives it here: a lock, or a
# connection whose end somebody waits for. This text is read from a descriptor, too.
for path in /proc/self/fd/*; do
    number=${path##*/}
    [ "$number" -le 2 ] || [ "$path" -ef "$0" ] || eval "exec $number>&-"
done

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(pg_config --bindir)
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
folder=$(mktemp -d "$memory/burble-postgres-XXXXXX")

# PostgreSQL does not run as root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
gone() {
    if [ -s "$folder/pooler/pid" ]; then kill -9 "$(cat "$folder/pooler/pid")" || true; fi
    for data in "$folder"/standby/data "$folder/data"; do
        as "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true
    done
    rm -rf "$folder"
}
trap gone EXIT
pooler=
standby=
trap 'exit 1' INT TERM HUP

if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
cd "$folder"
as "$bin/initdb" --no-sync -D "$folder/data" -A trust -U burble -E UTF8 --locale=C.UTF-8 >&2
{
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$folder'"
    echo "max_connections = 500"
    for setting in "$@"; do
        case $setting in
        pooler=*) pooler=${setting#*=} ;;
        standby=*) standby=yes ;;
        *) echo "${setting%%=*} = '${setting#*=}'" ;;
        esac
    done
} >>"$folder/data/postgresql.conf"
as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start >/dev/null </dev/null

if [ -n "$pooler" ]; then
    as mkdir "$folder/pooler"
    as tee "$folder/pooler/users" >/dev/null <<<'"burble" ""'
    as tee "$folder/pooler/conf" >/dev/null <<END
[databases]
* = host=$folder
[pgbouncer]
listen_port = 5432
unix_socket_dir = $folder/pooler
auth_type = trust
auth_file = $folder/pooler/users
pool_mode = $pooler
ignore_startup_parameters = options,extra_float_digits
logfile = $folder/pooler/log
pidfile = $folder/pooler/pid
END
    as pgbouncer -q -d "$folder/pooler/conf"
    until "$bin/pg_isready" -q -h "$folder/pooler"; do sleep 0.02; done
fi
if [ -n "$standby" ]; then
    as mkdir "$folder/standby"
    as "$bin/pg_basebackup" -D "$folder/standby/data" -R -X stream -c fast -h "$folder" -U burble
    as tee -a "$folder/standby/data/postgresql.conf" >/dev/null \
        <<<"unix_socket_directories = '$folder/standby'"
    as "$bin/pg_ctl" -D "$folder/standby/data" -l "$folder/standby/log" -w start \
        >/dev/null </dev/null
fi

# Another process waits for the end, so that nothing is left even where this one is killed.
exec 3<&0
trap - EXIT
(cat <&3 >/dev/null; gone) &
echo "ready $folder"
wait
