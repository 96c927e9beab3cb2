import ChatProtocol
import Foundation
import Synchronization
import Testing

@testable import ChatStore

@Suite(.timeLimit(.minutes(10))) struct DiskSpaceTests {
    // Seen as S19: posts could fill the disk.
    @Test("Below the floor nothing that grows the log is taken, and what frees it is")
    func floor() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await store.say("a")
            try await store.say("b")
            _ = try await store.markRead(.general, by: MemberName("bob"), through: 1)
        }
        var options = StoreOptions()
        options.diskFloor = .max
        try await withStore(in: folder, options: options) { store in
            func isRefused(_ error: any Error) -> Bool {
                guard case .diskFloor(limit: .max, let free) = error as? StoreError else {
                    return false
                }
                return free > 0
            }
            await #expect(performing: { try await store.say("c") }, throws: isRefused)
            await #expect(
                performing: { _ = try await store.amend(.edit(text: "c"), 1) },
                throws: isRefused
            )
            let memory = ImportMemory()
            await #expect(
                performing: {
                    let batch = ImportBatch(room: try .general, rows: [], memory: memory)
                    _ = try await store.importRows(batch)
                },
                throws: isRefused
            )
            guard case .new = try await store.amend(.delete, 1) else {
                return #expect(Bool(false))
            }
            #expect(try await store.markRead(.general, by: MemberName("bob"), through: 2) == 2)
            // Names cost nothing, and each has a row.
            await #expect(
                performing: {
                    _ = try await store.markRead(.general, by: MemberName("new"), through: 2)
                },
                throws: isRefused
            )
            await #expect(
                performing: { _ = try await store.makeRoom(RoomName("new")) },
                throws: isRefused
            )
            #expect(try await store.makeRoom(.general).newest == 3)
            #expect(try await store.events(.history(of: .general, limit: 10)).count == 3)
        }
    }

    // Seen as S19: the log had no bound.
    @Test(
        "A log that is as large as it may be takes nothing more, and goes on when it may be larger"
    )
    func quota() async throws {
        let folder = try TemporaryFolder()
        let quota: Int64 = 256 * 1024
        var options = StoreOptions()
        options.logQuota = quota
        let text = String(repeating: "x", count: 16 * 1024)
        try await withStore(in: folder, options: options) { store in
            var count = 0
            await #expect {
                for _ in 0..<64 {
                    try await store.say(text)
                    count += 1
                }
            } throws: { error in
                guard case .logQuota(limit: quota, let bytes) = error as? StoreError else {
                    return false
                }
                return bytes > quota
            }
            #expect(count > 4)
        }
        try await withStore(in: folder) { store in _ = try await store.say("more") }
    }

    @Test("A small disk has a small floor, and what is about to be written counts")
    func usual() throws {
        let folder = try TemporaryFolder()
        #expect(DiskSpace(folder: folder.path, floor: nil).refusal() == nil)
        #expect(DiskSpace(folder: folder.path, floor: nil).refusal(beside: .max / 2) != nil)
        #expect(DiskSpace(folder: folder.path, floor: 0).refusal(beside: .max / 2) == nil)
        #expect(DiskSpace(folder: "/nowhere/at/all", floor: nil).refusal(beside: .max) == nil)
    }

    @Test("Far from the floor the disk is asked once in a while, and once in so many bytes")
    func kept() {
        let disk = TestDisk(free: 100 + DiskSpace.spareBytes)
        let space = disk.space(floor: 100)
        #expect(space.refusal() == nil && space.refusal() == nil)
        #expect(disk.asked == 1)
        disk.wait(DiskSpace.keptTime)
        #expect(space.refusal() == nil)
        #expect(disk.asked == 2)
        disk.set(free: 100 + 4 * DiskSpace.spareBytes)
        #expect(space.refusal(beside: DiskSpace.keptBytes + 1) == nil)
        #expect(disk.asked == 3)
        #expect(space.refusal(beside: DiskSpace.keptBytes) == nil)
        #expect(disk.asked == 3)
        #expect(space.refusal() == nil)
        #expect(disk.asked == 4, "all of it was written")
        for _ in 0..<(DiskSpace.keptBytes / DiskSpace.pageBytes) { _ = space.refusal() }
        #expect(disk.asked == 4)
        _ = space.refusal(beside: 1)
        #expect(disk.asked == 5, "the smallest write counts as a page")
    }

    @Test("Near the floor, below it, and after a change of it the disk is asked each time")
    func near() {
        let disk = TestDisk(free: 100 + DiskSpace.spareBytes - 1)
        let space = disk.space(floor: 100)
        for count in 1...3 {
            #expect(space.refusal() == nil)
            #expect(disk.asked == count)
        }
        disk.set(free: 99)
        #expect(space.refusal() == .diskFloor(limit: 100, free: 99))
        disk.set(free: 100)
        #expect(space.refusal() == nil)
        #expect(space.refusal(beside: 1) == .diskFloor(limit: 100, free: 100))
        disk.set(free: 100 + DiskSpace.spareBytes)
        #expect(space.refusal() == nil)
        space.change(floor: .max)
        let free = 100 + DiskSpace.spareBytes
        #expect(space.refusal() == .diskFloor(limit: .max, free: free))
        space.change(floor: 0)
        let asked = disk.asked
        #expect(space.refusal(beside: .max) == nil)
        #expect(disk.asked == asked, "there is nothing to ask")
    }

    @Test("What does not fit is refused although an answer is kept, and is asked anew after that")
    func large() {
        let disk = TestDisk(free: 2 * DiskSpace.spareBytes)
        let space = disk.space(floor: 100)
        #expect(space.refusal() == nil)
        let free = 2 * DiskSpace.spareBytes
        #expect(space.refusal(beside: free) == .diskFloor(limit: 100, free: free))
        #expect(space.refusal() == nil)
        #expect(disk.asked == 3)
    }

    // Seen as S16: in a folder that was there before, everybody could read the log.
    @Test("All files are their owner's alone, also in a folder that others may read")
    func rights() async throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        for name in ["burble.sqlite", "search.sqlite"] {
            let path = folder.path + "/" + name
            #expect(files.createFile(atPath: path, contents: nil))
            try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        }
        try await withStore(in: folder) { store in
            try await store.say("a")
            let names = try files.contentsOfDirectory(atPath: folder.path)
            #expect(names.count >= 5)
            for name in names {
                let facts = try files.attributesOfItem(atPath: folder.path + "/" + name)
                #expect((facts[.posixPermissions] as? Int ?? 0) & 0o077 == 0, "\(name)")
            }
        }
    }

    @Test("No link is followed to where the log would be")
    func links() throws {
        let folder = try TemporaryFolder()
        let target = folder.path + "/elsewhere"
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/burble.sqlite",
            withDestinationPath: target
        )
        let words = "cannot open \(folder.path)/burble.sqlite: it is a link"
        #expect(throws: StoreError.unavailable(words)) {
            try ChatStore.open(folder: folder.path) { TestClock().now }
        }
        #expect(!FileManager.default.fileExists(atPath: target))
    }

    // Seen as running F32: after a clean stop the messages were in the -wal file alone.
    @Test("When the log was closed its file has all of it")
    func checkpoint() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.open(folder: folder.path) { TestClock().now }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await store.run { _ in } }
            for number in 0..<5 { _ = try? await store.say("\(number)") }
            store.close()
        }
        // Still open, as in a process that ends: nobody lets it go.
        let wal = try FileManager.default.attributesOfItem(atPath: folder.database + "-wal")
        #expect(wal[.size] as? Int == 0)
        withExtendedLifetime(store) {}
    }
}

/// A disk that the test fills, and its clock.
private final class TestDisk: Sendable {
    private struct State {
        var free: Int64
        var asked = 0
        var now = ContinuousClock.now
    }

    private let state: Mutex<State>

    init(free: Int64) { state = Mutex(State(free: free)) }

    /// How often it was asked.
    var asked: Int { state.withLock { $0.asked } }

    func set(free: Int64) { state.withLock { $0.free = free } }

    func wait(_ time: Duration) { state.withLock { $0.now += time } }

    func space(floor: Int64) -> DiskSpace {
        DiskSpace(
            folder: "/nowhere/at/all",
            floor: floor,
            quota: 0,
            free: {
                self.state.withLock { state in
                    state.asked += 1
                    return state.free
                }
            },
            now: { self.state.withLock { $0.now } }
        )
    }
}
