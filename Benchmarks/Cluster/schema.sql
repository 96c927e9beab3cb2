-- The log's tables as PostgreSQL has them, with what an append touches, for pgbench.
-- psql -v third=1 makes the third index of events, (room, position).
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
SET search_path = bench;

CREATE TABLE rooms (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" UNIQUE NOT NULL,
    topic text COLLATE "C" NOT NULL,
    visibility text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL
);
CREATE TABLE events (
    position bigint PRIMARY KEY,
    room int NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    user_name text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    text text COLLATE "C",
    target bigint,
    reply_to bigint,
    kind text COLLATE "C",
    message_key text COLLATE "C",
    emoji text COLLATE "C",
    is_on int,
    topic text COLLATE "C",
    visibility text COLLATE "C",
    member text COLLATE "C",
    role text COLLATE "C",
    file_name text COLLATE "C",
    file_size bigint,
    file_type text COLLATE "C",
    file_sha256 text COLLATE "C",
    file_url text COLLATE "C",
    logged_at bigint,
    clock_behind int,
    detail text COLLATE "C",
    withdrawn int,
    writer int,
    UNIQUE (room, seq)
);
CREATE INDEX events_by_file ON events (file_sha256) WHERE file_sha256 IS NOT NULL;
CREATE INDEX events_imported ON events (room, at) WHERE logged_at IS NOT NULL;
CREATE INDEX events_edits ON events (room, target) WHERE type = 'edit';
\if :third
CREATE INDEX events_by_room ON events (room, position);
\endif
CREATE TABLE keys (
    member text COLLATE "C",
    idempotency_key text COLLATE "C",
    position bigint NOT NULL UNIQUE,
    at bigint NOT NULL,
    PRIMARY KEY (member, idempotency_key)
);
CREATE TABLE speakers (name text COLLATE "C" PRIMARY KEY);

INSERT INTO rooms (name, topic, visibility, created_at)
SELECT 'room-' || i, '', 'public', 0 FROM generate_series(1, :rooms) i;

-- What nodes bring: batches of drafts, each of 200 bytes, over all rooms.
CREATE TABLE batches (
    n int PRIMARY KEY,
    rooms int[], names text[], members text[], texts text[], replies bigint[], kinds text[],
    message_keys text[]
);
INSERT INTO batches
SELECT n,
    array_agg(1 + floor(random() * :rooms)::int ORDER BY i),
    array_agg('Member' || i ORDER BY i), array_agg('member' || i ORDER BY i),
    array_agg(left(repeat(md5(random()::text), 7), 200) ORDER BY i),
    array_agg(NULL::bigint), array_agg(NULL::text), array_agg(NULL::text)
FROM generate_series(1, 16) n, generate_series(1, :batch) i GROUP BY n;

-- Appends messages under the log's one lock, which the commit releases. Each command of a VOLATILE
-- function has a snapshot of its own: what is read after the lock has all that its last holder did.
-- Its plans are kept: made while a table is small, they would read it whole when it is large.
CREATE FUNCTION append_1(
    node int, expiry bigint, rooms int[], names text[], members text[], texts text[],
    replies bigint[], kinds text[], message_keys text[], idempotency_keys text[], new_speakers text[]
) RETURNS TABLE (nr bigint, place bigint, number bigint, moment bigint, is_new boolean)
LANGUAGE plpgsql VOLATILE SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    head bigint;
    last_at bigint;
    now_at bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(1114993250, current_schema()::regnamespace::oid::int);
    SELECT position, coalesce(logged_at, at) INTO head, last_at
    FROM events ORDER BY position DESC LIMIT 1;
    head := coalesce(head, 0);
    now_at := (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
    IF last_at <= now_at THEN last_at := NULL; END IF;
    RETURN QUERY
    WITH draft AS MATERIALIZED (
        SELECT * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
            d(room, name, member, text, reply_to, kind, message_key, key, nr)
    ), used AS MATERIALIZED (
        SELECT * FROM (
            SELECT d.nr, (
                SELECT k.position FROM keys k
                WHERE k.member = d.member AND k.idempotency_key = d.key AND k.at > $2
            ) AS position FROM draft d WHERE d.key IS NOT NULL
        ) looked WHERE position IS NOT NULL
    ), fresh AS (
        SELECT d.*, row_number() OVER (ORDER BY d.nr) AS n,
            row_number() OVER (PARTITION BY d.room ORDER BY d.nr) AS m
        FROM draft d WHERE d.key IS NULL OR d.nr NOT IN (SELECT u.nr FROM used u)
    ), tops AS MATERIALIZED (
        SELECT r.room, coalesce((SELECT max(e.seq) FROM events e WHERE e.room = r.room), 0) AS seq
        FROM (SELECT DISTINCT d.room FROM draft d) r
    ), numbered AS MATERIALIZED (
        SELECT f.*, head + f.n AS place, t.seq + f.m AS number FROM fresh f JOIN tops t USING (room)
    ), added AS (
        INSERT INTO events (position, room, seq, at, user_name, type, text, reply_to, kind,
            message_key, logged_at, clock_behind, writer)
        SELECT place, room, number, now_at, name, 'message', text, reply_to, kind,
            message_key, last_at, CASE WHEN last_at IS NULL THEN NULL ELSE 1 END, $1
        FROM numbered ORDER BY place
    ), kept AS (
        INSERT INTO keys (member, idempotency_key, position, at)
        SELECT member, key, place, now_at FROM numbered WHERE key IS NOT NULL
        ON CONFLICT (member, idempotency_key)
        DO UPDATE SET position = excluded.position, at = excluded.at
    ), spoke AS (
        INSERT INTO speakers SELECT unnest($11) ON CONFLICT DO NOTHING
    )
    SELECT n.nr, n.place, n.number, now_at, true FROM numbered n
    UNION ALL SELECT u.nr, u.position, NULL, NULL, false FROM used u;
END $$;

-- The same, committed inside of the call, whose arguments cannot be queries.
CREATE PROCEDURE append_and_commit_1(batch int, INOUT places bigint[], INOUT numbers bigint[])
LANGUAGE plpgsql AS $$
BEGIN
    SELECT array_agg(a.place ORDER BY a.nr), array_agg(a.number ORDER BY a.nr)
    INTO places, numbers
    FROM batches b, append_1(1, 0, b.rooms, b.names, b.members, b.texts, b.replies, b.kinds,
        b.message_keys, b.message_keys, '{}') a
    WHERE b.n = batch;
    COMMIT;
END $$;
