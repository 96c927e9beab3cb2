import ChatProtocol
import ChatStore

/// Who is here at the other servers of the log: pure.
///
/// Each server at which a member is here counts as one stream more. So a room announces comings and
/// goings of all servers together, and a member who comes back at another one never left.
struct NodePresence: Sendable {
    typealias Place = PresencePlace
    typealias Change = PresenceTracker.Change

    private var places: [NodeNumber: Set<Place>] = [:]

    /// Takes over what a server told.
    ///
    /// - Returns: what the rooms are to be told.
    mutating func take(
        _ changes: [PresenceNotice.Change],
        from node: NodeNumber
    ) -> [Place: Change] {
        var here = places[node] ?? []
        for change in changes {
            if change.isHere { here.insert(change.place) } else { here.remove(change.place) }
        }
        return set([node: here], of: [node])
    }

    /// Takes over what all servers wrote.
    ///
    /// - Parameter live: the servers that are there; what others wrote counts as nothing.
    /// - Returns: what the rooms are to be told.
    mutating func take(whole rows: [PresentMember], of live: Set<NodeNumber>) -> [Place: Change] {
        var here: [NodeNumber: Set<Place>] = [:]
        for row in rows where live.contains(row.node) {
            here[row.node, default: []].insert(Place(member: row.member, room: row.room))
        }
        return set(here, of: live.union(places.keys))
    }

    /// Forgets servers that are gone.
    ///
    /// - Returns: what the rooms are to be told.
    mutating func keep(_ live: Set<NodeNumber>) -> [Place: Change] {
        set([:], of: Set(places.keys).subtracting(live))
    }

    private mutating func set(
        _ here: [NodeNumber: Set<Place>],
        of nodes: Set<NodeNumber>
    ) -> [Place: Change] {
        var changes: [Place: Change] = [:]
        for node in nodes {
            let before = places[node] ?? []
            let now = here[node] ?? []
            for place in now.subtracting(before) { changes[place, default: Change()].began += 1 }
            for place in before.subtracting(now) { changes[place, default: Change()].ended += 1 }
            places[node] = now.isEmpty ? nil : now
        }
        return changes
    }
}
