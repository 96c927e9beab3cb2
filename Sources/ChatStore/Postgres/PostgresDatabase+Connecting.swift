#if Postgres
import ChatProtocol

/// How a database is connected to.
extension PostgresDatabase {
    static func prepared(
        _ pulse: PostgresPulse,
        _ claimTime: Duration,
        drawName: () throws -> LogName
    ) throws -> PostgresConnection {
        let connection = try connect(pulse)
        let other = try pulse.connection()
        try PostgresChecks(connection: connection).refusePooler(with: other)
        try claim(connection, claimTime)
        try PostgresSchema(connection: connection).migrate(drawName: drawName)
        return connection
    }

    static func lanes(_ pulse: PostgresPulse, _ time: Duration) -> [PostgresLane] {
        (0..<ReadKind.connections).map { _ in
            PostgresLane {
                let connection = try pulse.connection()
                try PostgresChecks(connection: connection).prepare(timeout: time)
                return connection
            }
        }
    }

    /// A connection whose statements have no bound.
    ///
    /// A commit that was given up may be done all the same. Between two statements its transactions
    /// wait for a second at the most: others wait for them.
    static func connect(_ pulse: PostgresPulse) throws -> PostgresConnection {
        let connection = try pulse.connection()
        try PostgresChecks(connection: connection).prepare(timeout: nil, idleTime: "1s")
        return connection
    }

    /// Lets all that is written on a connection have the number of its server.
    static func setNode(_ number: NodeNumber, on connection: PostgresConnection) throws {
        try PostgresSession(connection: connection).ask(PostgresText.setNode, "\(number.rawValue)")
    }

    static func timeline(of connection: PostgresConnection) throws -> Int64 {
        let session = PostgresSession(connection: connection)
        return try session.row(PostgresText.timeline, []) { try $0.integer(0) } ?? 0
    }

    /// Keeps servers out that write the log alone, for as long as this one is connected.
    static func claim(_ connection: PostgresConnection, _ time: Duration) throws {
        let session = PostgresSession(connection: connection)
        do throws(PostgresFailure) {
            try session.ask(PostgresText.lockTime, "\(time / .milliseconds(1))")
            try session.ask(PostgresText.claim)
            try session.ask(PostgresText.lockTime, PostgresText.usualLockTime)
        } catch {
            guard error.isLockTaken else { throw error }
            throw StoreError.unavailable("a program has the log that does not share it")
        }
    }
}
#endif
