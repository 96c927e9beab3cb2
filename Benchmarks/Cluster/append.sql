\set n random(1, 16)
SELECT a.* FROM batches b, append_1(1, 0, b.rooms, b.names, b.members, b.texts, b.replies, b.kinds, b.message_keys, array_fill(NULL::text, ARRAY[cardinality(b.rooms)]), '{}') a WHERE b.n = :n;
