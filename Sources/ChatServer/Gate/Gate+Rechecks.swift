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
        let now = Timestamp.now()
        return accounts.look { book in
            guard book.stillHolds(caller.identity, at: now) else { return "revoked" }
            guard !caller.identity.isOperator,
                book.ban(of: caller.member, at: caller.address, now: now) != nil
            else { return nil }
            return "banned"
        }
    }

    /// Refuses who may not go on.
    ///
    /// Does not suspend.
    ///
    /// - Parameter caller: whose credentials were good once.
    /// - Throws: `401 bad_credentials`, or `403 banned`.
    func readmit(_ caller: Caller) throws(Problem) {
        let holds = accounts.look { $0.stillHolds(caller.identity, at: .now()) }
        guard holds else { throw .badCredentials }
        _ = try admitted(caller)
    }

    /// Whether a caller who was let at a room still may read it.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - room: as the log names it.
    ///   - caller: who was let at it.
    /// - Returns: false once the credentials have ended, or the room is hidden from the caller.
    func stillReads(_ room: RoomName, _ caller: Caller) -> Bool {
        end(of: caller) == nil && sight(of: room, caller.identity) == .open
    }

    /// What delivery asks when access may have changed under a stream.
    var streamAccess: StreamAccess {
        StreamAccess(
            end: { self.end(of: $0) },
            problem: { room, caller in
                switch self.sight(of: room, caller.identity) {
                case .open: nil
                case .hidden: .roomNotFound(room.shown(to: caller.member))
                case .banned(let until, let reason): .banned(until: until, reason: reason)
                }
            },
            owns: { room, caller in
                self.owns(room, self.rooms.room(named: room), caller)
            },
            ownRooms: { caller in self.ownReaders(caller).map(\.room) }
        )
    }
}
