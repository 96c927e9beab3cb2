import ChatProtocol
import ChatStore

/// The operator, about to import into a room.
///
/// The gate alone makes one.
struct Importer: Sendable {
    /// The room as the log names it.
    let room: RoomName
    private let caller: Caller
    private let gate: Gate

    fileprivate init(_ room: RoomName, _ caller: Caller, _ gate: Gate) {
        self.room = room
        self.caller = caller
        self.gate = gate
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

    /// Appends some rows, the first of which make the room if there is none.
    ///
    /// Suspends until they are durable.
    ///
    /// - Parameter batch: of this room.
    /// - Returns: what became of each row.
    /// - Throws: what the store says, `403 room_limit`, or `401` or `403` once the credentials have
    ///   ended.
    func take(_ batch: ImportBatch) async throws(Problem) -> [ImportFate] {
        try gate.readmit(caller)
        _ = try await gate.rooms.room(making: room)
        return try await gate.write(by: caller) { store async throws(StoreError) in
            try await store.importRows(batch)
        }
    }
}

extension Gate {
    /// Lets the operator import into a room, which the first row makes if there is none.
    ///
    /// Suspends to ask the log for a room that is not known here.
    ///
    /// - Parameters:
    ///   - name: as the caller says it.
    ///   - caller: anyone.
    /// - Returns: the importer.
    /// - Throws: `403 operator_needed`, `503 draining`, or that there are too many rooms.
    func importer(into name: RoomName, _ caller: Caller) async throws(Problem) -> Importer {
        _ = try `operator`(caller)
        try admit()
        let known = try known(name, to: caller)
        try await learn(name, caller)
        guard rooms.room(named: known) != nil || rooms.count < limits.rooms else {
            throw Problem(.tooManyRooms(limit: limits.rooms))
        }
        return Importer(known, caller, self)
    }
}
