import Glibc

/// How many connections the process's descriptors are enough for.
enum DescriptorLimit {
    /// What an event loop takes: its selector, its bell and its timer.
    private static let ofLoop = 3
    /// What the log, the index, the files, the addresses and the first clients take.
    private static let ofOthers = 32

    /// The fewest with which a server starts.
    ///
    /// - Parameter open: descriptors that it has already, and those that it was started with.
    /// - Returns: how many it has to have.
    static func least(loops: Int, open: Int) -> Int { open + loops * ofLoop + ofOthers }

    /// The most connections at a time.
    ///
    /// Each takes a descriptor, and one that sends or takes a file another: half of those that are
    /// not reserved is left for files, so that all may do so at a time.
    ///
    /// - Parameters:
    ///   - reserved: descriptors that are no connections'.
    ///   - uploads: unfinished uploads, each of which has a descriptor beside those.
    ///   - descriptors: that the process may have.
    ///   - open: descriptors that it has already, and those that it was started with.
    /// - Returns: what was asked for, or fewer; one at least.
    static func connections(
        wanted: Int,
        reserved: Int,
        uploads: Int,
        descriptors: Int = DescriptorLimit.descriptors,
        open: Int = 0
    ) -> Int {
        let others = max(0, descriptors - uploads)
        let kept = min(others, max(reserved, open + reserved / 2))
        return max(1, min(wanted, (others - kept) / 2))
    }

    /// The most unfinished uploads at a time.
    ///
    /// Each keeps its file's descriptor, whether a connection brings something or not: no more than
    /// a sixteenth of all are theirs, which no connection gets.
    ///
    /// - Parameters:
    ///   - wanted: as many as there may be where descriptors are many.
    ///   - descriptors: that the process may have.
    /// - Returns: one at least.
    static func uploads(
        wanted: Int,
        descriptors: Int = DescriptorLimit.descriptors
    ) -> Int { max(1, min(wanted, descriptors / 16)) }

    /// The descriptors that this process may have.
    static var descriptors: Int {
        var limit = rlimit()
        // The call only fills in the value that it is given.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        return Int(clamping: limit.rlim_cur)
    }
}
