package import ChatProtocol

/// What is to be done about signing in.
package enum AccountOrder: Hashable, Sendable {
    case signIn(MemberName, Password)
    /// Makes an account, and signs in.
    case register(MemberName, Password, invite: String?)
    case signOut
}

/// What somebody decides about a room, or a member of it.
package enum Decision: Hashable, Sendable {
    /// What a member shall be.
    case member(MemberName, MemberOrder)
    /// What the room shall be; it is made if it is not there.
    case room(RoomChange)
    /// It is to be gone for everyone, with all that was said there.
    case destroy
    /// A code that lets people in.
    case invite(InviteTerms)
    /// The room is to be there: it is made, and one's own, where there is none.
    case enter
    /// One is to be let in by a code.
    case useCode(String)
    /// One is to be a member of a public room; that it does not come about is of no interest.
    case join

    /// How often a code shall be good, and how long; `nil` is as the server has it: once, for seven
    /// days.
    package struct InviteTerms: Hashable, Sendable {
        package var uses: Int64?
        /// As people write it: `2h`.
        package var time: String?

        /// Makes terms.
        ///
        /// - Parameters:
        ///   - uses: how many the code lets in.
        ///   - time: how long it is good.
        package init(uses: Int64? = nil, time: String? = nil) {
            self.uses = uses
            self.time = time
        }
    }
}

extension MemberOrder {
    /// Why it is not given to the server.
    ///
    /// - Returns: a sentence; `nil` where it is what was meant.
    package func refusal(of member: MemberName, who role: Role, in room: RoomName) -> String? {
        guard let isFor, !isFor.contains(role) else { return nil }
        if role == .banned { return "\(member) is banned; /unban \(member) lifts that" }
        if isFor == [.banned] { return "nobody named \(member) is banned in #\(room)" }
        if role == .owner { return "\(member) is an owner of #\(room), and may do more" }
        return "\(member) is no moderator of #\(room)"
    }
}

extension Decision {
    /// Whether an event of the room tells that this was done.
    ///
    /// - Parameter event: of the room, written since it was asked for.
    /// - Returns: true also for what somebody else did to the same at that time.
    package func isTold(by event: DurableEvent) -> Bool {
        switch (self, event.content) {
        case (.member(let wanted, _), .member(let member, _, _)): wanted == member
        case (.room, .room): true
        default: false
        }
    }
}
