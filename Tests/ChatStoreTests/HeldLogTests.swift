import ChatProtocol
import Foundation
import TestTools
import Testing

@testable import ChatStore

/// What is done where a file of the data folder is taken away while it is in use.
@Suite(.everyEngine, .timeLimit(.minutes(10))) struct HeldLogTests {
    // Seen as: posts were acknowledged, and were gone with the process.
    @Test(
        "Nothing is written while a file is not in its place, and it goes on when that is back",
        .sqliteAlone,
        arguments: ["burble.sqlite", "burble.sqlite-wal", "lock"],
        [true, false]
    )
    func takenAway(name: String, isReplaced: Bool) async throws {
        let folder = try TemporaryFolder()
        let (path, aside) = ("\(folder.path)/\(name)", "\(folder.path)/aside")
        try await withStore(in: folder) { store in
            let files = FileManager.default
            try await store.say("before")
            try files.moveItem(atPath: path, toPath: aside)
            if isReplaced { try files.copyItem(atPath: aside, toPath: path) }
            #expect(store.lostFile == path)
            await #expect(throws: StoreError.lost(path)) { try await store.say("lost") }
            #expect(store.contact.isLost(for: .zero))
            let time = store.clock.now
            let ann = Account(name: try MemberName("ann"), password: nil, createdAt: time)
            await #expect(throws: StoreError.lost(path)) { try await store.change([.put(ann)]) }
            // What is opened by the names of the log would be another one.
            let isRead = (try? await store.texts(.history(of: .general, limit: 10))) == ["before"]
            #expect(isRead == (name == "lock"))
            if isReplaced { try files.removeItem(atPath: path) }
            try files.moveItem(atPath: aside, toPath: path)
            #expect(store.lostFile == nil)
            try await store.say("after")
            #expect(store.contact == .held)
        }
        try await withStore(in: folder) { store in
            let texts = try await store.texts(.history(of: .general, limit: 10))
            #expect(texts == ["before", "after"])
        }
    }

    @Test("Where another process may claim the folder, nothing is said in it any more")
    func lock() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await store.say("before")
            let path = folder.path + "/lock"
            try FileManager.default.removeItem(atPath: path)
            await #expect(throws: StoreError.lost(path)) { try await store.say("lost") }
            let other = try DataFolder(folder.path)
            #expect(store.lostFile == path)
            await #expect(throws: StoreError.lost(path)) { try await store.say("lost") }
            let time = store.clock.now
            let ann = Account(name: try MemberName("ann"), password: nil, createdAt: time)
            await #expect(throws: StoreError.lost(path)) { try await store.change([.put(ann)]) }
            #expect(try await store.texts(.history(of: .general, limit: 10)) == ["before"])
            withExtendedLifetime(other) {}
        }
    }

    @Test(
        "What was acknowledged before the write-ahead log was removed outlasts kill -9 and an end",
        .sqliteAlone
    )
    func writeAheadLog() async throws {
        let (folder, copy) = (try TemporaryFolder(), try TemporaryFolder())
        try await withStore(in: folder) { store in
            for number in 1...3 { try await store.say("\(number)") }
            try FileManager.default.removeItem(atPath: folder.database + "-wal")
            // Nobody posts.
            store.probe()
            await until { store.contact != .held }
            try copy.replace("burble.sqlite", from: folder)
        }
        for one in [copy, folder] {
            try await withStore(in: one) { store in
                let texts = try await store.texts(.history(of: .general, limit: 10))
                #expect(texts == ["1", "2", "3"])
            }
        }
    }

    @Test(
        "Where the database was removed the write-ahead log stays, and no log is begun beside it",
        .sqliteAlone
    )
    func database() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await store.say("a")
            try FileManager.default.removeItem(atPath: folder.database)
        }
        #expect {
            try ChatStore.open(folder: folder.path) { TestClock().now }
        } throws: { error in
            guard case .damaged = error as? StoreError else { return false }
            return true
        }
    }

    @Test("What is done beside a log, and to its files by SQLite, takes none away", .sqliteAlone)
    func others() async throws {
        let (folder, copy) = (try TemporaryFolder(), try TemporaryFolder())
        try await withStore(in: folder) { store in
            let text = String(repeating: "x", count: 1_000_000)
            // The write-ahead log is begun anew meanwhile.
            for _ in 0..<25 { try await store.say(text) }
            _ = try LogCheck(folder: folder.path).run { _ in }
            try LogCopy(of: folder.path).write(to: copy.database) { _, _ in }
            await store.database.checkpoint()
            try store.clearSearch()
            #expect(throws: StoreError.inUse(folder: folder.path)) {
                try LogCompaction.run(folder: folder.path, floor: 0)
            }
            #expect(store.lostFile == nil)
            #expect(try await store.say("after").seq == 26)
        }
        #expect(throws: Never.self) { try LogCompaction.run(folder: folder.path, floor: 0) }
        let next = try await withStore(in: folder) { try await $0.say("further") }
        #expect(next.seq == 27)
    }
}
