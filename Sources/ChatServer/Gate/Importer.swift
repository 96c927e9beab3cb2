import ChatProtocol
import ChatStore
import Synchronization

/// The operator, about to import into a room.
///
/// The gate alone makes one.
final class Importer: Sendable {
    /// What came of it so far.
    private struct State {
        /// The room that it goes into; `nil` before the first rows where there was none.
        var room: RoomActor?
        var rows = 0
        /// How many of them gave or took a role.
        var roles = 0
    }

    /// How often some rows are tried while others are about the room, for about a minute in all:
    /// that may pass, and the client would have to send all of it again.
    private static let tries = 6
    private static let pause = Duration.seconds(1)

    /// The room as the log names it.
    let room: RoomName
    private let caller: Caller
    private let gate: Gate
    private let state: Mutex<State>

    fileprivate init(_ room: RoomName, _ known: RoomActor?, _ caller: Caller, _ gate: Gate) {
        self.room = room
        self.caller = caller
        self.gate = gate
        state = Mutex(State(room: known))
    }

    /// Lets no other server import into the room meanwhile; nothing where there is none.
    ///
    /// Suspends to ask.
    ///
    /// - Returns: what is to be kept and ended.
    /// - Throws: `409 import_running`, or the store's problem.
    func lease() async throws(Problem) -> Lease? {
        guard gate.store.isShared else { return nil }
        guard let lease = try await Lease.take("import \(room)", in: gate.store) else {
            throw .importRunning(room)
        }
        return lease
    }

    /// Appends the first of some rows, as many as one transaction takes; the first ones of all make
    /// the room if there is none.
    ///
    /// The audit tells of the import with the first row that comes into the log. Suspends until
    /// they are durable; those with roles also for their turn, as what is decided in a room is
    /// decided one after the other. What is too much at once is tried again for about a minute.
    ///
    /// - Parameter batch: of this room, one after the other.
    /// - Returns: what became of each row that was taken, perhaps of none; the others are to be
    ///   given again.
    /// - Throws: what the store says, `403 room_limit`, `404 room_not_found` once the room was
    ///   taken away, or `401` or `403` once the credentials have ended.
    func take(_ batch: ImportBatch) async throws(Problem) -> [ImportFate] {
        try await retryWhileOverloaded(
            tries: Self.tries,
            pause: { try await Task.sleep(for: Self.pause) },
            { () async throws(Problem) in try await takeOnce(batch) }
        )
    }

    private func takeOnce(_ batch: ImportBatch) async throws(Problem) -> [ImportFate] {
        guard batch.rows.contains(where: \.content.isRole) else { return try await append(batch) }
        return try await gate.withLock(room) { () async throws(Problem) in
            try await append(batch)
        }
    }

    private func append(_ rows: ImportBatch) async throws(Problem) -> [ImportFate] {
        try gate.readmit(caller)
        try await findRoom()
        let isFirst = state.withLock { $0.rows == 0 }
        var batch = rows
        batch.makesRoom = false
        batch.roomMadeAt = state.withLock { $0.room?.facts.madeAt }
        batch.audit = isFirst ? [entry(.importBegan)] : []
        let fates = try await gate.write(by: caller) { [batch] store async throws(StoreError) in
            try await store.importRows(batch)
        }
        note(fates, of: batch)
        if isFirst, state.withLock({ $0.rows > 0 }) { gate.accounts.noted() }
        return fates
    }

    /// The rows are one room's, and of no other that may have its name by now.
    private func findRoom() async throws(Problem) {
        let known = state.withLock { $0.room }
        guard known == nil || gate.rooms.room(named: room) === known else {
            throw .roomNotFound(room)
        }
        let found = try await gate.rooms.room(making: room)
        state.withLock { $0.room = found }
    }

    private func note(_ fates: [ImportFate], of batch: ImportBatch) {
        let new = zip(fates, batch.rows).filter { fate, _ in fate == .imported }
        let roles = new.count { _, row in row.content.isRole }
        state.withLock { state in
            state.rows += new.count
            state.roles += roles
        }
    }

    /// Tells the audit how much came into the log; nothing where that is nothing.
    ///
    /// Suspends until it is durable, also in a task that was cancelled.
    func end() async throws(Problem) {
        let (known, rows, roles) = state.withLock { ($0.room, $0.rows, $0.roles) }
        guard rows > 0 else { return }
        var entry = entry(.imported, "rows: \(rows); roles: \(roles)")
        if !room.isDirect, gate.rooms.room(named: room) !== known {
            // It is not told to those who decide in another room of the name.
            entry.room = nil
            entry.subject = room.description
        }
        try await gate.accounts.note(entry)
    }

    private func entry(_ action: AuditAction, _ detail: String? = nil) -> AuditEntry {
        AuditEntry(
            action,
            by: caller.identity.account ?? .operator,
            in: room,
            detail: detail,
            at: gate.now
        )
    }
}

extension DurableEvent.Content {
    /// Whether it gives or takes a role.
    fileprivate var isRole: Bool {
        if case .member = self { true } else { false }
    }
}

extension Gate {
    /// Lets the operator import into a room, which the first row makes if there is none.
    ///
    /// Suspends to ask the log for a room that is not known here.
    ///
    /// - Parameter name: as the caller says it.
    /// - Throws: `403 operator_needed`, `404 room_not_found` for a direct room that no post would
    ///   make, or that there are too many rooms.
    func importer(into name: RoomName, _ caller: Caller) async throws(Problem) -> Importer {
        _ = try `operator`(caller)
        let known = try known(name, to: caller)
        try await learn(name, caller)
        let room = rooms.room(named: known)
        if room == nil, let pair = known.pair, !isReachable(pair) { throw .roomNotFound(name) }
        guard room != nil || rooms.count < limits.rooms else {
            throw Problem(.tooManyRooms(limit: limits.rooms))
        }
        return Importer(known, room, caller, self)
    }
}
