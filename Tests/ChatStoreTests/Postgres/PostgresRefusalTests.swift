#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// What an operator's cluster may have wrong.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct PostgresRefusalTests {
    private static func open(
        _ address: DatabaseAddress,
        in folder: TemporaryFolder? = nil,
        options: StoreOptions = StoreOptions()
    ) throws -> ChatStore {
        let folder = try folder ?? TemporaryFolder()
        return try ChatStore.open(database: address, folder: folder.path, options: options) {
            TestClock().now
        }
    }

    /// Why a database is refused; empty when it is not.
    private static func reason(_ address: DatabaseAddress) throws -> String {
        do {
            _ = try open(address)
            return ""
        } catch let error as StoreError { return "\(error)" }
    }

    @Test(
        "A cluster that could lose or damage what was acknowledged is refused in words",
        arguments: ["fsync", "full_page_writes"]
    )
    func unsafeSetting(_ name: String) throws {
        let cluster = try TestCluster([name + "=off"])
        #expect(try Self.reason(cluster.address()).contains("\(name) is off"))
    }

    @Test("A standby is refused")
    func standby() throws {
        let cluster = try TestCluster(["standby=on"])
        let reason = try Self.reason(cluster.address(socket: "/standby"))
        #expect(reason.contains("read-only") || reason.contains("standby"))
        #expect(try Self.reason(cluster.address()) == "")
    }

    @Test(
        "A pooler that shares connections between transactions is refused, one of sessions is not",
        arguments: [("transaction", true), ("session", false)]
    )
    func pooler(_ mode: String, isRefused: Bool) throws {
        let cluster = try TestCluster(["pooler=" + mode])
        let reason = try Self.reason(cluster.address(socket: "/pooler"))
        #expect(reason.contains("it has to pool sessions") == isRefused)
        #expect(reason.isEmpty != isRefused, "\(reason)")
        // Nothing is left of what was tried.
        #expect(try Self.reason(cluster.address()) == "")
    }

    @Test(
        "A database of another encoding, and a search path that leads nowhere, are refused",
        arguments: [
            ("ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'", "", "SQL_ASCII"),
            ("TEMPLATE template0", "SET search_path = nowhere", "search_path"),
            ("TEMPLATE template0", "SET default_transaction_read_only = on", "read-only"),
            (
                "TEMPLATE template0", "SET session_replication_role = replica",
                "session_replication_role"
            ),
        ]
    )
    func database(_ making: String, _ setting: String, _ word: String) throws {
        let cluster = try TestCluster.shared.get()
        let name = "refused_" + word.lowercased().filter(\.isLetter)
        try cluster.run("CREATE DATABASE \(name) \(making)")
        if !setting.isEmpty { try cluster.run("ALTER DATABASE \(name) \(setting)") }
        #expect(try Self.reason(cluster.address(name)).contains(word))
    }

    // Seen as: a ban that the other servers never heard of.
    @Test(
        "A trigger that was switched off is told of, with its table",
        arguments: ["DISABLE TRIGGER USER", "ENABLE REPLICA TRIGGER note_access"]
    )
    func triggers(_ change: String) throws {
        let (cluster, folder) = (try TestCluster.shared.get(), try TemporaryFolder())
        let address = try cluster.address(of: folder)
        #expect(try Self.reason(address) == "")
        try TestCluster.run(["ALTER TABLE bans \(change)"], at: address)
        #expect(try Self.reason(address).contains("table bans is disabled"))
        try TestCluster.run(["ALTER TABLE bans ENABLE TRIGGER USER"], at: address)
        #expect(try Self.reason(address) == "")
    }

    @Test("A version before 14 is refused", arguments: [(130_099, true), (140_000, false)])
    func version(_ version: Int, isRefused: Bool) {
        #expect((PostgresChecks.refusal(ofVersion: version) != nil) == isRefused)
    }

    @Test(
        "What a connection can set is set, whatever the database has",
        arguments: [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")]
    )
    func settings(_ synchronous: String, _ used: String) throws {
        let cluster = try TestCluster.shared.get()
        let name = "settings_" + synchronous
        try cluster.run("CREATE DATABASE \(name)")
        for setting in [
            "synchronous_commit = \(synchronous)", "default_transaction_isolation = serializable",
            "statement_timeout = 5000", "client_encoding = latin1", "jit = on", "array_nulls = off",
            "bytea_output = escape",
        ] { try cluster.run("ALTER DATABASE \(name) SET \(setting)") }
        let store = try Self.open(cluster.address(name))
        let found = try store.database.commit { session in
            try [
                "synchronous_commit", "transaction_isolation", "statement_timeout",
                "client_encoding", "jit", "array_nulls", "bytea_output",
                "default_transaction_read_only",
            ]
            .map { name in
                try session.row("SELECT current_setting('\(name)')", []) { try $0.text(0) }
            }
        }
        #expect(found == [used, "read committed", "0", "UTF8", "off", "on", "hex", "off"])
    }

    @Test("Names are in the order of their bytes, whatever the database's collation")
    func collation() async throws {
        let cluster = try TestCluster.shared.get()
        let folder = try TemporaryFolder()
        let collation = "LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C.UTF-8'"
        try cluster.run("CREATE DATABASE german TEMPLATE template0 \(collation)")
        let store = try Self.open(cluster.address("german"), in: folder)
        let names = ["b", "a-b", "a_b", "ab", "a", "z"]
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await store.run { _ in } }
            for name in names { _ = try? await store.say("x", in: name) }
            store.close()
        }
        let found = try await store.rooms().map(\.name.description)
        #expect(found == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test("An address that libpq cannot read is refused without a word of it")
    func unreadable() throws {
        let address = try #require(DatabaseAddress("postgres://a:secret@[::1/x?nonsense=1"))
        let reason = try Self.reason(address)
        #expect(reason.contains("address") && !reason.contains("secret"))
    }

    @Test("A host that is not there is told, and no password")
    func away() throws {
        let address = try #require(DatabaseAddress("postgres://a:secret@127.0.0.1:1/x"))
        let reason = try Self.reason(address)
        #expect(reason.contains("127.0.0.1") && !reason.contains("secret"))
    }
}
#endif
