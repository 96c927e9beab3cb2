#if Postgres
extension PostgresText {
    /// A statement that writes many rows as another one writes one, if there is one.
    ///
    /// - Parameter text: one of ``Statements``.
    /// - Returns: the statement, whose values are arrays of that one's.
    static func ofRows(_ text: String) -> String? { statementsOfRows[text] }

    private static let statementsOfRows = [
        Statements.insertMessage: """
        INSERT INTO events
        (position, room, seq, at, user_name, type, text, reply_to, kind, message_key)
        SELECT p, r, s, a, u, 'message', t, y, k, m
        FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::text[],
            $6::text[], $7::bigint[], $8::text[], $9::text[]) AS said(p, r, s, a, u, t, y, k, m)
        """,
        Statements.insertImported: """
        INSERT INTO events
        (position, room, seq, at, user_name, type, text, reply_to, kind, message_key, logged_at)
        SELECT p, r, s, a, u, 'message', t, y, k, m, l
        FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::text[],
            $6::text[], $7::bigint[], $8::text[], $9::text[], $10::bigint[])
            AS said(p, r, s, a, u, t, y, k, m, l)
        """,
        Statements.keepKey: """
        INSERT INTO keys (position, member, idempotency_key, at)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
        ON CONFLICT (member, idempotency_key)
        DO UPDATE SET position = excluded.position, at = excluded.at
        """,
    ]
}
#endif
