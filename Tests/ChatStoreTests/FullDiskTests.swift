import ChatProtocol
import Foundation
import Testing

@testable import ChatStore

@Suite(.timeLimit(.minutes(10))) struct FullDiskTests {
    @Test(
        "A full disk refuses posts, keeps what was acknowledged, and is left when there is room",
        .enabled(if: SmallDisk.isAllowed, "needs the right to mount a tmpfs")
    )
    func fullDisk() async throws {
        let disk = try SmallDisk()
        let folder = TemporaryFolder(existing: disk.path)
        let ballast = disk.path + "/ballast"
        try Data(count: 400_000).write(to: URL(fileURLWithPath: ballast))
        let record = CommitRecord()
        let text = String(repeating: "x", count: 4000)
        let kept = try await withStore(in: folder, onCommit: { record.add($0) }) { store in
            var kept: [DurableEvent] = []
            await #expect(throws: StoreError.storageFull) {
                while true { kept.append(try await store.say(text, key: "\(kept.count)")) }
            }
            #expect(kept.count > 10)
            let refused = "\(kept.count)"
            // Larger, so that what the refused one left free is not enough for it.
            await #expect(throws: StoreError.storageFull) { try await store.say(text + text) }
            #expect(try await store.events(.history(of: try .general, limit: 1000)) == kept)
            try FileManager.default.removeItem(atPath: ballast)
            // The key of the refused draft was not used up.
            let result = try await store.append(.message("room again", key: refused))
            #expect(result == .new(result.event))
            kept.append(result.event)
            kept.append(try await store.say("and on"))
            return kept
        }
        #expect(kept.map(\.seq) == Array(1...Int64(kept.count)))
        #expect(kept.map(\.cursor?.position) == kept.map(\.seq))
        #expect(record.all.flatMap(\.events) == kept)
        try await withStore(in: folder) { store in
            let read = try await store.events(.history(of: try .general, limit: 1000))
            #expect(read == kept)
        }
    }
}
