import ChatProtocol
import Glibc

@testable import ChatStore

/// A message into the log, as the committing thread does it: numbering, SQL, the commit itself.
enum AppendCases {
    /// The cases.
    ///
    /// - Returns: lone messages, groups as they form under load, and such with idempotency keys.
    static func all() -> [MicroCase] {
        [
            append("append 1", inGroupsOf: 1),
            append("append 64", inGroupsOf: 64),
            append("append 64 with keys", inGroupsOf: 64, hasKeys: true),
        ]
    }

    private static func append(
        _ name: String,
        inGroupsOf size: Int,
        hasKeys: Bool = false
    ) -> MicroCase {
        MicroCase(name) { count in
            try TemporaryStore.with { store in
                let memory = WriterMemory()
                var done = 0
                while done < count {
                    let drafts = try (done..<done + size).map { number in
                        try draft(number, key: hasKeys ? "key-\(number)" : nil)
                    }
                    done += try write(Batch(drafts: drafts), to: store, memory)
                }
                return done
            }
        }
    }

    private static func write(
        _ batch: Batch,
        to store: ChatStore,
        _ memory: WriterMemory
    ) throws -> Int {
        try store.database.commit { session in
            // As the log's engine does it for each group.
            let newest = try session.row(Statements.newestEvent, []) { try LogEnd(row: $0, at: 0) }
            var writer = BatchWriter(
                session: session,
                log: store.log,
                now: store.clock.now,
                options: store.options,
                newest: newest,
                memory: memory
            )
            return try writer.write(batch).events.count
        }
    }

    private static func draft(_ number: Int, key: String?) throws -> Draft {
        let text = "a message of words a message of words a message of words a messa"
        return Draft(
            room: try RoomName("general"),
            user: try MemberName("alice"),
            content: .message(Message(text: text, key: key)),
            key: key
        )
    }
}
