#if Postgres
import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// What becomes of a log whose database has lost what was acknowledged.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct LineageTests {
    private static let cut = """
        SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 1114993252
        AND objid = current_schema()::regnamespace::oid
        """

    @Test("A log that has lost events has another name, and older cursors hold up to there")
    func lost() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        let log = Recorder<LogName>()
        try await SharedStore.some(2, at: address) { stores in
            log.record(stores[0].store.log)
            for number in 1...7 {
                try await stores[number % 2].store.say("\(number)")
                for one in stores { await one.record.reached(Int64(number)) }
            }
            // As a standby has it that was not told of the last two before it took over.
            try TestCluster.run(["DELETE FROM events WHERE position > 5", Self.cut], at: address)
            for one in stores {
                await #expect(throws: StoreError.self) { try await one.store.say("lost") }
                #expect(one.store.isRenamed)
            }
        }
        let old = try #require(log.all.first)
        try await SharedStore.some(1, at: address) { stores in
            let store = stores[0].store
            #expect(store.log != old && !store.isRenamed)
            for (position, through) in [(3, 3), (5, 5), (6, 5), (7, 5)] as [(Int64, Int64)] {
                let present = store.present(Cursor(log: old, position: position))
                #expect(present == Cursor(log: store.log, position: through))
            }
            let other = Cursor(log: try #require(LogName("other")), position: 1)
            #expect(store.present(other) == nil)
            #expect(try await store.say("6 again").cursor?.position == 6)
        }
    }

    // Seen as: where no event was lost, servers went on with bans that were gone, took later
    // changes for those that they knew, and asked for ever whether they could write one.
    @Test(
        "A log that has lost changes of access has another name, whatever was changed since",
        arguments: 0...3
    )
    func lostAccess(since: Int) async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        let log = Recorder<LogName>()
        let time = Timestamp(milliseconds: 1_000_000)
        let accounts = try ["ann", "bob"].map { name in
            AccessChange.put(Account(name: try MemberName(name), password: nil, createdAt: time))
        }
        try await SharedStore.some(2, at: address) { stores in
            log.record(stores[0].store.log)
            try await stores[0].store.say("first")
            let before = try await stores[0].store.access().number
            let change = try await stores[0].store.change([accounts[0]], at: before)
            let number = try #require(change)
            #expect(try await stores[1].store.marks().access == number)
            try TestCluster.run(
                [
                    "DELETE FROM access_changes WHERE number > \(before)",
                    "UPDATE log SET access_number = \(before + Int64(since))",
                    """
                    INSERT INTO access_changes (number, kind, id, detail)
                    SELECT \(before) + further, 'bans', 'other', ''
                    FROM generate_series(1, \(since)) AS further
                    """,
                ],
                at: address
            )
            for one in stores {
                await #expect(throws: StoreError.self) {
                    try await one.store.change([accounts[1]], at: number)
                }
                await #expect(throws: StoreError.self) { try await one.store.access() }
                await until { one.store.isRenamed }
            }
        }
        let old = try #require(log.all.first)
        try await SharedStore.some(1, at: address) { stores in
            let store = stores[0].store
            #expect(store.log != old && !store.isRenamed)
            let cursor = Cursor(log: old, position: 1)
            #expect(store.present(cursor) == Cursor(log: store.log, position: 1))
        }
    }

    @Test("A read is not trusted where the log lacks what was handed on, or has another name")
    func confirmed() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try await SharedStore.some(2, at: address) { stores in
            let newest = try await stores[0].store.say("first")
            for one in stores {
                await one.record.reached(try #require(newest.cursor?.position))
                try await one.store.confirm()
            }
            try TestCluster.run(["DELETE FROM events"], at: address)
            for one in stores {
                await #expect(throws: StoreError.self) { try await one.store.confirm() }
            }
        }
        try await SharedStore.some(1, at: address) { stores in
            try await stores[0].store.confirm()
            try TestCluster.run(["UPDATE log SET name = 'another'"], at: address)
            await #expect(throws: StoreError.self) { try await stores[0].store.confirm() }
        }
    }

    @Test("A server that has heard of nothing that was lost is told of the other name")
    func renamedElsewhere() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try await SharedStore.some(1, at: address) { stores in
            try await stores[0].store.say("first")
            try TestCluster.run(["UPDATE log SET name = 'another'"], at: address)
            await #expect(throws: StoreError.self) { try await stores[0].store.say("second") }
            #expect(stores[0].store.isRenamed && stores[0].store.head == 1)
        }
        #expect(try TestCluster.run(["SELECT count(*) FROM events"], at: address) == .integer(1))
    }

    @Test("A server finds by its folder that the log lost something before it started")
    func restored() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        let old = try await said(7, in: folder)
        // As it is after an older dump was restored, and another server went on.
        try TestCluster.run(["DELETE FROM events WHERE position > 5"], at: address)
        try await SharedStore.some(1, at: address) { stores in
            #expect(stores[0].store.log == old)
            for number in 6...9 { try await stores[0].store.say("other \(number)") }
        }
        let new = try await Engine.$current.withValue(.postgres) {
            try await withStore(in: folder) { store in
                #expect(store.log != old && store.head == 9)
                for (position, through) in [(4, 4), (5, 5), (6, 5), (7, 5)] as [(Int64, Int64)] {
                    let present = store.present(Cursor(log: old, position: position))
                    #expect(present == Cursor(log: store.log, position: through))
                }
                return store.log
            }
        }
        // What was found once is not found again.
        #expect(try await said(1, in: folder) == new)
        #expect(try await said(1, in: folder) == new)
    }

    /// Says something, until the folder knows of it.
    private func said(_ count: Int, in folder: TemporaryFolder) async throws -> LogName {
        let path = folder.path
        return try await Engine.$current.withValue(.postgres) {
            try await withStore(in: folder) { store in
                for number in 1...count { try await store.say("\(number)") }
                await until { MarksText(in: path)?.marks.all.last?.position == store.head }
                return store.log
            }
        }
    }

    @Test("Names from before the last loss hold no farther than that")
    func twice() throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        _ = try ChatStore.open(database: address, folder: folder.path) { TestClock().now }
        let session = PostgresSession(connection: try PostgresConnection(address))
        var names: [LogName] = []
        for through: Int64 in [100, 80, 90] {
            let text = try session.row("SELECT name FROM log", []) { try $0.text(0) }
            names.append(try #require(text.flatMap(LogName.init)))
            try session.rename(from: names[names.count - 1], through: through)
        }
        let former = try session.formerNames()
        #expect(names.map { former[$0] } == [80, 80, 90])
    }
}
#endif
