import ChatProtocol

/// Counts what is unread room by room, within what may be looked at.
struct UnreadCounter {
    /// How much may be looked at.
    struct Budget {
        /// Of a room's log.
        var events: Int
        /// Of the search for the member's name.
        var steps: Int
    }

    /// What was seen of a room.
    struct Look {
        /// What was counted.
        var count = UnreadCount()
        /// Whether there were more events than might be looked at.
        var lacksEvents = false
        /// Whether there were more texts than might be searched.
        var lacksSteps = false

        /// What may still be looked at.
        fileprivate var left: Budget
        fileprivate var before = Int64.max

        fileprivate init(_ left: Budget) { self.left = left }
    }

    private let session: any SQLSession
    private let folded: String
    private let mention: Mention
    private let stepsOfRoom: Int
    private var left: Budget
    /// One text at a time.
    private var text: [UInt8] = []

    /// Begins with no room.
    init(session: any SQLSession, member: MemberName, _ options: StoreOptions) {
        self.session = session
        folded = member.folded
        mention = Mention(of: member)
        stepsOfRoom = options.unreadStepsOfRoom
        left = Budget(events: options.unreadEvents, steps: options.unreadSteps)
    }

    /// What each of some rooms may have.
    ///
    /// - Parameter rooms: how many there are, 1 or more.
    func share(of rooms: Int) -> Budget {
        Budget(events: max(1, left.events / rooms), steps: min(stepsOfRoom, left.steps / rooms))
    }

    /// What one room may have of what is left.
    var rest: Budget { Budget(events: left.events, steps: min(stepsOfRoom, left.steps)) }

    /// Whether a room could be looked at further than with its share.
    ///
    /// - Returns: true if it could.
    func hasMore(than share: Budget) -> Bool {
        rest.events > share.events || rest.steps > share.steps
    }

    /// Rows of one answer: most members have read nearly all.
    private static let page: Int64 = 256

    /// Counts back from the newest event to the read marker.
    ///
    /// - Parameters:
    ///   - room: its name, and the numbers of its newest event and of the newest that was read.
    ///   - budget: how much of it may be looked at.
    mutating func count(
        in room: (name: RoomName, newest: Int64, read: Int64),
        _ budget: Budget
    ) throws -> Look {
        let budget = Budget(
            events: min(budget.events, left.events),
            steps: min(budget.steps, left.steps)
        )
        var look = Look(budget)
        // No more rows than that can be unread, and behind them stands the marker.
        let rows = min(Self.page - 1, room.newest - room.read) + 1
        while try goesOn(in: room.name, after: room.read, rows, &look) {}
        left.events -= budget.events - look.left.events
        left.steps -= budget.steps - look.left.steps
        return look
    }

    /// Counts a page of a room.
    ///
    /// - Returns: false where the marker, the bound or the beginning was come to.
    private mutating func goesOn(
        in room: RoomName,
        after read: Int64,
        _ most: Int64,
        _ look: inout Look
    ) throws -> Bool {
        var rows: Int64 = 0
        var wasCut = false
        let bytes = look.lacksSteps ? 0 : look.left.steps
        let values: [SQLValue] = [
            .integer(Int64(bytes)), .text(folded), .text(room.description), .integer(look.before),
            .integer(most),
        ]
        try session.run(session.speechBack, values) { row in
            guard try row.integer(0) > read else { return false }
            guard look.count.messages < UnreadCount.limit else {
                look.count.hasMore = true
                return false
            }
            guard look.left.events > 0 else {
                look.count.hasMore = true
                look.lacksEvents = true
                return false
            }
            look.left.events -= 1
            look.before = try row.integer(5)
            rows += 1
            let searched = !look.lacksSteps
            try add(row, to: &look)
            // The texts of the rest would be read in vain.
            wasCut = searched && look.lacksSteps
            return !wasCut
        }
        return wasCut || rows == most
    }

    /// Counts a message that another one said and that was not deleted.
    private mutating func add(_ row: any SQLRow, to look: inout Look) throws {
        guard try row.text(1) == EventFilter.Kind.message.rawValue,
            try row.optionalInteger(3) ?? 0 == 0,
            try row.text(2).lowercased() != folded
        else { return }
        look.count.messages += 1
        guard !look.lacksSteps else { return }
        text.removeAll(keepingCapacity: true)
        guard row.append(4, to: &text),
            let isMentioned = mention.isIn(text, steps: &look.left.steps)
        else {
            look.count.hasMore = true
            look.lacksSteps = true
            return
        }
        if isMentioned { look.count.mentions += 1 }
    }
}
