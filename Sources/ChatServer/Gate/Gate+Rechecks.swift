import ChatProtocol
import ChatStore

/// What was decided of a caller once, and may be otherwise by now: whatever lasts longer than one
/// iteration of the loop asks again.
extension Gate {
    /// Why a caller may not go on, as a `bye` says it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter caller: whose credentials were good once.
    /// - Returns: `revoked`, `banned`, or `nil` for who may go on.
    func end(of caller: Caller) -> String? {
        let now = self.now
        return accounts.look { book in
            guard book.stillHolds(caller.identity, at: now) else { return "revoked" }
            return book.ban(of: caller, at: now).map { _ in "banned" }
        }
    }

    /// Refuses who may not go on.
    ///
    /// Does not suspend.
    ///
    /// - Parameter caller: whose credentials were good once.
    /// - Throws: `401 bad_credentials`, or `403 banned`.
    func readmit(_ caller: Caller) throws(Problem) {
        let now = self.now
        if let refusal = accounts.look({ $0.refusal(of: caller, at: now) }) { throw refusal }
    }

    /// Writes into the log what a caller does, who was let at it when the request began: a request
    /// takes as long as its client likes, and the credentials may have ended meanwhile.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - caller: whose credentials were good once.
    ///   - again: what else is to be judged again once others have changed who may do what.
    /// - Throws: `401 bad_credentials`, `403 banned`, what `again` throws, or the store's problem.
    func write<Value>(
        by caller: Caller,
        judging again: @Sendable () throws(Problem) -> Void = {},
        _ body: (ChatStore) async throws(StoreError) -> Value
    ) async throws(Problem) -> Value {
        while true {
            try readmit(caller)
            let result = await Judgement.$isRepeated.withValue(true) {
                () async -> Result<Value, StoreError> in
                do throws(StoreError) {
                    return .success(
                        try await traces.step(.commit) { () async throws(StoreError) in
                            try await body(store)
                        }
                    )
                } catch {
                    return .failure(error)
                }
            }
            if case .failure(.judgedTooEarly) = result {
                try again()
                continue
            }
            return try await attempt { () async throws(StoreError) in try result.get() }
        }
    }

    /// Writes what was judged, and takes back what there is if nothing new comes of it.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - judged: of a room that the caller was let at.
    ///   - caller: whose credentials were good once.
    /// - Returns: the event, new or known by its key.
    /// - Throws: `401 bad_credentials`, `403 banned`, `429 rate_limited` for a room that it makes,
    ///   or the store's problem.
    func append(_ judged: JudgedDraft, by caller: Caller) async throws(Problem) -> Appended {
        do throws(Problem) {
            if judged.draft.makesRoom { try chargeRoom(judged.draft.room, caller) }
            let appended = try await write(by: caller, judging: judged.again) {
                (store: ChatStore) async throws(StoreError) -> Appended in
                try await store.append(judged.draft)
            }
            judged.end(.success(appended))
            if !judged.draft.audit.isEmpty { accounts.noted() }
            return appended
        } catch {
            judged.end(wasWritten: error.code == ProblemCode.outcomeUnknown.rawValue)
            throw error
        }
    }

    /// Whether a caller who was let at a room still may read it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter room: as the log names it.
    /// - Returns: false once the credentials have ended, or the room is hidden from the caller;
    ///   false always for a token that only posts.
    func stillReads(_ room: RoomName, _ caller: Caller) -> Bool {
        end(of: caller) == nil && rule(room, caller.identity).mayRead
    }

    /// What delivery asks when access may have changed under a stream.
    var streamAccess: StreamAccess {
        StreamAccess(
            end: { self.end(of: $0) },
            problem: { room, caller in
                self.rule(room, caller.identity).refusalToRead(room.shown(to: caller.member))
            },
            isThere: { self.rooms.room(named: $0) != nil },
            owns: { room, caller in
                self.owns(room, self.rooms.room(named: room), caller)
            },
            ownRooms: { caller in self.ownReaders(caller).map(\.room) }
        )
    }
}
