import ChatProtocol

/// How the person moves through the rooms and what they look at: all that is not of one room.
struct Reading: Sendable {
    /// Places that one can go back to; beyond it the oldest are forgotten.
    static let placeLimit = 50

    /// The newest event that stands on the screen, and since when.
    var watch: Watch?
    /// Where one was before each jump, the last one last.
    private(set) var places: [Place] = []
    /// What is to be brought on the screen once it is held.
    var target: Target?
    /// The message that stands out since one jumped to it.
    var spot: Int64?
    /// Whether only text shows, for the terminal's own selection.
    var isClean = false
    /// Rows that the list of rooms was moved down by the person, until they go to another room.
    var listOffset = 0
    /// The search in the room in front, while it goes on.
    var find: Find?
    /// The last search on the server.
    var found: Found?
    /// The last one that another program ordered, which the person does not see.
    var ordered: Found?
    /// Whether a list led here from another server, to which `Esc` goes back.
    var isVisit = false
    /// The rooms that showed, the last one last.
    private(set) var recent: [RoomName] = []

    /// An event on the screen at the newest.
    struct Watch: Hashable, Sendable {
        var room: RoomName
        var seq: Int64
        var since: Timestamp
    }

    /// A room and what of it shows.
    struct Place: Hashable, Sendable {
        var room: RoomName
        var scroll: Scroll
        var unreadLine: Int64?
        var spot: Int64?
    }

    /// An event of the room in front that is to show.
    struct Target: Hashable, Sendable {
        var seq: Int64
        /// Whether it is to stand at the top, as the first unread one does; else a bit below.
        var isAtTop: Bool
        /// Whether it was asked for already.
        var isAsked = false
    }

    /// Notes where one was.
    ///
    /// - Parameter place: before a jump.
    mutating func remember(_ place: Place) {
        if places.count >= Self.placeLimit { places.removeFirst() }
        places.append(place)
    }

    /// The place before the last jump, which is then forgotten.
    ///
    /// - Returns: `nil` if there is none.
    mutating func takePlace() -> Place? { places.popLast() }

    /// Forgets where one was: one has gone elsewhere without a jump.
    mutating func forgetPlaces() {
        places = []
        spot = nil
        isVisit = false
    }

    /// Forgets what belongs to the room in front, which is being left.
    mutating func leave() {
        watch = nil
        target = nil
        spot = nil
        find = nil
        listOffset = 0
    }

    /// Notes which room showed.
    mutating func note(_ room: RoomName) {
        recent.removeAll { $0 == room }
        if recent.count >= Self.placeLimit { recent.removeFirst() }
        recent.append(room)
    }
}
