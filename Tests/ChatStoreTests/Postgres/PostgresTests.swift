#if Postgres
import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// What only a log in PostgreSQL does.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct PostgresTests {
    /// Runs a body with a store in a schema of its own.
    private func withStore(
        options: StoreOptions = StoreOptions(),
        onCommit: @escaping @Sendable (Commit) -> Void = { _ in },
        _ body: @Sendable (ChatStore, DatabaseAddress) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try await Engine.$current.withValue(.postgres) {
            try await ChatStoreTests.withStore(in: folder, options: options, onCommit: onCommit) {
                try await body($0, address)
            }
        }
    }

    /// A trigger that runs at the end of each transaction that adds an event.
    private static func atCommit(_ statement: String) -> [String] {
        [
            """
            CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN \(statement); RETURN NULL; END $$
            """,
            """
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON events
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()
            """,
        ]
    }

    @Test("What fails in the commit itself is not acknowledged, and leaves no hole")
    func failingCommit() async throws {
        let record = CommitRecord()
        try await withStore(onCommit: { record.add($0) }) { store, address in
            try TestCluster.run(Self.atCommit("RAISE EXCEPTION 'no'"), at: address)
            await #expect(throws: StoreError.unavailable("PostgreSQL says P0001")) {
                try await store.say("lost")
            }
            #expect(store.head == 0)
            try TestCluster.run(["DROP TRIGGER at_commit ON events"], at: address)
            let event = try await store.say("kept")
            #expect(event.cursor?.position == 1)
            #expect(record.all.flatMap(\.events) == [event])
            #expect(try await store.texts(.history(of: .general, limit: 10)) == ["kept"])
        }
    }

    @Test("Where nobody can tell what became of a commit, nobody is told that nothing was posted")
    func brokenCommit() async throws {
        var options = StoreOptions()
        options.writeWait = .zero
        try await withStore(options: options) { store, address in
            try TestCluster.run(Self.atCommit("PERFORM pg_advisory_lock(7)"), at: address)
            let holder = try PostgresConnection(address)
            try PostgresSession(connection: holder).ask("SELECT pg_advisory_lock(7)")
            let post = Task { try await store.say("unknown") }
            try await Self.cutCommit(7, at: address)
            let answer = await post.result
            #expect(throws: StoreError.outcomeUnknown("the connection broke in the commit")) {
                try answer.get()
            }
            try TestCluster.run(["DROP TRIGGER at_commit ON events"], at: address)
            try await store.say("next")
            #expect(store.head == 1)
        }
    }

    @Test("A commit that was broken off and not done is done again")
    func brokenOff() async throws {
        try await withStore { store, address in
            try TestCluster.run(Self.atCommit("PERFORM pg_advisory_lock(8)"), at: address)
            let holder = try PostgresConnection(address)
            try PostgresSession(connection: holder).ask("SELECT pg_advisory_lock(8)")
            let post = Task { try await store.say("once") }
            try await Self.cutCommit(8, at: address)
            try PostgresSession(connection: holder).ask("SELECT pg_advisory_unlock_all()")
            #expect(try await post.value.cursor?.position == 1)
            #expect(try await store.texts(.history(of: .general, limit: 10)) == ["once"])
        }
    }

    /// Ends the server's process of a transaction that waits in its commit for a lock.
    private static func cutCommit(_ lock: Int, at address: DatabaseAddress) async throws {
        let waiting = """
            SELECT pid FROM pg_locks
            WHERE locktype = 'advisory' AND NOT granted AND objid = \(lock)
            """
        var process = SQLValue.null
        try await until {
            process = try TestCluster.run([waiting], at: address)
            return process != .null
        }
        guard case .integer(let number) = process else { return }
        try TestCluster.run(["SELECT pg_terminate_backend(\(number))"], at: address)
    }

    @Test("What was committed after all is handed on before what comes next")
    func foundLater() async throws {
        let record = CommitRecord()
        try await withStore(onCommit: { record.add($0) }) { store, address in
            let first = try await store.say("first")
            // As it is when the answer to a commit is lost.
            let copy = """
                INSERT INTO events (position, room, seq, at, user_name, type, text)
                SELECT position + 1, room, seq + 1, at, user_name, type, 'second' FROM events
                """
            try TestCluster.run([copy], at: address)
            await record.reached(2)
            let third = try await store.say("third")
            #expect(third.seq == 3)
            #expect(record.all.flatMap(\.events).map(\.text) == ["first", "second", "third"])
            #expect(record.all.flatMap(\.events).map { $0.cursor?.position } == [1, 2, 3])
            #expect(record.all.map(\.isOwn) == [true, false, true])
            #expect(record.all.first?.events == [first])
        }
    }

    @Test("A connection keeps a bounded number of plans, however many texts are asked")
    func plansBounded() async throws {
        try await withStore { _, address in
            let session = PostgresSession(connection: try PostgresConnection(address))
            let limit = PostgresConnection.preparedLimit
            for number in 0..<(limit + 50) {
                let found = try session.row("SELECT \(number)", []) { try $0.integer(0) }
                #expect(found == Int64(number))
            }
            let count = "SELECT count(*) FROM pg_prepared_statements"
            let kept = try #require(try session.row(count, []) { try $0.integer(0) })
            #expect((1...60).contains(kept))
        }
    }

    @Test("A row waits for others of its statement, and no longer than the server has patience")
    func heldBack() throws {
        let cluster = try TestCluster.shared.get()
        let connection = try PostgresConnection(cluster.address())
        let session = PostgresSession(connection: connection)
        try session.ask("CREATE TEMP TABLE held (number bigint PRIMARY KEY)")
        let insert = "INSERT INTO held SELECT * FROM unnest($1::bigint[])"
        let row: [[CChar]?] = [Array("1".utf8CString)]
        try connection.gather(row, for: insert)
        connection.patience = .zero
        // Nobody asks for an answer.
        #expect(throws: PostgresFailure(code: "23505")) {
            try connection.gather(row, for: insert)
        }
    }

    @Test("Connections that were cut off are made again, for reads and for posts")
    func cutOff() async throws {
        try await withStore { store, address in
            for number in 1...3 {
                try await store.say("\(number)")
                let texts = try await store.texts(.history(of: .general, limit: 10))
                #expect(texts == (1...number).map(String.init))
                let cut = """
                    SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND pid IN (SELECT pid FROM pg_locks
                    WHERE locktype = 'advisory' AND
                    classid = 1114993252 AND objid = current_schema()::regnamespace::oid)
                    """
                #expect(try TestCluster.run([cut], at: address) == .integer(1))
            }
        }
    }

    @Test("A log that a program has which does not share it is refused")
    func claimed() async throws {
        var options = StoreOptions()
        options.claimTime = .milliseconds(50)
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        func open() throws {
            let other = try TemporaryFolder()
            _ = try ChatStore.open(database: address, folder: other.path, options: options) {
                TestClock().now
            }
        }
        let alone = try PostgresConnection(address)
        let claim = PostgresText.claim.replacing("_shared", with: "")
        try PostgresSession(connection: alone).ask(claim)
        let reason = StoreError.unavailable("a program has the log that does not share it")
        #expect(throws: reason) { try open() }
        try PostgresSession(connection: alone).ask("SELECT pg_advisory_unlock_all()")
        try open()
    }

    @Test("Tables of a newer program are refused, unless it says that older ones can read them")
    func newer() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        func open() throws {
            let other = try TemporaryFolder()
            _ = try ChatStore.open(database: address, folder: other.path) { TestClock().now }
        }
        try open()
        try TestCluster.run(["UPDATE meta SET schema = 99"], at: address)
        try open()
        try TestCluster.run(["UPDATE meta SET readable_by = 98"], at: address)
        let known = PostgresSchema.version
        #expect(throws: StoreError.newer(found: 99, known: known)) { try open() }
    }

    @Test("A schema of any name holds a log, whose lock and notices are its own")
    func oddNames() throws {
        let cluster = try TestCluster.shared.get()
        let plain = try cluster.schema(of: try TemporaryFolder())
        // Another spelling of the plain one, and none that can stand without quotes.
        let names = [plain.uppercased(), "\(plain).a b", "\(plain)\"\"é"]
        for name in names { try cluster.run("CREATE SCHEMA \"\(name)\"") }
        let paths = [
            plain, "%22\(plain.uppercased())%22", "%22\(plain).a%5C%20b%22",
            "%22\(plain)%22%22%C3%A9%22",
        ]
        let channels = try paths.map { path in
            let address = cluster.address(schema: path)
            let folder = try TemporaryFolder()
            _ = try ChatStore.open(database: address, folder: folder.path) { TestClock().now }
            let count = "SELECT count(*) FROM events"
            #expect(try TestCluster.run([count], at: address) == .integer(0))
            return try TestCluster.run([PostgresText.channel], at: address)
        }
        #expect(Set(channels).count == paths.count, "\(channels)")
        // Programs of before know a plain one by the same number.
        let before = "SELECT 'burble_' || current_schema()::regnamespace::oid::int"
        #expect(try TestCluster.run([before], at: cluster.address(schema: plain)) == channels[0])
    }

    @Test("Tables that are not Burble's are left alone")
    func foreign() async throws {
        let folder = try TemporaryFolder()
        let address = try TestCluster.shared.get().address(of: folder)
        try TestCluster.run(["CREATE TABLE events (name text)"], at: address)
        let damaged = StoreError.damaged(detail: "the schema has tables that are not Burble's")
        #expect(throws: damaged) {
            _ = try ChatStore.open(database: address, folder: folder.path) { TestClock().now }
        }
        let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        #expect(try TestCluster.run([tables], at: address) == .integer(1))
    }

    @Test("A folder with a log in SQLite is not used beside a database")
    func twoLogs() async throws {
        let folder = try TemporaryFolder()
        try await ChatStoreTests.withStore(in: folder) { store in _ = try await store.say("a") }
        let address = try TestCluster.shared.get().address(of: folder)
        let words = "holds a log of its own, in SQLite: chat-server move takes it along"
        #expect(throws: StoreError.unavailable("\(folder.path) \(words)")) {
            _ = try ChatStore.open(database: address, folder: folder.path) { TestClock().now }
        }
    }

    @Test("A page of many rooms is merged from their indices, not sorted")
    func plan() async throws {
        try await withStore { store, address in
            let rooms = try (0..<4).map { try RoomName("r\($0)") }
            let fill = """
                INSERT INTO events (position, room, seq, at, user_name, type, text)
                SELECT n, 1 + n % 100, n / 100 + 1, n, 'alice', 'message', 'x'
                FROM generate_series(1, 20000) n
                """
            let make = """
                INSERT INTO rooms (name, topic, visibility, created_at)
                SELECT 'r' || n, '', 'public', 0 FROM generate_series(0, 99) n
                """
            try TestCluster.run([make, fill, "ANALYZE events", "ANALYZE rooms"], at: address)
            let query = EventQuery.positions(in: rooms, after: 0, through: 20_000, limit: 10)
            let plan = try await store.database.read { session in
                let statement = try #require(try EventStatement(query, in: session))
                let text = "EXPLAIN " + statement.text
                return try session.rows(text, statement.values) { try $0.text(0) }
            }
            #expect(plan.contains { $0.contains("Merge Append") }, "\(plan)")
            #expect(plan.filter { $0.contains("events_by_room") }.count == 4, "\(plan)")
        }
    }
}
#endif
