import ChatProtocol
import ChatStore

/// What is said in a room and is no message: a topic, a reason, the new text of an edit.
extension RoomRule {
    /// Lets an author say something to all in the room.
    ///
    /// Does not suspend.
    ///
    /// - Returns: that the author spoke, to be taken back where nothing comes of it; `nil` without
    ///   slow mode, and for who decides here.
    /// - Throws: `muted`, or `tooSoon`.
    func letSpeak(_ author: MemberName) throws(StoreError) -> RoomActor.Turn? {
        if let until = mutedUntil(author) { throw .muted(until: until) }
        guard !moderates else { return nil }
        return try room?.letSpeak(author, at: now)
    }

    /// The same, for who may have been put out meanwhile.
    ///
    /// Does not suspend.
    ///
    /// - Throws: `404 room_not_found`, `403 banned`, `403 muted`, or `429 slow_mode`.
    func speak(_ author: MemberName) throws(Problem) -> RoomActor.Turn? {
        try admit(author, name)
        do throws(StoreError) {
            return try letSpeak(author)
        } catch {
            throw Problem(error)
        }
    }
}
