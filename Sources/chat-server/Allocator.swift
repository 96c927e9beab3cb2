import CMalloc

/// The C library's allocator, of which Swift's objects and SQLite's pages come.
///
/// By itself it keeps eight pools of free memory a core, and gives back little of what a burst
/// took: a server that imported or exported would look twice as large for ever.
/// Source: mallopt(3).
enum Allocator {
    /// Pools of free memory; the threads that allocate at the same time are few.
    private static let pools: Int32 = 2
    /// Bytes from which an allocation is a mapping of its own, which goes back whole.
    private static let mappedBytes: Int32 = 512 * 1024
    /// Free bytes at a pool's end that are kept.
    private static let keptBytes: Int32 = 1024 * 1024

    /// Sets the bounds; to be called before the threads that serve begin.
    ///
    /// A library that refuses leaves the server as it was.
    static func bound() {
        mallopt(M_ARENA_MAX, pools)
        mallopt(M_MMAP_THRESHOLD, mappedBytes)
        mallopt(M_TRIM_THRESHOLD, keptBytes)
    }
}
