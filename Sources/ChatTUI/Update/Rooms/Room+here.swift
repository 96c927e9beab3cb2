import ChatProtocol

/// Who is here, by name and by number.
extension Room {
    /// Takes the members.
    ///
    /// Who came or went since they were asked for may be missing: that is asked again.
    ///
    /// - Parameter list: in order of name; of more than ``hereLimit`` further ones are only
    ///   counted.
    mutating func take(_ list: [MemberSummary]) {
        let present = list.filter(\.isHere)
        members = Array(list.prefix(Self.hereLimit))
        here = Set(present.prefix(Self.hereLimit).map(\.name))
        hereCount = present.count
        isHereKnown = present.count < Self.hereLimit
        memberCount = list.count { $0.role.isMembership }
        awaitsMembers = false
    }

    /// Forgets who is here by name: those who left while there was no stream are not told of.
    mutating func forgetHere() {
        here = []
        isHereKnown = false
        isHereStale = isHereTold
        hereAskedAt = nil
    }

    /// Notes that a member came or went.
    ///
    /// - Parameter isHere: whether a stream of the member is open.
    mutating func notePresence(of user: MemberName, isHere: Bool) {
        if isHere, here.count < Self.hereLimit { here.insert(user) }
        if !isHere {
            here.remove(user)
            typing[user] = nil
        }
        if isHereKnown {
            hereCount = here.count
        } else {
            // The number may count them already, or not yet: the names tell.
            isHereStale = true
            hereCount = max(here.count, hereCount ?? 0)
        }
    }
}
