\set n random(1, 16)
\set nonce random(1, 1000000000000000)
SELECT a.* FROM batches b, append_1(1, 0, b.rooms, b.names, b.members, b.texts, b.replies, b.kinds, b.message_keys, ARRAY(SELECT :nonce || '-' || i FROM generate_series(1, cardinality(b.rooms)) i), '{}') a WHERE b.n = :n;
