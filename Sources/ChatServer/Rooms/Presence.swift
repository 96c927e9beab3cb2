import ChatProtocol

/// Who is in a room: a member with at least one stream open is here.
///
/// A member whose last stream ended stays here for a moment, so that a reconnect goes unnoticed. In
/// a room with more members than the limit, comings and goings are counted and not announced.
struct Presence: Sendable {
    private var streams: [MemberName: Int] = [:]
    private var leaving: [MemberName: Duration] = [:]
    private let announcedLimit: Int
    private let departurePause: Duration

    /// Makes an empty room.
    ///
    /// - Parameters:
    ///   - announcedLimit: members here up to which changes are announced.
    ///   - departurePause: how long a member without a stream stays here.
    init(announcedLimit: Int, departurePause: Duration) {
        self.announcedLimit = announcedLimit
        self.departurePause = departurePause
    }

    /// The members here, in order of name.
    var here: [MemberName] { streams.keys.sorted() }

    /// How many members are here.
    var count: Int { streams.count }

    /// True while a departure is due later.
    var isWaiting: Bool { !leaving.isEmpty }

    /// Notes a new stream of a member.
    ///
    /// - Returns: true if the arrival is to be announced.
    mutating func arrived(_ member: MemberName) -> Bool {
        let wasHere = streams[member] != nil
        leaving[member] = nil
        streams[member, default: 0] += 1
        return !wasHere && isAnnounced
    }

    /// Notes the end of a stream of a member.
    ///
    /// - Returns: true if that was the last one, so that a departure is due.
    mutating func left(_ member: MemberName, now: Duration) -> Bool {
        guard let count = streams[member], count > 0 else { return false }
        // A count of zero stands for a member that is about to leave.
        streams[member] = count - 1
        guard count == 1 else { return false }
        leaving[member] = now + departurePause
        return true
    }

    /// Takes the departures that are due.
    ///
    /// - Returns: the members whose departure is to be announced.
    mutating func departures(now: Duration) -> [MemberName] {
        let gone = leaving.filter { $0.value <= now }.keys.sorted()
        let wasAnnounced = isAnnounced
        for member in gone {
            leaving[member] = nil
            streams[member] = nil
        }
        return wasAnnounced ? gone : []
    }

    private var isAnnounced: Bool { streams.count <= announcedLimit }
}
