import ChatClient
import Foundation
import Synchronization
import Testing

@testable import ChatTerminal

@Suite("What several clients keep in one file")
struct SharedStateTests {
    private let folder = StateFolder(
        path: NSTemporaryDirectory() + "burble-shared-\(UUID().uuidString)"
    )

    /// What lies there, and whether the disk takes anything.
    private final class Disk: Sendable {
        let kept = Mutex<Set<String>?>([])
        let isFull = Mutex(false)
    }

    private func shared(_ disk: Disk) -> SharedState<Set<String>> {
        SharedState(
            [],
            in: folder,
            .init(
                load: { disk.kept.withLock { $0 } },
                save: { value throws(FileError) in
                    guard disk.isFull.withLock({ $0 }) else {
                        return disk.kept.withLock { $0 = value }
                    }
                    try StateFolder(path: "/proc/none").make()
                },
                join: { mine, before, there in
                    there.subtracting(before.subtracting(mine)).union(mine.subtracting(before))
                }
            )
        )
    }

    // A change that a full disk had refused was never written, also once there was room.
    @Test("What the disk refused goes there with the next write")
    func refused() throws {
        defer { remove() }
        let disk = Disk()
        let (one, other) = (shared(disk), shared(disk))
        one.write(["a"])
        disk.isFull.withLock { $0 = true }
        one.write(["b"])
        #expect(disk.kept.withLock { $0 } == ["a"])
        disk.isFull.withLock { $0 = false }
        other.write(["c"])
        one.write(["b"])
        #expect(disk.kept.withLock { $0 } == ["b", "c"])
    }

    // A file of another owner was taken for an empty one, and written over.
    @Test("What nobody can read is not written over, and what changed meanwhile goes there later")
    func unreadable() throws {
        defer { remove() }
        let disk = Disk()
        let one = shared(disk)
        disk.kept.withLock { $0 = nil }
        one.write(["a"])
        #expect(disk.kept.withLock { $0 } == nil)
        disk.kept.withLock { $0 = ["z"] }
        one.write(["a"])
        #expect(disk.kept.withLock { $0 } == ["a", "z"])
    }

    private func remove() {
        #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder.path) }
    }
}
