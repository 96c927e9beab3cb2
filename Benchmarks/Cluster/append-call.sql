\set n random(1, 16)
CALL append_and_commit_1(:n, NULL, NULL);
