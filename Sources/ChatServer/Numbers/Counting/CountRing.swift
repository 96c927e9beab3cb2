/// How often something happened in the last minute: a ring of counts, each of two seconds.
///
/// Pure.
struct CountRing: Hashable, Sendable {
    /// Counts in the ring: together they are the window.
    static let slots = 30
    /// Seconds that one count spans: by so much the window jumps.
    static let slotSeconds: Int64 = 2
    /// Seconds of the whole window.
    static let windowSeconds = Int64(slots) * slotSeconds

    private var counts = [UInt32](repeating: 0, count: slots)
    /// The number of the slot that was counted in last, since the server's start.
    private var newest: Int64 = 0
    /// All that happened in the window, as of the last call that changed it.
    private var total = 0

    /// Counts.
    ///
    /// - Parameters:
    ///   - count: how often it happened, 0 or more.
    ///   - now: seconds since the server's start; an earlier one than before counts as that.
    mutating func add(_ count: Int, at now: Int64) {
        move(to: now)
        let slot = Int(newest % Int64(Self.slots))
        let room = Int(UInt32.max - counts[slot])
        let added = min(max(0, count), room)
        counts[slot] += UInt32(added)
        total += added
    }

    /// All that happened in the window.
    ///
    /// - Parameter now: seconds since the server's start.
    /// - Returns: 0 or more; copies nothing.
    func total(at now: Int64) -> Int {
        let slot = now / Self.slotSeconds
        guard slot > newest else { return total }
        guard slot - newest < Self.slots else { return 0 }
        return ((newest + 1)...slot).reduce(total) { total, passed in
            total - Int(counts[Int(passed % Int64(Self.slots))])
        }
    }

    /// Lets the window follow the time.
    ///
    /// - Parameter now: seconds since the server's start.
    private mutating func move(to now: Int64) {
        let slot = now / Self.slotSeconds
        guard slot > newest else { return }
        guard slot - newest < Self.slots else {
            self = CountRing()
            newest = slot
            return
        }
        for passed in (newest + 1)...slot {
            let index = Int(passed % Int64(Self.slots))
            total -= Int(counts[index])
            counts[index] = 0
        }
        newest = slot
    }
}
