import ChatProtocol

/// What an import has read of the room's older events: of the moments of its rows, until each event
/// is found to be a row.
///
/// So an event is read once, however many rows and events are of its moment. It is bounded: what
/// was read is forgotten when it is full, and read again if need be.
struct ImportMoments: Sendable {
    /// What a row and an event have in common that are the same: two hashes of time, author and
    /// content, by a key that nobody else knows.
    struct Mark: Hashable, Sendable {
        private let first: Int
        private let second: Int

        /// Marks a row or an event.
        ///
        /// - Parameters:
        ///   - at: when it happened.
        ///   - content: what makes it the same as another one of that time and author.
        init(at: Timestamp, by user: MemberName, _ content: DurableEvent.Content) {
            func hash(_ number: Int) -> Int {
                var hasher = Hasher()
                hasher.combine(number)
                hasher.combine(at.milliseconds)
                hasher.combine(user)
                hasher.combine(content)
                return hasher.finalize()
            }
            first = hash(1)
            second = hash(2)
        }
    }

    /// How far a moment was read.
    struct Reading: Sendable {
        /// Where its next events lie.
        var unread: ArraySlice<Int64> = []
        /// The position through which was looked for them.
        var through: Int64 = 0
        /// Whether none lies behind that.
        var isWhole = false

        fileprivate var weight: Int { 1 + unread.count }
    }

    /// Events of one mark, in order of position.
    private struct Places {
        var seqs: [Int64] = []
        /// How many of them are rows of the file.
        var taken = 0
    }

    /// Events and moments that are remembered, some dozens of bytes each.
    static let usualLimit = 131_072

    private let limit: Int
    private var readings: [Int64: Reading] = [:]
    /// Moments of which all was read.
    private var whole: Set<Int64> = []
    private var places: [Mark: Places] = [:]
    /// What is remembered.
    private var weight = 0

    /// Has read nothing.
    ///
    /// - Parameter limit: events and moments that are remembered.
    init(limit: Int = ImportMoments.usualLimit) {
        self.limit = limit
    }

    /// The same before anything was read.
    var emptied: ImportMoments { ImportMoments(limit: limit) }

    /// Finds an event that is no row yet, the first one, and takes it for a row.
    ///
    /// - Returns: its number in the room; `nil` where none was read.
    mutating func take(_ mark: Mark) -> Int64? {
        guard let found = places[mark] else { return nil }
        let isLast = found.taken + 1 == found.seqs.count
        if isLast { places[mark] = nil } else { places[mark]?.taken += 1 }
        weight -= 1
        return found.seqs[found.taken]
    }

    /// Adds an event that was read; those of a moment in order of position.
    ///
    /// - Parameter seq: its number in the room.
    mutating func add(_ seq: Int64, _ mark: Mark) {
        places[mark, default: Places()].seqs.append(seq)
        weight += 1
    }

    /// Whether all of a moment was read.
    ///
    /// - Returns: false where there may be more.
    func isWhole(_ time: Timestamp) -> Bool { whole.contains(time.milliseconds) }

    /// Sees that there is place for more of a moment, for which others are forgotten.
    ///
    /// - Returns: false where this one alone fills all that there is.
    mutating func makePlace(for time: Timestamp) -> Bool {
        guard weight >= limit else { return true }
        let isAlone = readings.count + whole.count == 1 && readings[time.milliseconds] != nil
        if !isAlone { self = emptied }
        return !isAlone
    }

    /// Gives how far a moment was read, to go on from there.
    ///
    /// - Returns: what ``keep(_:of:)`` takes back.
    mutating func leave(_ time: Timestamp) -> Reading {
        guard let reading = readings.removeValue(forKey: time.milliseconds) else {
            return Reading()
        }
        weight -= reading.weight
        return reading
    }

    /// Notes how far a moment was read.
    ///
    /// - Parameter reading: what was left and gone on with.
    mutating func keep(_ reading: Reading, of time: Timestamp) {
        weight += reading.weight
        if reading.isWhole, reading.unread.isEmpty {
            whole.insert(time.milliseconds)
        } else {
            readings[time.milliseconds] = reading
        }
    }
}
