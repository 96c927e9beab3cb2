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

        func index(head: Int64) -> SearchIndex {
            SearchIndex(
                head: head,
                open: { [self] head throws(StoreError) in try open(head) },
                replace: { [data, log] () throws(StoreError) in
                    try SQLiteDatabase.replaceSearch(in: data, options: .patient, log: log)
                },
                onRenewal: { _ in }
            )
        }

        private func open(_ head: Int64) throws(StoreError) -> any SQLDatabase {
            if isFull.withLock({ $0 }) { throw .storageFull }
            return try SQLiteDatabase(searchIn: data, options: .patient, log: log, head: head)
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

    @Test("What is removed while there is none is in none that comes")
    func removal() async throws {
        let disk = try Disk()
        #expect(try await disk.index(head: 9).apply([], after: 0, through: 5))
        disk.fill(true)
        let index = disk.index(head: 9)
        try await index.remove([
            SearchStep(position: 3, tags: "r1", change: .remove(said: "secret"))
        ])
        disk.fill(false)
        #expect(try await index.through() == 0)
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
