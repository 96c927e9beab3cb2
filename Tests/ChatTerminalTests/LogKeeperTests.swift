import ChatClient
import ChatProtocol
import Foundation
import Testing

@testable import ChatTUI
@testable import ChatTerminal

@Suite("The keeper of logs")
@MainActor
struct LogKeeperTests {
    private let folder = NSTemporaryDirectory() + "burble-log-\(UUID().uuidString)"

    private func settings() throws -> Settings { try .ofTest(in: folder) }

    private func model(_ events: DurableEvent...) throws -> Model {
        var model = Model(
            name: try MemberName("anna"),
            rooms: [try RoomName("general")],
            server: "x",
            size: Size(columns: 80, rows: 24),
            now: Timestamp(milliseconds: 0),
            zone: LocalZone { _ in 0 },
            session: "k"
        )
        model.options.log = .on
        for event in events { _ = update(&model, .event(.durable(event))) }
        return model
    }

    /// An event that was said on 2026-11-22, or days before.
    private func event(
        _ seq: Int64,
        _ content: DurableEvent.Content,
        daysAgo days: Int64 = 0,
        at position: Int64? = nil
    ) throws -> DurableEvent {
        DurableEvent(
            room: try RoomName("general"),
            seq: seq,
            cursor: Cursor(log: try #require(LogName("aaaa")), position: position ?? seq + 10),
            at: Timestamp(milliseconds: 1_795_333_200_000 - days * 86_400_000),
            user: try MemberName("bob"),
            content: content
        )
    }

    private func said(
        _ seq: Int64,
        _ text: String,
        daysAgo days: Int64 = 0,
        at position: Int64? = nil
    ) throws -> DurableEvent {
        try event(seq, .message(Message(text: text)), daysAgo: days, at: position)
    }

    /// Has a keeper take note until all is there: a program that another test starts holds the lock
    /// until it runs.
    private func note(_ model: Model, by keeper: LogKeeper? = nil) throws {
        let keeper = try keeper ?? LogKeeper(settings())
        let newest = try #require(model.newestHeld(in: try RoomName("general"))?.cursor)
        let logs = LogFolder(in: StateFolder(path: folder), for: try settings().server)
        for _ in 0..<100_000 {
            #expect(keeper.note(model) == nil)
            let kept = logs.progress.newest(of: "general", in: newest.log).position
            if kept == newest.position { return }
        }
        Issue.record("nothing is kept")
    }

    /// The lines of all days, the oldest first, without their times.
    private func lines() throws -> [String] {
        let logs = LogFolder(in: StateFolder(path: folder), for: try settings().server).path
        return ["2026-11-20", "2026-11-22"].flatMap { day in
            let bytes = StateFolder(path: logs).read("general_\(day).log", upTo: 1_000_000) ?? []
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
                line.hasPrefix("--") ? String(line) : String(line.dropFirst(20))
            }
        }
    }

    // Lines came twice: an old message that was imported today was the last line of no day.
    @Test("writes each event once, whichever client of a person sees it first")
    func once() throws {
        defer { remove() }
        let (one, other) = (LogKeeper(try settings()), LogKeeper(try settings()))
        let old = try said(2, "old", daysAgo: 2)
        let liked = try event(3, .react(target: 1, emoji: "x", on: true))
        let first = try model(try said(1, "a"), old, liked)
        for keeper in [one, other, LogKeeper(try settings())] {
            try note(first, by: keeper)
            #expect(try lines() == ["[2] bob: old", "[1] bob: a"])
        }
        let second = try model(try said(1, "a"), old, liked, try said(4, "b"))
        for keeper in [other, one] {
            try note(second, by: keeper)
            #expect(try lines() == ["[2] bob: old", "[1] bob: a", "[4] bob: b"])
        }
    }

    @Test("says which events it never saw")
    func hole() throws {
        defer { remove() }
        try note(try model(try said(1, "a")))
        try note(try model(try said(5, "b")))
        #expect(try lines() == ["[1] bob: a", "-- events 2 to 4 were not here", "[5] bob: b"])
    }

    // The newest page came before the replay had reached it: what lies between was never written.
    @Test("waits for what the replay is still to bring, and says what did not come at all")
    func replay() throws {
        defer { remove() }
        var early = try model(try said(1, "a"), try said(2, "b"), try said(5, "e"))
        try note(early)
        #expect(try lines() == ["[1] bob: a", "[2] bob: b"])
        for event in [try said(3, "c"), try said(7, "g")] {
            _ = update(&early, .event(.durable(event)))
        }
        _ = update(&early, .event(.control(.live)))
        _ = update(&early, .historyFailed(try RoomName("general"), reason: "gone"))
        try note(early)
        #expect(
            try lines().dropFirst(2) == [
                "[3] bob: c", "-- event 4 was not here", "[5] bob: e", "-- event 6 was not here",
                "[7] bob: g",
            ]
        )
    }

    @Test("begins anew with a room that was made anew")
    func anew() throws {
        defer { remove() }
        let old = try model(try said(1, "a"), try said(2, "b"))
        try note(old)
        let new = try model(try said(1, "c", at: 40), try said(2, "d", at: 41))
        try note(new)
        try note(new)
        let found = try lines()
        #expect(found == ["[1] bob: a", "[2] bob: b", "[1] bob: c", "[2] bob: d"])
    }

    // Positions that were given once more were all taken for written.
    @Test("goes on in a room that was set back, as by a server that was restored from a backup")
    func setBack() throws {
        defer { remove() }
        let kept = try said(1, "a", daysAgo: 2)
        let lost = try said(2, "b", daysAgo: 2)
        try note(try model(kept, lost, try said(3, "c", daysAgo: 2)))
        // Who is merely behind has nothing to add.
        #expect(try LogKeeper(settings()).note(try model(kept, lost)) == nil)
        let anew = try model(kept, try said(2, "d"))
        for _ in 0..<2 {
            try note(anew)
            #expect(try lines() == ["[1] bob: a", "[2] bob: b", "[3] bob: c", "[2] bob: d"])
        }
        let passed = try model(kept, try said(2, "d"), try said(3, "e"), try said(4, "f"))
        try note(passed)
        #expect(try lines().suffix(3) == ["[2] bob: d", "[3] bob: e", "[4] bob: f"])
    }

    @Test("goes on in a room that was set back and has passed its old end meanwhile")
    func passed() throws {
        defer { remove() }
        try note(try model(try said(1, "a", daysAgo: 2), try said(2, "b", daysAgo: 2)))
        let events = [try said(1, "a", daysAgo: 2), try said(2, "c"), try said(3, "d")]
        try note(try model(events[0], events[1], events[2]))
        #expect(try lines() == ["[1] bob: a", "[2] bob: b", "[2] bob: c", "[3] bob: d"])
    }

    private func remove() {
        #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) }
    }
}
