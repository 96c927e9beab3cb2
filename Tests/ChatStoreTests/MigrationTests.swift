import ChatProtocol
import Foundation
import Testing

@testable import ChatStore

@Suite(.timeLimit(.minutes(10))) struct MigrationTests {
    @Test("A log of the first version opens with all that it held, and goes on")
    func firstVersion() async throws {
        let folder = try TemporaryFolder()
        let log = try await makeFirstVersion(in: folder)
        let clock = TestClock(1_799_999_999_000)
        try await withStore(in: folder, clock: clock) { store in
            #expect((store.log, store.head) == (log, 12))
            let rooms = try await store.rooms()
            #expect(rooms.map(\.name.description) == ["a", "b", "empty"])
            #expect(rooms.map(\.newest) == [6, 6, 0])
            #expect(rooms.map(\.topic) == ["topic of a", "topic of b", ""])
            let all = EventQuery.positions(in: rooms.map(\.name), after: 0, through: 12)
            let events = try await store.events(all)
            for (index, event) in events.enumerated() {
                #expect(event.text == "text \(index + 1)")
                #expect(event.room == rooms[index % 2].name)
                #expect(event.seq == Int64(index / 2 + 1))
            }
            #expect(events.count == 12)
            let third = try Draft.message("text 3", in: "a", key: "k 3")
            #expect(try await store.append(third) == .known(events[2]))
            // The clock stands before the log's time, and is believed.
            let next = try await store.say("next", in: "a")
            #expect((next.seq, next.cursor?.position, next.at) == (7, 13, clock.now))
        }
        let version = try Data(contentsOf: URL(fileURLWithPath: folder.database))[60..<64]
        #expect(version.elementsEqual([0, 0, 0, UInt8(Schema.version)]))
    }

    @Test("A migration that fails leaves the log as it was, and is tried again")
    func failure() async throws {
        let folder = try TemporaryFolder()
        let name = try #require(LogName("second"))
        @Sendable func run(_ sql: String) async throws {
            let options = StoreOptions()
            let data = try DataFolder(folder.path)
            let database = try SQLiteDatabase(data, options: options, version: 2) { name }
            try await database.write { try $0.run(sql, []) }
        }
        // What the third migration makes is there already.
        try await run("CREATE TABLE reactions (other TEXT)")
        #expect(throws: StoreError.self) {
            try ChatStore.open(folder: folder.path) { TestClock().now }
        }
        // The third made tables before it failed; of these nothing is left, and of the version.
        try await run("CREATE TABLE amendments (other TEXT)")
        try await run("DROP TABLE amendments")
        try await run("DROP TABLE reactions")
        try await withStore(in: folder) { #expect($0.head == 0) }
    }
}

/// Makes a log as the first version wrote it: twelve messages in two of three rooms, all with keys.
private func makeFirstVersion(in folder: TemporaryFolder) async throws -> LogName {
    let name = try #require(LogName("first"))
    let database = try SQLiteDatabase(
        DataFolder(folder.path),
        options: StoreOptions(),
        version: 1
    ) { name }
    try await database.write { session in
        for room in ["a", "b", "empty"] {
            let topic = room == "empty" ? "" : "topic of \(room)"
            let text = "INSERT INTO rooms VALUES ($1, $2, 'public', $3, 1800000000000)"
            try session.run(text, [.text(room), .text(topic), .integer(room == "empty" ? 0 : 6)])
        }
        for position in Int64(1)...12 { try addEvent(at: position, in: session) }
        try session.run("UPDATE log SET last_position = 12, last_at = 1800000000012", [])
    }
    return name
}

/// Adds a message as the first version did.
private func addEvent(at position: Int64, in session: any SQLSession) throws {
    let event = """
        INSERT INTO events (position, room, seq, at, user_name, type, text, message_key)
        VALUES ($1, $2, $3, $4, 'alice', 'message', $5, $6)
        """
    let at = SQLValue.integer(1_800_000_000_000 + position)
    let key = SQLValue.text("k \(position)")
    let values: [SQLValue] = [
        .integer(position), .text(position % 2 == 1 ? "a" : "b"), .integer((position + 1) / 2), at,
        .text("text \(position)"), key,
    ]
    try session.run(event, values)
    let keep =
        "INSERT INTO keys (position, member, idempotency_key, at) VALUES ($1, 'alice', $2, $3)"
    try session.run(keep, [.integer(position), key, at])
}
