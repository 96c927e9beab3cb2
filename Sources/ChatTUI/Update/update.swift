/// What the driver is to do at first, before any input.
///
/// - Parameter model: as it was made.
/// - Returns: the effects, in order.
package func start(_ model: inout Model) -> [Effect] {
    []
}

/// Takes one input into account.
///
/// - Parameters:
///   - model: what is known; changed in place.
///   - input: what happened.
/// - Returns: what the driver is to do, in order.
package func update(_ model: inout Model, _ input: Input) -> [Effect] {
    []
}

extension Model {
    /// The least time between two `markRead` of a room, in milliseconds.
    static let markInterval: Int64 = 1_000

    /// Whether the room has something newly read that the server was not told.
    func needsMark(_ room: Room) -> Bool { (room.read ?? 0) > room.marked.seq }
}
