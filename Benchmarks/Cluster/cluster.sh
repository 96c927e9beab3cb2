#!/bin/bash
# cluster.sh up|down FOLDER: a private PostgreSQL on a socket in FOLDER, whose fsync takes 2 ms.
# FOLDER should be on a tmpfs: /dev/shm/burble-cluster.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
folder=$2
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
case $1 in
up)
    mkdir -p "$folder"
    cc -shared -fPIC -O1 -o "$folder/slowsync.so" "$here/slowsync.c"
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
    as "$bin/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >/dev/null
    cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$folder'
max_wal_size = 4GB
shared_buffers = 256MB
wal_sync_method = fdatasync
END
    as env LD_PRELOAD="$folder/slowsync.so" SLOWSYNC_US="${SLOWSYNC_US:-2000}" \
        "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start >/dev/null
    ;;
down)
    as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
    rm -rf "$folder"
    ;;
esac
