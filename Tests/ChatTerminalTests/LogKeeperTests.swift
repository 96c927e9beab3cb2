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

    private func settings() throws -> Settings {
        let server = ServerProfile(
            title: "x",
            address: try ServerAddress("http://127.0.0.1:1"),
            name: try MemberName("anna"),
            rooms: [try RoomName("general")]
        )
        return Settings(servers: [server], state: StateFolder(path: folder), environment: [:])
    }

    private func model(_ events: DurableEvent...) throws -> Model {
        var model = Model(
            name: try MemberName("anna"),
            rooms: [try RoomName("general")],
            server: "x",
            size: Size(columns: 80, rows: 24),
            now: Timestamp(milliseconds: 0),
            zone: .fixed(0),
            session: "k"
        )
        model.options.log = .on
        for event in events { _ = update(&model, .event(.durable(event))) }
        return model
    }

    /// An event that was said on 2026-11-22, or a day before.
    private func event(
        _ seq: Int64,
        _ content: DurableEvent.Content,
        daysAgo days: Int64 = 0
    ) throws -> DurableEvent {
        DurableEvent(
            room: try RoomName("general"),
            seq: seq,
            cursor: Cursor(log: try #require(LogName("aaaa")), position: seq),
            at: Timestamp(milliseconds: 1_795_333_200_000 - days * 86_400_000),
            user: try MemberName("bob"),
            content: content
        )
    }

    private func said(
        _ seq: Int64,
        _ text: String,
        daysAgo days: Int64 = 0
    ) throws -> DurableEvent {
        try event(seq, .message(Message(text: text)), daysAgo: days)
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
            #expect(keeper.note(first) == nil)
            #expect(try lines() == ["[2] bob: old", "[1] bob: a"])
        }
        let second = try model(try said(1, "a"), old, liked, try said(4, "b"))
        for keeper in [other, one] {
            #expect(keeper.note(second) == nil)
            #expect(try lines() == ["[2] bob: old", "[1] bob: a", "[4] bob: b"])
        }
    }

    @Test("says which events it never saw")
    func hole() throws {
        defer { remove() }
        #expect(LogKeeper(try settings()).note(try model(try said(1, "a"))) == nil)
        #expect(LogKeeper(try settings()).note(try model(try said(5, "b"))) == nil)
        #expect(try lines() == ["[1] bob: a", "-- events 2 to 4 were not here", "[5] bob: b"])
    }

    private func remove() {
        #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) }
    }
}
