import Glibc
import Synchronization

/// What a data folder may still take: its disk keeps a floor free, and its log has a quota.
///
/// Asking the system costs some microseconds. Its answer is kept for a moment while the disk is far
/// from the floor: near it, each question is asked of the system.
package final class DiskSpace: Sendable {
    /// The largest floor that a disk is given by itself, in bytes, and the part of a small one.
    package static let usualFloor: Int64 = 64 * 1024 * 1024
    private static let usualPart: Int64 = 20
    /// Bytes above the floor from which on an answer is kept; much more than what the database
    /// writes for ``keptBytes``.
    static let spareBytes: Int64 = 64 * 1024 * 1024
    /// How long an answer is kept, and for how many bytes that are written.
    static let keptTime = Duration.milliseconds(100)
    static let keptBytes: Int64 = 1024 * 1024
    /// What the smallest write counts for: it takes a page at the least.
    static let pageBytes: Int64 = 4096

    /// That more may be written, as the system told.
    private struct Answer {
        var end: ContinuousClock.Instant
        var bytes: Int64
    }

    private struct State {
        var floor: Int64
        var quota: Int64
        var answer: Answer?

        /// Takes what is about to be written from the answer that is kept.
        ///
        /// - Returns: false where the system is to be asked.
        mutating func takes(_ bytes: Int64, at now: ContinuousClock.Instant) -> Bool {
            guard let kept = answer, now < kept.end, bytes <= kept.bytes else { return false }
            answer = Answer(end: kept.end, bytes: kept.bytes - bytes - DiskSpace.pageBytes)
            return true
        }
    }

    private let folder: String
    private let free: @Sendable () -> Int64?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    /// Takes the bounds.
    ///
    /// - Parameters:
    ///   - folder: on the disk; it is there.
    ///   - floor: bytes that stay free; 0 is none, `nil` the usual: ``usualFloor``, or a twentieth
    ///     of a small disk.
    ///   - quota: bytes of the log's files; 0 is no quota.
    package convenience init(folder: String, floor: Int64?, quota: Int64 = 0) {
        self.init(
            folder: folder,
            floor: floor,
            quota: quota,
            free: { DiskSpace.disk(of: folder)?.free },
            now: { ContinuousClock.now }
        )
    }

    /// Takes the bounds, and how to ask.
    ///
    /// - Parameters:
    ///   - folder: on the disk; it is there.
    ///   - floor: bytes that stay free; 0 is none, `nil` the usual.
    ///   - quota: bytes of the log's files; 0 is no quota.
    ///   - free: the free bytes of the disk; `nil` where they are not to be had.
    ///   - now: a clock that never goes back.
    init(
        folder: String,
        floor: Int64?,
        quota: Int64,
        free: @escaping @Sendable () -> Int64?,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.folder = folder
        self.free = free
        self.now = now
        state = Mutex(State(floor: floor ?? Self.usualFloor(of: folder), quota: quota))
    }

    /// Takes other bounds, for what is asked from now on; does not suspend.
    package func change(floor: Int64?, quota: Int64 = 0) {
        let floor = floor ?? Self.usualFloor(of: folder)
        state.withLock { $0 = State(floor: floor, quota: quota) }
    }

    private static func usualFloor(of folder: String) -> Int64 {
        min(usualFloor, disk(of: folder).map { $0.size / usualPart } ?? 0)
    }

    /// Why nothing more may be written; `nil` while it may.
    ///
    /// Does not suspend. What the disk told is not older than ``keptTime``, nor has more than
    /// ``keptBytes`` been written since; one that is near its floor is asked each time.
    ///
    /// - Parameter bytes: that are about to be written; 0 or more.
    /// - Returns: `diskFloor` or `logQuota`.
    package func refusal(beside bytes: Int64 = 0) -> StoreError? {
        let (floor, quota) = state.withLock { ($0.floor, $0.quota) }
        if floor > 0, let refusal = refusal(below: floor, beside: bytes) { return refusal }
        guard quota > 0 else { return nil }
        let used = ["", "-wal"].reduce(0) { $0 + Self.size(of: folder + "/burble.sqlite" + $1) }
        return used > quota ? .logQuota(limit: quota, bytes: used) : nil
    }

    /// Why the smallest write would be refused; `nil` while it would be taken.
    ///
    /// Does not suspend. It is as old as ``refusal(beside:)`` may be.
    package var lack: StoreError? { refusal(beside: Self.pageBytes) }

    private func refusal(below floor: Int64, beside bytes: Int64) -> StoreError? {
        let now = self.now()
        if state.withLock({ $0.takes(bytes, at: now) }) { return nil }
        guard let free = self.free() else { return nil }
        let rest = free - bytes
        // By subtraction alone: a floor may be as large as a number can be.
        let isFar = rest >= floor && rest - floor >= Self.spareBytes
        state.withLock { state in
            // One that was asked for another floor is of no use.
            guard state.floor == floor else { return }
            state.answer =
                isFar ? Answer(end: now + Self.keptTime, bytes: Self.keptBytes) : nil
        }
        return rest < floor ? .diskFloor(limit: floor, free: free) : nil
    }

    /// What the system does not tell bounds nothing: the write itself then fails.
    private static func disk(of folder: String) -> (free: Int64, size: Int64)? {
        var disk = statvfs()
        // The call reads the path and fills in the value that it is given.
        guard unsafe statvfs(folder, &disk) == 0 else { return nil }
        let block = Int64(clamping: disk.f_frsize)
        func bytes(_ blocks: UInt) -> Int64 {
            Int64(clamping: blocks).multipliedReportingOverflow(by: block).partialValue
        }
        return (bytes(disk.f_bavail), bytes(disk.f_blocks))
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        // Writes one `stat` to an address that lives until the call returns.
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
