import ChatProtocol
import Synchronization
import TestTools
import Testing

@testable import ChatStore

/// The store on a disk that loses what was not synced, tears writes and fails.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PowerCutTests {
    private static let rooms = ["a", "b", "c"]
    /// Schedules that are tried; each comes again with its number.
    private static let seeds: [UInt64] = Array(1...40)
    private static let lives = 4
    private static let writers = 6
    private static let posts = 12

    /// What was asked of the store and what it acknowledged.
    private final class Record: Sendable {
        struct State: Sendable {
            var acknowledged: [DurableEvent] = []
            /// What was asked and is not known to be there, by its key.
            var open: [String: Draft] = [:]
            var asked: Set<String> = []
        }

        let state = Mutex(State())

        /// Appends a draft, and notes what came of it; false when it failed.
        func append(_ draft: Draft, to store: ChatStore) async -> Bool {
            guard let key = draft.key else { return false }
            state.withLock {
                $0.open[key] = draft
                $0.asked.insert(key)
            }
            do throws(StoreError) {
                let event = try await store.append(draft).event
                state.withLock {
                    $0.open[key] = nil
                    $0.acknowledged.append(event)
                }
                return true
            } catch { return false }
        }
    }

    // MARK: - Power cuts

    /// A line for the page of results, which Tests/Reliability looks for.
    private func tell(_ what: String, _ record: [Record]) {
        let acknowledged = record.reduce(0) { $0 + $1.state.withLock(\.acknowledged.count) }
        print("figures: \(what), \(acknowledged) messages acknowledged")
    }

    @Test("What was acknowledged outlasts a power cut at any write, and nothing is there by half")
    func cuts() async throws {
        var cuts = 0
        var records: [Record] = []
        for seed in Self.seeds {
            let disk = try FaultDisk()
            let record = Record()
            records.append(record)
            var generator = SeededGenerator(seed: seed)
            for life in 1...Self.lives {
                // In the first life of every other one while the log is made.
                let most = life == 1 && seed % 2 == 0 ? 25 : 120
                let operation = Int.random(in: 1...most, using: &generator)
                disk.cut(at: operation, seed: seed &+ UInt64(life))
                await live(on: disk, life: life, record)
                cuts += disk.isCut ? 1 : 0
                try disk.leaveAsCut()
                let schedule = "seed \(seed), life \(life), cut at \(operation)"
                do {
                    #expect(try await faults(in: disk.folder, record) == [], "\(schedule)")
                } catch {
                    Issue.record(error, "\(schedule)")
                }
            }
        }
        tell("power cuts \(cuts)", records)
        #expect(cuts > Self.seeds.count)
    }

    @Test("A disk that says too early that all is on it is found out by the same look")
    func lyingDisk() async throws {
        var lost = 0
        for seed in Self.seeds.prefix(5) {
            let disk = try FaultDisk()
            let record = Record()
            // All is written, and then the power goes.
            disk.cut(at: 0, seed: seed, lies: true)
            await live(on: disk, life: 1, record)
            try disk.leaveAsCut()
            // What is left may be no log at all.
            let faults = (try? await faults(in: disk.folder, record)) ?? ["not to be opened"]
            lost += faults.isEmpty ? 0 : 1
        }
        #expect(lost > 0)
    }

    // MARK: - Failing writes and syncs

    @Test(
        "Writes and syncs that fail refuse posts and lose none, and then posts go on",
        arguments: [false, true]
    )
    func failures(isFull: Bool) async throws {
        var failed = 0
        var records: [Record] = []
        for seed in Self.seeds {
            let disk = try FaultDisk()
            let record = Record()
            records.append(record)
            try await withStore(in: disk.folder) { store in
                disk.fail(oneIn: 8, full: isFull, seed: seed)
                await write(to: store, life: 1, record)
                disk.heal()
                for (key, draft) in record.state.withLock({ $0.open }) {
                    let isTaken = await record.append(draft, to: store)
                    #expect(isTaken, "seed \(seed): \(key) is refused on a sound disk")
                }
            }
            failed += disk.failures
            try disk.leaveAsCut()
            #expect(try await faults(in: disk.folder, record) == [], "seed \(seed)")
        }
        tell("failed writes and syncs \(failed) (\(isFull ? "ENOSPC" : "EIO"))", records)
        #expect(failed > Self.seeds.count)
    }

    @Test("What is refused for certain is not there after a power cut, whatever failed")
    func outcomes() async throws {
        var open = 0
        var found = 0
        for seed in 1...120 as ClosedRange<UInt64> {
            let disk = try FaultDisk()
            let failure = try await withStore(in: disk.folder) { store in
                try await store.say("first")
                disk.fail(oneIn: 3, full: seed % 4 == 0, seed: seed)
                let failure = try await Self.firstFailure(of: store)
                // Nothing is written over what failed: the power goes at once.
                disk.cut(at: 1, seed: seed)
                return failure
            }
            try disk.leaveAsCut()
            let isThere = try await withStore(in: disk.folder) { store in
                try await store.events(.history(of: .general, limit: 1000))
                    .contains { $0.text == failure.text }
            }
            guard case .outcomeUnknown = failure.error else {
                #expect(!isThere, "seed \(seed): \(failure.error)")
                continue
            }
            open += 1
            found += isThere ? 1 : 0
        }
        // Each of the two is what such a failure may leave.
        #expect(found > 0 && found < open)
    }

    /// Posts until it fails, and tells what failed.
    private static func firstFailure(
        of store: ChatStore
    ) async throws -> (text: String, error: StoreError) {
        var number = 0
        while true {
            number += 1
            let draft = try Draft.message("post \(number)")
            do throws(StoreError) {
                _ = try await store.append(draft)
            } catch { return ("post \(number)", error) }
        }
    }

    // MARK: - What is done, and what is looked for

    /// Opens the store and writes until the power goes, or all is written.
    private func live(on disk: FaultDisk, life: Int, _ record: Record) async {
        // The power may go while it is opened.
        try? await withStore(in: disk.folder) { store in
            for draft in record.state.withLock({ $0.open.values }) {
                guard await record.append(draft, to: store) else { return }
            }
            await write(to: store, life: life, record)
        }
    }

    private func write(to store: ChatStore, life: Int, _ record: Record) async {
        await withTaskGroup(of: Void.self) { group in
            for writer in 1...Self.writers {
                group.addTask {
                    for post in 1...Self.posts {
                        let key = "\(life)-\(writer)-\(post)"
                        let room = Self.rooms[(writer + post) % Self.rooms.count]
                        let text = key + String(repeating: "x", count: writer * post * 8)
                        guard let draft = try? Draft.message(text, in: room, key: key) else {
                            return
                        }
                        _ = await record.append(draft, to: store)
                    }
                }
            }
        }
    }

    /// Opens what is left, and compares it with what was acknowledged.
    private func faults(in folder: TemporaryFolder, _ record: Record) async throws -> [String] {
        let log: [[DurableEvent]] = try await withStore(in: folder) { store in
            var log: [[DurableEvent]] = []
            for room in Self.rooms {
                let query = EventQuery.history(of: try RoomName(room), limit: 5000)
                // A room that nobody came to write to is not there.
                log.append((try? await store.events(query)) ?? [])
            }
            return log
        }
        let check = try LogCheck(folder: folder.path).run { _ in }.findings
        return faults(of: log, record.state.withLock { $0 })
            + check.filter { $0.verdict == .fault }.map { "\($0.part): \($0.words)" }
    }

    private func faults(of log: [[DurableEvent]], _ state: Record.State) -> [String] {
        var faults: [String] = []
        var keys: Set<String> = []
        for room in log {
            let numbers = room.map(\.seq)
            if numbers != (0..<room.count).map({ Int64($0 + 1) }) {
                faults.append("a room is numbered \(numbers)")
            }
            for event in room {
                guard case .message(let message) = event.content, let key = message.key,
                    state.asked.contains(key), message.text.hasPrefix(key)
                else {
                    faults.append("\(event.room) \(event.seq) was not asked for like that")
                    continue
                }
                if !keys.insert(key).inserted { faults.append("\(key) is there twice") }
            }
        }
        let lost = Set(state.acknowledged).subtracting(log.joined())
        return faults + lost.map { "\($0.room) \($0.seq) is lost, though acknowledged" }
    }
}
