\if :last < 0
SELECT coalesce(max(position), 0) AS last FROM events \gset
\endif
SELECT coalesce(max(position), 0) AS head FROM events \gset
\if :head > :last
SELECT * FROM events WHERE position > :last AND position <= :head ORDER BY position;
\set last :head
SELECT set_config('application_name', 'tail ' || :last, false);
\else
\sleep 2 ms
\endif
