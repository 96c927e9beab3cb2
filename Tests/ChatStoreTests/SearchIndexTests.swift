import ChatProtocol
import Synchronization
import Testing

@testable import ChatStore

/// An index that can be opened at some times alone.
@Suite(.timeLimit(.minutes(10))) struct SearchIndexTests {
    /// A folder whose disk is full on demand, as far as opening an index goes.
    private final class Disk: Sendable {
        let folder: TemporaryFolder
        private let data: DataFolder
        private let log: LogName
        private let isFull = Mutex(false)

        init() throws {
            folder = try TemporaryFolder()
            data = try DataFolder(folder.path)
            log = try #require(LogName("test"))
        }

        func fill(_ isFull: Bool) { self.isFull.withLock { $0 = isFull } }

        /// How often one was to be opened.
        let tries = Mutex(0)
        /// How much time has gone by.
        let elapsed = Mutex(Duration.zero)

        func index(head: Int64, retry: Duration = .zero) -> SearchIndex {
            let start = ContinuousClock.now
            return SearchIndex(
                head: head,
                open: { [self] head throws(StoreError) in try open(head) },
                replace: { [data, log] () throws(StoreError) in
                    try SQLiteDatabase.replaceSearch(in: data, options: .patient, log: log)
                },
                onRenewal: { _ in },
                retry: retry,
                now: { [self] in start.advanced(by: elapsed.withLock { $0 }) }
            )
        }

        private func open(_ head: Int64) throws(StoreError) -> any SQLDatabase {
            tries.withLock { $0 += 1 }
            if isFull.withLock({ $0 }) { throw .storageFull }
            return try SQLiteDatabase(
                searchIn: data,
                options: .patient,
                log: log,
                head: head,
                onRenewal: { _ in Issue.record("it is not damaged") }
            )
        }
    }

    @Test("One that was replaced and could not be opened is opened by the next use")
    func replaced() async throws {
        let disk = try Disk()
        let index = disk.index(head: 9)
        #expect(try await index.apply([], after: 0, through: 5))
        disk.fill(true)
        #expect(throws: StoreError.self) { try index.renew() }
        await #expect(throws: StoreError.self) { _ = try await index.through() }
        disk.fill(false)
        #expect(try await index.through() == 0)
        #expect(try await index.apply([], after: 0, through: 7))
        #expect(try await index.through() == 7)
    }

    @Test("One that could not be opened at the start is opened later, with what it holds")
    func atStart() async throws {
        let disk = try Disk()
        #expect(try await disk.index(head: 9).apply([], after: 0, through: 5))
        disk.fill(true)
        let index = disk.index(head: 9)
        await #expect(throws: StoreError.self) { _ = try await index.through() }
        disk.fill(false)
        #expect(try await index.through() == 5)
    }

    @Test("One that could not be opened is tried again after a while, and at once by a rebuild")
    func triesSeldom() async throws {
        let disk = try Disk()
        disk.fill(true)
        let index = disk.index(head: 9, retry: .seconds(5))
        // The first use tries it whatever the start said.
        for _ in 0..<9 {
            await #expect(throws: StoreError.self) { _ = try await index.through() }
        }
        #expect(disk.tries.withLock { $0 } == 2)
        disk.elapsed.withLock { $0 = .seconds(5) }
        for _ in 0..<9 {
            await #expect(throws: StoreError.self) { _ = try await index.through() }
        }
        #expect(disk.tries.withLock { $0 } == 3)
        disk.fill(false)
        await #expect(throws: StoreError.self) { _ = try await index.through() }
        try index.renew()
        #expect(try await index.through() == 0)
        #expect(disk.tries.withLock { $0 } == 4)
    }

    @Test("What is removed while there is none is in none that comes")
    func removal() async throws {
        let disk = try Disk()
        #expect(try await disk.index(head: 9).apply([], after: 0, through: 5))
        disk.fill(true)
        let index = disk.index(head: 9)
        let ann = try MemberName("ann")
        try await index.remove([
            SearchStep(position: 3, room: 1, user: ann, change: .remove(said: "secret"))
        ])
        disk.fill(false)
        #expect(try await index.through() == 0)
    }

    // Seen as: FTS5 counted below what is there, and the index was made anew.
    @Test("What is removed again, after a failure, is taken out once", arguments: [true, false])
    func removedAgain(isPrivate: Bool) async throws {
        let index = try Disk().index(head: 9)
        let ann = try MemberName("ann")
        func step(_ change: SearchStep.Change) -> SearchStep {
            SearchStep(position: 3, room: 1, user: ann, change: change)
        }
        let said = step(.add("one", isPrivate: isPrivate))
        #expect(try await index.apply([said], after: 0, through: 3))
        let edited = step(.replace(said: "one", by: "two"))
        #expect(try await index.apply([edited], after: 3, through: 5))
        for _ in 0..<3 { try await index.remove([step(.remove(said: "one"))]) }
        #expect(try await index.apply([edited], after: 5, through: 6))
        #expect(try await index.through() == 6)
    }

    @Test("A new one leaves no files beside it")
    func files() async throws {
        let disk = try Disk()
        let index = disk.index(head: 9)
        try index.renew()
        #expect(try await index.through() == 0)
        #expect(try disk.folder.contents().keys.filter { $0.contains("new") } == [])
    }
}
