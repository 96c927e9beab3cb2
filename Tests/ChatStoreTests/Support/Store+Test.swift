import ChatProtocol

@testable import ChatStore

extension ChatStore {
    /// Opens a store on the engine of the running test.
    static func openHere(
        _ folder: TemporaryFolder,
        options: StoreOptions = .patient,
        now: @escaping @Sendable () -> Timestamp = { TestClock().now }
    ) throws -> ChatStore {
        guard Engine.current == .postgres else {
            return try open(folder: folder.path, options: options, now: now)
        }
        let database = try TestCluster.shared.get().address(of: folder)
        var options = options
        options.usesDatabaseClock = false
        return try open(database: database, folder: folder.path, options: options, now: now)
    }
}

/// Opens a store, in a folder of its own where none is given, lets it write while the body runs,
/// and closes it.
func withStore<Value: Sendable>(
    in folder: TemporaryFolder? = nil,
    options: StoreOptions = .patient,
    clock: TestClock = TestClock(),
    onCommit: @escaping @Sendable (Commit) -> Void = { _ in },
    _ body: @Sendable (ChatStore) async throws -> Value
) async throws -> Value {
    let folder = try folder ?? TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let store = try ChatStore.openHere(folder, options: options) { clock.now }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await store.run(onCommit: onCommit) }
        defer { store.close() }
        return try await body(store)
    }
}

extension StoreOptions {
    /// A server's, but for what a search may take, and when an index is tried again: many tests
    /// share the machine.
    static var patient: StoreOptions {
        var options = StoreOptions()
        options.searchTime = .seconds(120)
        options.searchPartTime = .seconds(120)
        options.searchRetry = .zero
        return options
    }
}

extension RoomName {
    /// The room of most tests.
    static var general: RoomName {
        get throws { try RoomName("general") }
    }
}

extension Draft {
    /// A message for a test.
    static func message(
        _ text: String,
        in room: String = "general",
        by user: String = "alice",
        key: String? = nil
    ) throws -> Draft {
        Draft(
            room: try RoomName(room),
            user: try MemberName(user),
            content: .message(Message(text: text, key: key)),
            key: key
        )
    }
}

extension ChatStore {
    /// Appends a message and gives its event.
    @discardableResult
    func say(
        _ text: String,
        in room: String = "general",
        by user: String = "alice",
        key: String? = nil
    ) async throws -> DurableEvent {
        try await append(.message(text, in: room, by: user, key: key)).event
    }

    /// The texts of a page's messages.
    func texts(_ query: EventQuery) async throws -> [String] {
        try await events(query).map(\.text)
    }

    /// Those who have a role in a room, by name.
    func members(of room: RoomName) async throws -> [StoredMember] {
        let statement = """
            SELECT name, role, until, muted_until, reason FROM members WHERE room = $1
            ORDER BY member
            """
        return try await database.read { session in
            try session.rows(statement, [.text(room.description)]) { try StoredMember(row: $0) }
        }
    }
}

extension DurableEvent {
    /// The text of a message; empty for any other event.
    var text: String {
        guard case .message(let message) = content else { return "" }
        return message.text
    }
}
