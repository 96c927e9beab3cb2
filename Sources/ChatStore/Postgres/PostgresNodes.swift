#if Postgres
import ChatProtocol

/// The servers of one log, in the table `nodes`.
struct PostgresNodes {
    let session: any SQLSession

    /// Notes a server that begins, with a number of its own.
    ///
    /// - Parameter name: what the operator calls it.
    func begin(_ name: String, version: String) throws -> Node {
        let values = [SQLValue.text(name), .text(version)]
        guard let node = try session.row(PostgresText.beginNode, values, Self.node) else {
            throw StoreError.unavailable("PostgreSQL gave a server no number")
        }
        return node
    }

    /// Notes that a server is there, also if it was taken for gone, and forgets others.
    func beat(_ node: Node) throws {
        let values: [SQLValue] = [
            .integer(node.number.rawValue), .text(node.name), .text(node.version),
            .integer(node.startedAt.milliseconds),
        ]
        try session.run(PostgresText.beat, values)
        try session.run(PostgresText.forgetNodes, [])
    }

    /// Notes that a server ends.
    func end(_ node: Node) throws {
        try session.run(PostgresText.endNode, [.integer(node.number.rawValue)])
    }

    /// All servers.
    ///
    /// - Returns: in order of their numbers.
    func all() throws -> [Node] {
        let silence = Int64(Node.silence / .milliseconds(1))
        return try session.rows(PostgresText.nodes, [.integer(silence)], Self.node)
    }

    private static func node(_ row: any SQLRow) throws -> Node {
        Node(
            number: NodeNumber(try row.integer(0)),
            name: try row.text(1),
            version: try row.text(2),
            startedAt: Timestamp(milliseconds: try row.integer(3)),
            seenAt: Timestamp(milliseconds: try row.integer(4)),
            isAway: try row.integer(5) != 0
        )
    }
}

/// The statements on the servers of a log.
extension PostgresText {
    static let beginNode = """
        INSERT INTO nodes (name, version, started_at, seen_at) VALUES ($1, $2, \(clock), \(clock))
        RETURNING id, name, version, started_at, seen_at, 0
        """

    static let beat = """
        INSERT INTO nodes (id, name, version, started_at, seen_at)
        VALUES ($1, $2, $3, $4, \(clock))
        ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
        """

    /// Ten minutes are long enough for an operator to see that one is away.
    static let forgetNodes = "DELETE FROM nodes WHERE abs(\(clock) - seen_at) > 600000"

    static let endNode = "DELETE FROM nodes WHERE id = $1"

    /// Its value: milliseconds without a word after which one is away.
    ///
    /// One that was heard of in the future is too: the clock went back, and all that are there
    /// tell so again.
    static let nodes = """
        SELECT id, name, version, started_at, seen_at, (abs(\(clock) - seen_at) > $1)::int
        FROM nodes ORDER BY id
        """
}
#endif
