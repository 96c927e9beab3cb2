import ChatProtocol

/// What delivery asks of who may see what, when that may have changed under a stream.
///
/// None of it suspends; it is asked on event loops.
struct StreamAccess: Sendable {
    /// Why a caller may not have any stream any more, as the `bye` says it; `nil` if one may.
    let end: @Sendable (Caller) -> String?
    /// Why a room may not be read any more; `nil` if it may.
    let problem: @Sendable (RoomName, Caller) -> Problem?
    /// Whether a room is there, whoever may see it.
    let isThere: @Sendable (RoomName) -> Bool
    /// Whether a room is one of the caller's own, which a stream of all of these shows.
    let owns: @Sendable (RoomName, Caller) -> Bool
    /// All of the caller's own rooms.
    let ownRooms: @Sendable (Caller) -> [RoomName]

    /// Access that never changes, for a server where everybody may read everything.
    static let everything = StreamAccess(
        end: { _ in nil },
        problem: { _, _ in nil },
        isThere: { _ in true },
        owns: { _, _ in true },
        ownRooms: { _ in [] }
    )
}
