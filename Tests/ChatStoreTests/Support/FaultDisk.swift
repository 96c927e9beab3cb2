import CFaultDisk

/// A folder on a disk that fails on demand, below SQLite.
///
/// There is one at a time.
final class FaultDisk: Sendable {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        // The path is copied before the call returns.
        guard unsafe fault_disk_mount(folder.path) == 0 else { throw Refused() }
    }

    /// The disk could not be put below SQLite, or what a cut left could not be written.
    struct Refused: Error {}

    deinit { fault_disk_unmount() }

    /// The power goes at a write or sync, counted from now; 0 is never by itself.
    func cut(at operation: Int, seed: UInt64, lies: Bool = false) {
        var plan = fault_disk_plan()
        plan.cut_at = Int64(operation)
        plan.seed = seed
        plan.lies = lies ? 1 : 0
        fault_disk_follow(plan)
    }

    /// One write or sync of so many fails.
    func fail(oneIn odds: Int, full: Bool, seed: UInt64) {
        var plan = fault_disk_plan()
        plan.fail_one_in = Int64(odds)
        plan.fails_full = full ? 1 : 0
        plan.seed = seed
        fault_disk_follow(plan)
    }

    /// Nothing fails any more.
    func heal() { fault_disk_follow(fault_disk_plan()) }

    /// Whether the power has gone.
    var isCut: Bool { fault_disk_is_cut() != 0 }

    /// How many writes and syncs were made to fail.
    var failures: Int { Int(fault_disk_failures()) }

    /// Leaves what a power cut leaves; no database of the folder is open.
    func leaveAsCut() throws {
        guard fault_disk_cut() == 0 else { throw Refused() }
    }
}
