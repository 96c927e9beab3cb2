\set n random(1, 16)
BEGIN;
SELECT pg_advisory_xact_lock(1114993250, current_schema()::regnamespace::oid::int);
SELECT coalesce(max(position), 0) AS head FROM events \gset
INSERT INTO events (position, room, seq, at, user_name, type, text, reply_to, kind, message_key) SELECT :head + d.nr, d.room, coalesce((SELECT max(seq) FROM events e WHERE e.room = d.room), 0) + row_number() OVER (PARTITION BY d.room ORDER BY d.nr), 0, d.name, 'message', d.text, d.reply_to, d.kind, d.message_key FROM batches b, unnest(b.rooms, b.names, b.texts, b.replies, b.kinds, b.message_keys) WITH ORDINALITY d(room, name, text, reply_to, kind, message_key, nr) WHERE b.n = :n;
COMMIT;
