import ChatProtocol
import Foundation
import GRDB
import Synchronization
import Testing

@testable import ChatStore

@Suite(.timeLimit(.minutes(10))) struct SearchMendingTests {
    private static let messages = 300

    private func fill(_ store: ChatStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.messages {
                group.addTask { try await store.say("word\(number) is said here") }
            }
            try await group.waitForAll()
        }
        try await follow(store)
    }

    private func follow(_ store: ChatStore) async throws {
        while try await store.followSearch(limit: 1000).behind > 0 {}
    }

    private func found(_ store: ChatStore) async throws -> Int {
        let query = SearchQuery(try SearchWords("said here"), scope: .common())
        return try await store.search(query, limit: 1000).messages.count
    }

    /// Writes what no database has over every page but the first.
    private func damage(_ folder: TemporaryFolder) throws {
        for ending in ["", "-wal"] {
            let path = folder.path + "/search.sqlite" + ending
            guard var bytes = FileManager.default.contents(atPath: path) else { continue }
            for index in bytes.indices where index >= 4096 && index % 7 != 0 { bytes[index] = 0x5a }
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: bytes)
            try file.close()
        }
    }

    /// What can become of an index while no server runs.
    enum Change: CaseIterable {
        case damagedPages, garbage, lostTable, otherLog, olderVersion, removed

        /// Whether an operator has to hear of it.
        var isDamage: Bool { [.damagedPages, .garbage, .lostTable].contains(self) }

        /// What does it, if SQLite can.
        fileprivate var statement: String? {
            switch self {
            case .lostTable: "DROP TABLE progress"
            case .otherLog: "UPDATE progress SET log = 'another'"
            case .olderVersion: "PRAGMA user_version = 1"
            case .damagedPages, .garbage, .removed: nil
            }
        }
    }

    private func make(_ change: Change, in folder: TemporaryFolder) async throws {
        let path = folder.path + "/search.sqlite"
        if let statement = change.statement {
            let queue = try DatabaseQueue(path: path)
            try await queue.writeWithoutTransaction { try $0.execute(sql: statement) }
            return try queue.close()
        }
        switch change {
        case .damagedPages: try damage(folder)
        case .garbage:
            try folder.write(String(repeating: "garbage", count: 1000), to: "search.sqlite")
        default: try FileManager.default.removeItem(atPath: path)
        }
    }

    // Seen as: a damaged index was thrown away at the start without a word.
    @Test(
        "An index that cannot be used at the start is made anew, and damage is told",
        arguments: Change.allCases
    )
    func atStart(_ change: Change) async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { try await fill($0) }
        try await make(change, in: folder)
        let told = Mutex(0)
        let store = try ChatStore.open(
            folder: folder.path,
            options: .patient,
            now: { TestClock().now },
            onSearchRenewal: { _ in told.withLock { $0 += 1 } }
        )
        try await follow(store)
        #expect(try await found(store) == Self.messages)
        #expect(told.withLock { $0 } == (change.isDamage ? 1 : 0))
    }

    // Seen as running F3: one damaged page of the index refused all searches.
    @Test("An index that is found to be damaged by a search is made anew, and that is told once")
    func whileSearching() async throws {
        let folder = try TemporaryFolder()
        var options = StoreOptions.patient
        options.checkedBytes = 0
        try await withStore(in: folder, options: options) { try await fill($0) }
        try damage(folder)
        let told = Mutex(0)
        let store = try ChatStore.open(
            folder: folder.path,
            options: options,
            now: { TestClock().now },
            onSearchRenewal: { _ in told.withLock { $0 += 1 } }
        )
        _ = try await found(store)
        try await follow(store)
        #expect(try await found(store) == Self.messages)
        #expect(told.withLock { $0 } == 1)
    }

    // Seen as running F3: a rebuild failed on the damaged index that it was to mend.
    @Test("A rebuild makes the index anew, whatever became of its file")
    func rebuild() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await fill(store)
            try damage(folder)
            try store.clearSearch()
            #expect(try await store.searchProgress().through == 0)
            try await follow(store)
            #expect(try await found(store) == Self.messages)
        }
    }

    // Seen as running F3: a damaged index was told of as a damaged log.
    @Test(
        "Trouble with the index is never said of the log, and is over with its cause",
        arguments: [true, false]
    )
    func words(isLink: Bool) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/search.sqlite"
        let files = FileManager.default
        if isLink {
            try files.createSymbolicLink(atPath: path, withDestinationPath: path + ".elsewhere")
        } else {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try await withStore(in: folder) { store in
            try await store.say("it is said here")
            await #expect {
                _ = try await store.searchProgress()
            } throws: { error in
                guard case .searchUnavailable? = error as? StoreError else { return false }
                return true
            }
            // What may not be opened is not damaged: it stays until somebody takes it away.
            try files.removeItem(atPath: path)
            try await follow(store)
            #expect(try await found(store) == 1)
        }
    }

    @Test(
        "On a full disk a rebuild is refused and the old index serves on; with room it is made",
        .enabled(if: SmallDisk.isAllowed, "needs the right to mount a tmpfs")
    )
    func onFullDisk() async throws {
        let disk = try SmallDisk()
        let folder = TemporaryFolder(existing: disk.path)
        try await withStore(in: folder) { store in
            for number in 0..<20 { try await store.say("word\(number) is said here") }
            try await follow(store)
            let ballast = try disk.fill()
            #expect(throws: StoreError.self) { try store.clearSearch() }
            #expect(try await foundAtOnce(store) == [20])
            try FileManager.default.removeItem(atPath: ballast)
            #expect(try await foundAtOnce(store) == [20])
            try store.clearSearch()
            try await follow(store)
            #expect(try await foundAtOnce(store) == [20])
        }
    }

    /// What a dozen find who search at the same time, over more connections than one.
    private func foundAtOnce(_ store: ChatStore) async throws -> Set<Int> {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 { group.addTask { try await found(store) } }
            var counts: Set<Int> = []
            for try await count in group { counts.insert(count) }
            return counts
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct SearchScriptTests {
    // Seen as running F8: vowel signs were blanks: Hindi words were found in other words.
    // Seen as running F10: ł, ø, ß, ligatures and full width were not found by plain letters.
    @Test(
        "A word is found in all the ways in which people write it, and in no other",
        arguments: [
            ("हिन्दी", "हिन्दी में", true), ("हिन्दी", "हुनूद", false), ("हिन्दी", "हा नो दू", false),
            ("בראשית", "בְּרֵאשִׁית ברא", true), ("محمد", "مُحَمَّد", true),
            ("lodz", "Łódź", true), ("smorrebrod", "Smørrebrød", true),
            ("strasse", "Straße", true), ("straße", "STRASSE", true), ("file", "ﬁle", true),
            ("full", "ｆｕｌｌ", true), ("ilik", "ılık", true), ("cafe", "cafe\u{301}", true),
            ("❤", "I ❤️ it", true), ("❤️", "I ❤ it", true), ("世界", "你好世界", true),
        ]
    )
    func scripts(sought: String, text: String, isFound: Bool) async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say(text)
            while try await store.followSearch(limit: 1000).behind > 0 {}
            let query = SearchQuery(try SearchWords(sought), scope: .common())
            #expect(try await store.search(query, limit: 10).messages.isEmpty != isFound)
            #expect(try await store.rankedSearch(query).isEmpty != isFound)
        }
    }
}

@Suite struct SearchScanTests {
    // Seen as S25: one search could take the index for as long as it liked.
    @Test("Windows meet, none is wider than it may be, and slow ones are followed by narrower ones")
    func windows() throws {
        var scan = SearchScan(try SearchPart(after: 10, before: 30_000), head: 20_000)
        var last: Int64 = 20_001
        var widths: [Int64] = []
        while let window = scan.window {
            #expect(window.before == last)
            widths.append(window.before - window.after - 1)
            last = window.after + 1
            let time = Duration.milliseconds(widths.count < 5 ? 1 : 100)
            scan.went(through: window, to: nil, in: time)
        }
        #expect(last == 11)
        #expect(widths.prefix(6) == [256, 512, 1024, 2048, 4096, 1024])
    }

    @Test("A window in which there may be more matches is gone on with")
    func matches() throws {
        var scan = SearchScan(try SearchPart(after: 0, before: .max), head: 100)
        let window = try #require(scan.window)
        scan.went(through: window, to: 42, in: .milliseconds(1))
        #expect(scan.window?.before == 42)
    }
}
