import ChatProtocol
import ChatStore

/// What this process has not heard of is not for that reason not there: other processes may write
/// the log too, and the log is asked before anything is said to be missing.
///
/// Where nobody else does, nothing here suspends.
extension Gate {
    /// How long a request waits until what others have written is known here.
    private static let learningTime = Duration.seconds(2)

    /// Whether others write the log too; does not suspend.
    var sharesLog: Bool { store.isShared }

    /// Whether the log has to be asked for a room; does not suspend.
    ///
    /// - Parameter name: as the caller says it.
    /// - Returns: false for a room that the caller can know of from here.
    func mustLearn(_ name: RoomName, _ caller: Caller) -> Bool { unheard(name, caller) != nil }

    /// Asks the log for a room that is not known here, or from which something keeps the caller
    /// that another server may have ended.
    ///
    /// Suspends to read, and until what was written there has come here.
    ///
    /// - Parameter name: as the caller says it.
    /// - Throws: the store's problem, also when it did not come in time: then nobody knows whether
    ///   there is such a room.
    func learn(_ name: RoomName, _ caller: Caller) async throws(Problem) {
        guard let room = unheard(name, caller) else { return }
        try await rooms.learn(room, within: Self.learningTime)
    }

    /// Whether a cursor may be of what others have written and is not known here; does not suspend.
    ///
    /// - Returns: false for a cursor of another log.
    func mayReach(_ cursor: Cursor?) -> Bool {
        guard store.isShared, let cursor else { return false }
        return cursor.log == log && cursor.position > head
    }

    /// Waits until an event that the log has is known here.
    ///
    /// Suspends to read, and until it has come here.
    ///
    /// - Throws: the store's problem, also when it did not come in time.
    func reach(_ position: Int64) async throws(Problem) {
        _ = try await attempt { () async throws(StoreError) in
            try await store.reach(position, within: Self.learningTime)
        }
    }

    /// Waits until all that the log has at this moment is known here: what ends with the newest
    /// event ends with what any server has acknowledged.
    ///
    /// Suspends to read, and until it has come here.
    ///
    /// - Throws: the store's problem, also when it did not come in time.
    func reachNewest() async throws(Problem) {
        try await attempt { () async throws(StoreError) in
            try await store.reachNewest(within: Self.learningTime)
        }
    }

    /// The same, and all rooms too of which no event tells.
    ///
    /// Suspends to read, and until it has come here.
    ///
    /// - Throws: the store's problem, also when it did not come in time.
    func reachRooms() async throws(Problem) {
        try await reachNewest()
        try await attempt { () async throws(StoreError) in try await rooms.learnSilent() }
    }

    /// A room that is not known here, as far as the caller can tell.
    ///
    /// One that the caller may not see is asked for too, or it could be told from one that is not
    /// there. So is one from which a ban or a mute keeps the caller, which may have ended.
    private func unheard(_ name: RoomName, _ caller: Caller) -> RoomName? {
        // Who may not name a room is told so by what comes after.
        guard store.isShared, let known = try? known(name, to: caller) else { return nil }
        let rule = rule(known, caller.identity)
        return rule.room == nil || rule.bars(caller.member ?? .guest) ? known : nil
    }
}

extension Gate {
    /// Lets somebody read a room, of which all is known here then that any server has acknowledged.
    ///
    /// Suspends to ask the log for what is not known here.
    ///
    /// - Parameter name: as the caller says it.
    /// - Throws: what ``readerAtOnce(of:_:waits:)`` throws, or the store's problem.
    func reader(of name: RoomName, _ caller: Caller) async throws(Problem) -> Reader {
        try await learn(name, caller)
        try await reachNewest()
        return try readerAtOnce(of: name, caller)
    }

    /// Lets somebody write in a room.
    ///
    /// Suspends to ask the log for a room that is not known here.
    ///
    /// - Parameter name: as the caller says it.
    /// - Throws: what ``writerAtOnce(in:_:_:)`` throws, or the store's problem.
    func writer(
        in name: RoomName,
        _ caller: Caller,
        _ terms: WriteTerms = []
    ) async throws(Problem) -> Writer {
        try await learn(name, caller)
        return try writerAtOnce(in: name, caller, terms)
    }
}
