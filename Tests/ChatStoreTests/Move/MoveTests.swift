#if Postgres
import ChatProtocol
import Foundation
import GRDB
import Testing

@testable import ChatStore

/// A log that moves from a folder into PostgreSQL.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct MoveTests {
    private let folder: TemporaryFolder
    private let address: DatabaseAddress

    init() throws {
        folder = try TemporaryFolder()
        address = try TestCluster.shared.get().address(of: folder)
    }

    @discardableResult
    private func move() throws -> LogMove.Report {
        try LogMove(folder: folder.path, to: address) { _, _, _ in }.run()
    }

    /// All rows of a table, each value as a text.
    private static func rows(_ table: MoveTable, _ session: any SQLSession) throws -> [[SQLValue]] {
        let order = (1...table.columns.count).map(String.init).joined(separator: ", ")
        return try session.rows(table.rows + " ORDER BY " + order, []) { row in
            table.columns.indices.map { row.value($0) }
        }
    }

    @Test("Every row of every table is there, value by value")
    func rows() async throws {
        try await FullServer.fill(folder)
        let report = try move()
        let reader = try LogReader(path: folder.database)
        let there = PostgresSession(connection: try PostgresConnection(address))
        try reader.read { database in
            let source = MoveSource(database)
            let columns = try source.columns()
            let plan = try MovePlan(from: columns, to: columns)
            #expect(report.rows.map(\.table) == plan.tables.map(\.name))
            for table in plan.tables {
                // A column that no row of the full has a value in would not be tested.
                let tally = try source.read(table) { _, _ in }
                let empty = zip(table.columns, tally.values).filter { $0.1 == 0 }.map(\.0)
                #expect(empty == [], "\(table.name)")
                let here = try Self.rows(table, SQLiteSession(database: database))
                #expect(try Self.rows(table, there) == here, "\(table.name)")
            }
        }
    }

    @Test("The log goes on there: cursors, keys and numbers stay good")
    func goesOn() async throws {
        try await FullServer.fill(folder)
        let before = try await withStore(in: folder) { store in
            let rooms = try await store.rooms()
            let all = EventQuery.positions(in: rooms.map(\.name), after: 0, through: store.head)
            return (store.log, store.head, rooms, try await store.events(all))
        }
        let report = try move()
        #expect(report.log == before.0 && report.head == before.1)
        try await Engine.$current.withValue(.postgres) {
            try await withStore(in: folder) { store in
                #expect(store.log == before.0 && store.head == before.1)
                #expect(try await store.rooms() == before.2)
                let all = EventQuery.positions(
                    in: before.2.map(\.name),
                    after: 0,
                    through: store.head
                )
                #expect(try await store.events(all) == before.3)
                let known = try await store.append(.message("x", key: "key 1\tx"))
                guard case .known(let event) = known else {
                    return #expect(Bool(false), "\(known)")
                }
                #expect(event.seq == 4)
                // Numbers that the database draws itself.
                let said = try await store.say("new", in: "new")
                #expect(said.seq == 1 && said.cursor?.position == before.1 + 1)
                let entry = AuditEntry(named: "kick", by: try MemberName("a"), at: said.at)
                try await store.change([.audit(entry)])
                #expect(try await store.newestAudit() == 2)
            }
        }
    }

    @Test("The folder keeps its log as it was, and no server serves it by mistake")
    func marked() async throws {
        try await FullServer.fill(folder)
        let before = try folder.contents()["burble.sqlite"]
        try move()
        #expect(try folder.contents()["burble.sqlite"] == before)
        let words = { (error: any Error) in
            "\(error)".contains("was moved to") && "\(error)".contains("schema t")
        }
        #expect(performing: { try open() }, throws: words)
        // It says where it is, and not who may read it.
        #expect(performing: { try open() }, throws: { !"\($0)".contains("burble@") })
        try FileManager.default.removeItem(atPath: folder.path + "/moved")
        #expect(throws: Never.self) { try open() }
    }

    @Test("A folder whose log began in a database is not served without it by mistake")
    func begunThere() throws {
        try serve()
        #expect(try MovedMark(in: folder.path)?.place == "\(address)")
        refused("is in \(address): serve that one (--database)") { try open() }
        refused("is in \(address)") { _ = try LogCheck(folder: folder.path) }
        #expect(try folder.contents()["burble.sqlite"] == nil)
        try serve()
        let other = try TestCluster.shared.get().address(of: TemporaryFolder())
        refused("it holds no log") {
            _ = try ChatStore.open(database: other, folder: folder.path) { TestClock().now }
        }
        // As an older program leaves it, which was started without the database.
        try FileManager.default.removeItem(atPath: folder.path + "/moved")
        try open()
        refused("with nothing in it") { try serve() }
        for name in try folder.contents().keys where name.hasPrefix("burble.sqlite") {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        try serve()
        #expect(try MovedMark(in: folder.path) != nil)
    }

    private func serve() throws {
        _ = try ChatStore.open(database: address, folder: folder.path) { TestClock().now }
    }

    private func refused(_ words: String, _ body: () throws -> Void) {
        #expect(performing: { try body() }, throws: { "\($0)".contains(words) })
    }

    private func open() throws {
        _ = try ChatStore.open(folder: folder.path) { TestClock().now }
    }

    @Test("A move that was done is found to be done, however far the log has come since")
    func again() async throws {
        try await FullServer.fill(folder)
        let first = try move()
        try FileManager.default.removeItem(atPath: folder.path + "/moved")
        #expect(try move().rows.isEmpty)
        #expect(try MovedMark(in: folder.path)?.log == first.log)
        try await Engine.$current.withValue(.postgres) {
            try await withStore(in: folder) { _ = try await $0.say("further") }
        }
        #expect(try move().head == first.head + 1)
    }

    @Test("Where the connection breaks in the commit, the folder stays marked, and a repeat tells")
    func brokenCommit() async throws {
        try await FullServer.fill(folder)
        let process = """
            SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_namespace n ON n.oid::int = objid
            WHERE locktype = 'advisory' AND classid = 1114993251 AND nspname = current_schema()
            """
        let unknown = StoreError.outcomeUnknown("the connection broke in the commit")
        #expect(throws: unknown) {
            let move = try LogMove(folder: folder.path, to: address) { _, _, _ in }
            _ = try move.run { _ = try TestCluster.run([process], at: address) }
        }
        #expect(throws: StoreError.self) { try open() }
        #expect(try !move().rows.isEmpty)
    }

    @Test("What fails on the way leaves neither a table nor a mark")
    func failure() async throws {
        struct Stop: Error {}
        try await FullServer.fill(folder)
        #expect(throws: StoreError.self) {
            let move = try LogMove(folder: folder.path, to: address) { _, _, _ in }
            _ = try move.run { throw Stop() }
        }
        #expect(try MovedMark(in: folder.path) == nil)
        let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        #expect(try TestCluster.run([tables], at: address) == .integer(0))
        try move()
    }

    @Test("What does not fit is refused in words, with nothing done")
    func refusals() async throws {
        try await FullServer.fill(folder)
        func refused(_ words: String) {
            #expect(performing: { try move() }, throws: { "\($0)".contains(words) })
            #expect(throws: Never.self) { try open() }
        }
        try await withStore(in: folder) { _ in
            _ = #expect(throws: StoreError.inUse(folder: folder.path)) { try move() }
        }
        try TestCluster.run(["CREATE TABLE rooms (x int)"], at: address)
        refused("has a table rooms that is not Burble's")
        try TestCluster.run(["DROP TABLE rooms"], at: address)
        let other = try TemporaryFolder()
        _ = try ChatStore.open(database: address, folder: other.path) { TestClock().now }
        refused("holds another log already")
        let elsewhere = try TestCluster.shared.get().address(of: other)
        try await withStore(in: folder) { store in
            try await store.database.write { session in
                try session.run("DELETE FROM amendments", [])
            }
        }
        #expect(
            performing: {
                try LogMove(folder: folder.path, to: elsewhere) { _, _, _ in }.run()
            },
            throws: { "\($0)".contains("states: ") }
        )
        #expect(throws: StoreError.self) {
            try LogMove(folder: other.path, to: elsewhere) { _, _, _ in }
        }
    }

    @Test("A log that moved is not moved to a second place")
    func secondPlace() async throws {
        try await FullServer.fill(folder)
        try move()
        let other = try TemporaryFolder()
        let elsewhere = try TestCluster.shared.get().address(of: other)
        #expect(
            performing: {
                try LogMove(folder: folder.path, to: elsewhere) { _, _, _ in }.run()
            },
            throws: { "\($0)".contains("was moved to") }
        )
    }
}
#endif
