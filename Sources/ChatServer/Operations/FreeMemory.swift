/// When memory that was freed goes back to the system: pure.
///
/// A burst of connections leaves free memory between what is in use, which the allocator keeps.
/// Giving it back takes tens of milliseconds for each hundred megabytes, during which threads that
/// allocate wait: so it is done after a burst, and not in one.
struct FreeMemory: Hashable, Sendable {
    /// Bytes that are worth giving back.
    static let worth: Int64 = 16 * 1024 * 1024
    /// A process that changed by more than this since the last look is busy.
    static let calm: Int64 = 1024 * 1024

    /// What the process held when it had last given back.
    private var floor: Int64
    private var last: Int64

    /// Begins to look.
    ///
    /// - Parameter resident: bytes that the process holds now.
    init(resident: Int64) {
        floor = resident
        last = resident
    }

    /// Looks again; to be called every few seconds.
    ///
    /// - Parameters:
    ///   - resident: bytes that the process holds.
    ///   - free: those of them that the allocator has for later; asked for only when all else
    ///     speaks for it, since the allocator counts with its locks held.
    /// - Returns: whether they are to be given back now.
    mutating func isDue(resident: Int64, free: @autoclosure () -> Int64) -> Bool {
        let change = abs(resident - last)
        last = resident
        floor = min(floor, resident)
        return change < Self.calm && resident - floor >= Self.worth && free() >= Self.worth
    }

    /// Notes that it was done.
    ///
    /// - Parameter resident: bytes that the process holds now.
    mutating func gaveBack(resident: Int64) {
        floor = resident
        last = resident
    }
}
