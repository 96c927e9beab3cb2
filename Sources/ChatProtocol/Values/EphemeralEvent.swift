/// An event of the moment: it has no `seq` and no `cursor`, and may be merged or dropped.
package enum EphemeralEvent: Hashable, Sendable {
    /// A member came (`here`) or went.
    case presence(room: RoomName, user: MemberName, here: Bool)
    /// A member is typing.
    case typing(room: RoomName, user: MemberName)
    /// The reader has read up to `seq`; only on the reader's own streams.
    case read(room: RoomName, seq: Int64)

    /// The room it belongs to.
    package var room: RoomName {
        switch self {
        case .presence(let room, _, _), .typing(let room, _), .read(let room, _): room
        }
    }
}
