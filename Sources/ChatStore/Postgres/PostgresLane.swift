#if Postgres
import Dispatch
import Synchronization

/// A thread with a connection, for reads that block, and for what can be written twice.
final class PostgresLane: Sendable {
    private let queue = DispatchQueue(label: "burble-postgres")
    private let connection = Mutex<PostgresConnection?>(nil)
    private let connect: @Sendable () throws -> PostgresConnection
    private let begin: String

    /// Makes a lane; it connects when it is first used.
    ///
    /// - Parameter begin: begins each of its transactions.
    init(
        begin: String = PostgresText.beginReading,
        connect: @escaping @Sendable () throws -> PostgresConnection
    ) {
        self.begin = begin
        self.connect = connect
    }

    /// Reads on one unchanging state of the database.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter read: whether anybody waits for it still.
    /// - Returns: what it returned, or why it failed.
    func run<Value: Sendable>(
        _ read: PostgresRead,
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async -> Result<Value, StoreError> {
        await withCheckedContinuation { reply in
            queue.async { [self] in
                do {
                    reply.resume(returning: .success(try runNow(read, body)))
                } catch {
                    let reason = read.isGivenUp ? .cancelled : StoreError(postgres: error)
                    reply.resume(returning: .failure(reason))
                }
            }
        }
    }

    private func runNow<Value>(
        _ read: PostgresRead,
        _ body: (any SQLSession) throws -> Value
    ) throws -> Value {
        // What stood idle may have been cut off meanwhile; it can be done again.
        if let kept = connection.withLock({ $0 }) {
            do {
                return try transaction(on: kept, read, body)
            } catch {
                guard kept.isBroken else { throw error }
                connection.withLock { $0 = nil }
            }
        }
        let new = try connect()
        connection.withLock { $0 = new }
        return try transaction(on: new, read, body)
    }

    private func transaction<Value>(
        on connection: PostgresConnection,
        _ read: PostgresRead,
        _ body: (any SQLSession) throws -> Value
    ) throws -> Value {
        try read.begin(connection.canceller())
        do {
            try connection.send(begin)
            let value = try body(PostgresSession(connection: connection, reading: read))
            try connection.send(PostgresText.commit)
            _ = try connection.answer()
            read.end()
            return value
        } catch {
            read.end()
            connection.rollBack()
            throw error
        }
    }
}
#endif
