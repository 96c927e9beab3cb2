/// Who has streams open at this server, as the others are told of it: pure.
struct LocalPresence: Sendable {
    typealias Place = PresencePlace

    private var streams: [Place: Int] = [:]
    /// Places of which the others may know something else.
    private var untold: Set<Place> = []

    /// Notes what became of a member's streams in a room.
    ///
    /// - Parameter change: streams that began and ended.
    mutating func note(_ change: PresenceTracker.Change, at place: Place) {
        let before = streams[place] ?? 0
        let now = max(0, before + change.began - change.ended)
        streams[place] = now > 0 ? now : nil
        guard (before > 0) != (now > 0) else { return }
        // Who came and went meanwhile is told of once; that it was so already does no harm.
        untold.insert(place)
    }

    /// What the others have to be told; nothing that was taken is given again.
    ///
    /// - Returns: in no order.
    mutating func takeChanges() -> [PresenceNotice.Change] {
        defer { untold = [] }
        return untold.map { PresenceNotice.Change(place: $0, isHere: streams[$0] != nil) }
    }

    /// Who is here at this server, in no order.
    var all: [Place] { Array(streams.keys) }
}
