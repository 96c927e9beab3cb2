import ChatProtocol
import Dispatch
import Foundation
import GRDB
import Testing

@testable import ChatStore

/// Copies, checks and compaction of a log.
@Suite(.timeLimit(.minutes(10))) struct CareTests {
    @Test(
        "Numbers with a hole, twice or out of order are faults",
        arguments: [
            ([(1, 1, 1), (2, 1, 2), (3, 2, 1)], 0), ([(2, 1, 1)], 1), ([(1, 1, 1), (3, 1, 2)], 1),
            ([(1, 1, 1), (2, 1, 3)], 1), ([(1, 1, 1), (2, 1, 1)], 1), ([(1, 1, 0)], 1),
            ([(1, 1, 1), (2, 2, 1), (3, 1, 2), (4, 2, 3)], 1), ([], 0),
            ([(1, 1, 1), (2, 1, .max), (3, 1, 2)], 2),
        ] as [([(Int64, Int64, Int64)], Int)]
    )
    func numbers(_ events: [(Int64, Int64, Int64)], _ faults: Int) {
        var check = NumberCheck()
        for (position, room, seq) in events { check.take(position: position, room: room, seq: seq) }
        #expect(check.faults.count == faults)
        #expect(check.faults.told.count == faults)
        #expect(check.events == events.count)
    }

    @Test("Faults that come by the thousand are told in a few lines")
    func manyFaults() {
        var check = NumberCheck()
        for seq in 1...1000 { check.take(position: Int64(seq), room: 1, seq: Int64(seq) * 2) }
        #expect(check.faults.count == 1000)
        #expect(check.faults.told.count == FaultList.toldFaults)
        let findings = check.faults.findings(of: "numbers", sound: "sound")
        #expect(findings.count == FaultList.toldFaults + 1)
        #expect(findings.last?.words == "and \(1000 - FaultList.toldFaults) more")
    }

    @Test("A log with everything in it is sound, also while it is open")
    func sound() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await fill(store)
            let findings = try findings(folder)
            #expect(findings.filter { $0.verdict == .fault } == [])
            let parts = ["pages", "tables", "numbers", "events", "keys", "states", "search"]
            #expect(findings.map(\.part) == parts)
        }
    }

    @Test(
        "What is wrong in a log is found, and in its part alone",
        arguments: [
            ("DELETE FROM events WHERE position = 3", "numbers"),
            ("UPDATE events SET seq = 7 WHERE position = 2", "numbers"),
            ("UPDATE events SET room = room + 1 WHERE position = 2", "numbers"),
            ("UPDATE keys SET position = position + 1000", "keys"),
            ("UPDATE amendments SET new_text = 'forged'", "states"),
            ("DELETE FROM amendments", "states"),
            ("INSERT INTO reactions VALUES (1, '👍', 'mallory')", "states"),
            ("DROP TABLE reactions", "states"), ("DROP TABLE log", "tables"),
        ]
    )
    func wrong(_ sql: String, _ part: String) async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await fill(store)
            try await store.database.write { try $0.run(sql, []) }
        }
        let faults = try findings(folder).filter { $0.verdict == .fault }
        #expect(faults.contains { $0.part == part }, "\(faults)")
        // A number or a table that is gone takes what hangs on it along.
        guard !["numbers", "tables"].contains(part) else { return }
        #expect(faults.allSatisfy { [part, "tables"].contains($0.part) }, "\(faults)")
    }

    // Seen as: all was sound, and the server answered 503 where the row was, or did not start.
    @Test(
        "What the server could not read is found",
        arguments: [
            ("UPDATE events SET at = 'abc' WHERE position = 4", "events", "position 4: a text"),
            ("UPDATE events SET text = NULL WHERE position = 4", "events", "position 4: a text"),
            (
                "UPDATE events SET user_name = 'a' || char(10) || char(27) WHERE position = 4",
                "events", "position 4: a member's name"
            ),
            ("UPDATE rooms SET visibility = 'odd'", "tables", "rooms: "),
            ("DELETE FROM log", "tables", "the log has no name"),
            ("UPDATE log SET name = ''", "tables", "the log has no name"),
            ("DROP INDEX events_by_room", "tables", "the index events_by_room is missing"),
            ("ALTER TABLE reads DROP COLUMN is_shown", "tables", "reads has no column is_shown"),
        ]
    )
    func unreadable(_ sql: String, _ part: String, _ words: String) async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await fill(store)
            try await store.database.write { try $0.run(sql, []) }
        }
        let faults = try findings(folder).filter { $0.verdict == .fault }
        #expect(faults.map(\.part) == [part], "\(faults)")
        #expect(faults.first?.words.contains(words) == true, "\(faults)")
    }

    @Test("What is not Burble's is told, and is no fault")
    func others() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await store.say("hello")
            try await store.database.write { session in
                try session.run("CREATE INDEX mine ON events (user_name)", [])
            }
        }
        let findings = try findings(folder)
        #expect(findings.filter { $0.verdict == .fault } == [])
        #expect(findings.contains { $0.words == "the index mine is not Burble's" })
    }

    @Test("Events that were removed are no holes, and a hole among them is one")
    func removed() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            // Their keys outlast them.
            for number in 1...6 { try await store.say("\(number)", key: "\(number)") }
            let room = try RoomName.general
            _ = try await store.removeOldest(of: room, through: 3, before: nil)
        }
        #expect(try findings(folder).filter { $0.verdict == .fault } == [])
        try await withStore(in: folder) { store in
            try await store.database.write { session in
                try session.run("DELETE FROM events WHERE position = 5", [])
            }
        }
        let faults = try findings(folder).filter { $0.verdict == .fault }
        #expect(faults.contains { $0.part == "numbers" })
    }

    // Seen as: a hole in a log that was not migrated yet was no fault, and was restored.
    @Test(
        "A log of an older version is told of, and its pages and numbers are checked",
        arguments: 1..<Schema.version
    )
    func older(version: Int) async throws {
        let folder = try TemporaryFolder()
        let name = try #require(LogName("first"))
        do {
            let database = try SQLiteDatabase(
                DataFolder(folder.path),
                options: StoreOptions(),
                version: version
            ) { name }
            try await database.write { session in
                let room = version == 1 ? "'b'" : "1"
                let columns = version == 1 ? "last_seq, name" : "id, name"
                let values = "'', 'public', 1800000000000, 1, 'b'"
                try session.run(
                    "INSERT INTO rooms (topic, visibility, created_at, \(columns)) VALUES (\(values))",
                    []
                )
                for number in 1...3 {
                    let text = """
                        INSERT INTO events (position, room, seq, at, user_name, type, text)
                        VALUES (\(number), \(room), \(number), 1800000000000, 'ann', 'message', 'x')
                        """
                    try session.run(text, [])
                }
            }
        }
        let copy = try TemporaryFolder()
        try LogCopy(of: folder.path).write(to: copy.database) { _, _ in }
        try await withStore(in: copy) { store in
            let present = store.present(Cursor(log: name, position: 4))
            #expect(present == Cursor(log: store.log, position: 3))
        }
        let sound = try findings(folder)
        #expect(sound.map(\.verdict) == [.sound, .note, .sound])
        #expect(sound[1].words.contains("schema \(version);"))
        do {
            let queue = try DatabaseQueue(path: folder.database)
            try await queue.write { try $0.execute(sql: "DELETE FROM events WHERE position = 2") }
            try queue.close()
        }
        #expect(try findings(folder).last?.verdict == .fault)
        // A copy that is migrated has all its parts.
        try LogCopy.migrate(folder.database)
        let parts = try findings(folder).map(\.part)
        #expect(Set(parts).isSuperset(of: ["tables", "numbers", "events", "keys", "states"]))
    }

    @Test("A database of ours that does not say which schema it has is refused in words")
    func noVersion() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { _ = try await $0.say("hello") }
        do {
            let queue = try DatabaseQueue(path: folder.database)
            try await queue.write { try $0.execute(sql: "PRAGMA user_version = 0") }
            try queue.close()
        }
        let detail = "\(folder.database) does not say which schema it has"
        #expect(throws: StoreError.damaged(detail: detail)) { try findings(folder) }
        #expect(throws: StoreError.damaged(detail: detail)) {
            try ChatStore.open(folder: folder.path) { TestClock().now }
        }
    }

    @Test("A copy that is made while others write holds one moment of the log, whole")
    func copy() async throws {
        let (folder, copy) = (try TemporaryFolder(), try TemporaryFolder())
        let text = String(repeating: "x", count: 20_000)
        try await withStore(in: folder) { store in
            for _ in 0..<700 { try await store.say(text) }
            // Each of the first steps of the copy is followed by a write of another connection.
            let (steps, step) = AsyncStream.makeStream(
                of: Void.self,
                bufferingPolicy: .bufferingNewest(1)
            )
            let written = DispatchSemaphore(value: 0)
            async let writes: Void = {
                for await _ in steps {
                    try await store.say("meanwhile")
                    written.signal()
                }
            }()
            var progress: [Int64] = []
            try LogCopy(of: folder.path).write(to: copy.database) { bytes, total in
                progress.append(bytes)
                #expect(bytes <= total)
                guard progress.count <= 3 else { return }
                step.yield()
                written.wait()
            }
            step.finish()
            try await writes
            // A copy that began anew would go back.
            #expect(progress == progress.sorted() && progress.count > 3)
            #expect(store.head > 700)
        }
        #expect(try findings(copy).filter { $0.verdict == .fault } == [])
        #expect(try Set(copy.contents().keys) == ["burble.sqlite"])
        try await withStore(in: copy) { #expect($0.head == 700) }
    }

    // Seen as: the restored log had its name on, and cursors of what it lacks went on with what was
    // said at their positions since, without a gap.
    @Test("What a copy goes on with is another log's, through copies of copies and restarts")
    func otherLog() async throws {
        let folders = try (0..<3).map { _ in try TemporaryFolder() }
        var names: [LogName] = []
        for (number, folder) in folders.enumerated() {
            names.append(
                try await withStore(in: folder) { store in
                    for text in 1...3 { try await store.say("\(text)") }
                    guard number + 1 < folders.count else { return store.log }
                    let copy = folders[number + 1].database
                    try LogCopy(of: folder.path).write(to: copy) { _, _ in }
                    // What no copy has.
                    for text in 4...9 { try await store.say("\(text)") }
                    return store.log
                }
            )
        }
        let logs = names
        #expect(Set(logs).count == 3)
        try await withStore(in: folders[2]) { store in
            #expect((store.log, store.head) == (logs[2], 9))
            for (log, ends) in zip(logs, [3, 6, 9] as [Int64]) {
                for position in [1, ends, ends + 1] {
                    let present = store.present(Cursor(log: log, position: position))
                    let through = log == store.log ? position : min(position, ends)
                    #expect(present == Cursor(log: store.log, position: through))
                }
            }
        }
    }

    // Seen as: a backup found room for the log's file, and none for what was not in that yet.
    @Test("What is in the write-ahead log alone counts for the room that a copy takes")
    func copySize() async throws {
        let (folder, copy) = (try TemporaryFolder(), try TemporaryFolder())
        try await withStore(in: folder) { store in
            let text = String(repeating: "x", count: 20_000)
            for _ in 0..<50 { try await store.say(text) }
            #expect(try LogCopy.size(ofLogIn: folder.path) < 1_000_000)
            let log = try LogCopy(of: folder.path)
            let size = try log.size()
            #expect(size > 1_000_000)
            try log.write(to: copy.database) { _, _ in }
            #expect(try LogCopy.size(ofLogIn: copy.path) == size)
        }
    }

    @Test("Of what is no log no copy is made")
    func noLog() throws {
        let (folder, copy) = (try TemporaryFolder(), try TemporaryFolder())
        try folder.write("This is a diary, not a database.", to: "burble.sqlite")
        for source in [folder.path, copy.path] {
            #expect(throws: StoreError.self) { try LogCopy(of: source) }
        }
        #expect(try copy.contents().isEmpty)
    }

    @Test("A compacted log is smaller, holds the same, and goes on")
    func compact() async throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "x", count: 20_000)
        let log = try await withStore(in: folder) { store in
            for _ in 0..<100 { try await store.say(text) }
            try await store.say("last")
            // What a later version might leave: room that nothing uses.
            try await store.database.write { session in
                try session.run("UPDATE events SET text = 'short' WHERE position <= 100", [])
            }
            return store.log
        }
        let (before, after) = try LogCompaction.run(folder: folder.path, floor: 0)
        #expect(after * 10 < before)
        #expect(try folder.contents()["burble.sqlite"]?.count == Int(after))
        #expect(try Set(folder.contents().keys) == ["burble.sqlite", "search.sqlite"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.database)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try await withStore(in: folder) { store in
            #expect((store.log, store.head) == (log, 101))
            try await store.say("goes on")
        }
        #expect(try findings(folder).filter { $0.verdict == .fault } == [])
    }

    @Test("A log in use, or on a disk that is too small, stays as it is")
    func notCompacted() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await fill(store)
            #expect(throws: StoreError.inUse(folder: folder.path)) {
                try LogCompaction.run(folder: folder.path, floor: 0)
            }
        }
        let before = try folder.contents()
        #expect {
            try LogCompaction.run(folder: folder.path, floor: 1 << 60)
        } throws: { error in
            guard case .diskFloor = error as? StoreError else { return false }
            return true
        }
        #expect(try folder.contents() == before)
        let empty = try TemporaryFolder()
        #expect(throws: StoreError.self) {
            try LogCompaction.run(folder: empty.path + "/none", floor: 0)
        }
        #expect(try empty.contents().isEmpty)
    }
}

/// Puts one of each thing into a log.
private func fill(_ store: ChatStore) async throws {
    for number in 1...3 { try await store.say("\(number)", in: "a", key: "key \(number)") }
    try await store.say("other", in: "b")
    for content in [
        .edit(target: 1, text: "changed"), .delete(target: 2),
        .react(target: 3, emoji: "👍", on: true),
    ] as [DurableEvent.Content] {
        let draft = Draft(room: try RoomName("a"), user: try MemberName("alice"), content: content)
        _ = try await store.append(draft)
    }
}

private func findings(_ folder: TemporaryFolder) throws -> [CheckFinding] {
    try LogCheck(folder: folder.path).run { _ in }.findings
}
