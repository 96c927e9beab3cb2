/// Numbers that change with what servers remember of a log and no event tells.
///
/// Whoever remembers any of it compares them once a second: a notice of it may be lost.
package struct SharedMarks: Sendable, Hashable {
    /// Counts changes of accounts, tokens, keys, invites and bans, and what was removed of rooms.
    package var access: Int64
    /// The newest room's own number.
    package var room: Int64
    /// The newest entry of the audit.
    package var audit: Int64

    /// Makes them.
    ///
    /// - Parameters:
    ///   - access: 0 or more.
    ///   - room: 0 before the first.
    ///   - audit: 0 before the first.
    package init(access: Int64 = 0, room: Int64 = 0, audit: Int64 = 0) {
        self.access = access
        self.room = room
        self.audit = audit
    }
}

/// What a server has to do at the moment, as it tells the others.
package struct NodeLoad: Sendable, Hashable {
    /// Streams that are open there.
    package var streams: Int64
    /// Whether it has begun to stop.
    package var isDraining: Bool

    /// Makes one.
    ///
    /// - Parameters:
    ///   - streams: 0 or more.
    ///   - isDraining: whether it has begun to stop.
    package init(streams: Int64 = 0, isDraining: Bool = false) {
        self.streams = streams
        self.isDraining = isDraining
    }
}
