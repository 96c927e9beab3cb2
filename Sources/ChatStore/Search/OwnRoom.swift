/// A room whose words are in a list of their own.
struct OwnRoom: Sendable, Hashable {
    /// Its number.
    let room: Int64
    /// What was said through this position, while the room was public, is in the list of all
    /// public rooms.
    let publicThrough: Int64
    /// Whether it is public now: it stays where it is.
    var isPublic: Bool

    /// The values of ``SearchIndex/Text/setOwnRoom``.
    var values: [SQLValue] {
        [.integer(room), .integer(publicThrough), .integer(isPublic ? 1 : 0)]
    }
}

extension OwnRoom {
    /// Reads a room.
    ///
    /// - Parameter row: of ``SearchIndex/Text/ownRoom``.
    /// - Throws: `damaged` when it is none.
    init(_ row: any SQLRow) throws(StoreError) {
        self.init(
            room: try row.integer(0),
            publicThrough: try row.integer(1),
            isPublic: try row.integer(2) != 0
        )
    }
}
