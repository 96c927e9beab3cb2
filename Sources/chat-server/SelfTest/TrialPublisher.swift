import ChatProtocol
import ChatServer
import NIOHTTP1

/// Someone who posts, changes what was posted, and marks rooms as read: each with a key, again and
/// again until it is acknowledged.
struct TrialPublisher: Sendable {
    private static let pause = Duration.milliseconds(20)
    private static let padding = 0...300
    private static let emoji = ["👍", "🎉", "+1"]
    /// One message in so many is changed, and after one in so many a room is marked as read.
    private static let changeOdds = 6
    private static let markOdds = 40
    /// The newest messages of one's own, of which one is changed.
    private static let keptMessages = 50

    /// A message of one's own that can be changed.
    private struct Own {
        let room: String
        let seq: Int64
        var emoji: Set<String> = []
    }

    /// What one remembers.
    private struct Memory {
        var count = 0
        var own: [Own] = []
        var newest: [String: Int64] = [:]
        var generator: SeededGenerator
    }

    let number: Int
    /// What no other run has.
    let runMark: String
    let link: TrialLink
    let rooms: [String]
    let record: TrialRecord

    /// Under which name it speaks.
    var user: String { "publisher\(number)" }

    /// Posts until it is told to stop, and then until its last act is acknowledged.
    ///
    /// Suspends for as long.
    ///
    /// - Parameters:
    ///   - seed: of the trial.
    ///   - isOver: tells when nothing further is begun.
    /// - Throws: when the server does not take something for good.
    func run(seed: UInt64, until isOver: @Sendable () -> Bool) async throws {
        var memory = Memory(generator: SeededGenerator(seed: seed, stream: UInt64(number)))
        while !isOver(), !Task.isCancelled {
            memory.count += 1
            try await say(&memory)
            if Int.random(in: 1...Self.changeOdds, using: &memory.generator) == 1 {
                try await change(&memory)
            }
            if Int.random(in: 1...Self.markOdds, using: &memory.generator) == 1 {
                try await mark(&memory)
            }
        }
    }

    // MARK: - What it does

    private func say(_ memory: inout Memory) async throws {
        let room = rooms[Int.random(in: rooms.indices, using: &memory.generator)]
        let padding = Int.random(in: Self.padding, using: &memory.generator)
        let text =
            "\(number)-\(memory.count) says " + String(repeating: "·", count: padding) + "end"
        let deed = deed(.say(TestHistory.shortened(text)), in: room)
        record.write { $0.asked.insert(deed) }
        let answer = try await insist(.POST, "/rooms/\(room)/messages", "\(memory.count)", text)
        var decoder = EventDecoder(format: .ndjson)
        guard case .durable(let event)? = try decoder?.decode(answer + [0x0a]).first else {
            throw CommandFailure(.protocolFault, "a post is answered by something else")
        }
        record.write { $0.acknowledged.append(.init(seq: event.seq, deed: deed)) }
        memory.newest[room] = event.seq
        memory.own.append(Own(room: room, seq: event.seq))
        if memory.own.count > Self.keptMessages { memory.own.removeFirst() }
    }

    private func change(_ memory: inout Memory) async throws {
        let index = Int.random(in: memory.own.indices, using: &memory.generator)
        let own = memory.own[index]
        let path = "/rooms/\(own.room)/messages/\(own.seq)"
        let key = "\(memory.count)-change"
        switch Int.random(in: 1...10, using: &memory.generator) {
        case 1...2:
            memory.own.remove(at: index)
            if memory.own.isEmpty { memory.own.append(own) }
            try await insist(.delete(own.seq), in: own.room, .DELETE, path, key)
        case 3...6:
            let text = "\(number)-\(memory.count) says so"
            try await insist(.edit(of: own.seq, text), in: own.room, .PATCH, path, key, text)
        default:
            let emoji = Self.emoji[Int.random(in: Self.emoji.indices, using: &memory.generator)]
            try await react(emoji, to: own, at: index, path, key, &memory)
        }
    }

    /// Puts an emoji, or takes it back; each once, so that it is known again.
    private func react(
        _ emoji: String,
        to own: Own,
        at index: Int,
        _ path: String,
        _ key: String,
        _ memory: inout Memory
    ) async throws {
        let isOn = !own.emoji.contains(emoji)
        guard isOn || !own.emoji.contains("-" + emoji) else { return }
        memory.own[index].emoji.insert(isOn ? emoji : "-" + emoji)
        try await insist(
            .react(to: own.seq, emoji: emoji, isOn: isOn),
            in: own.room,
            isOn ? .PUT : .DELETE,
            "\(path)/reactions/\(emoji.percentEncoded)",
            key
        )
    }

    private func mark(_ memory: inout Memory) async throws {
        let rooms = memory.newest.sorted { $0.key < $1.key }
        guard let (room, seq) = rooms.randomElement(using: &memory.generator) else { return }
        let body = #"{"seq":\#(seq)}"#
        _ = try await insist(.PUT, "/rooms/\(room)/read", nil, body, "application/json")
        record.mark(seq, by: user, in: room)
    }

    // MARK: - Until it is acknowledged

    private func deed(_ act: TestHistory.Act, in room: String) -> TestHistory.Deed {
        TestHistory.Deed(room: room, user: user, act: act)
    }

    private func insist(
        _ act: TestHistory.Act,
        in room: String,
        _ method: HTTPMethod,
        _ path: String,
        _ key: String,
        _ text: String? = nil
    ) async throws {
        let deed = deed(act, in: room)
        record.write { $0.asked.insert(deed) }
        _ = try await insist(method, path, key, text)
        record.write { $0.changed.append(deed) }
    }

    private func insist(
        _ method: HTTPMethod,
        _ path: String,
        _ key: String?,
        _ body: String?,
        _ type: String = "text/plain; charset=utf-8"
    ) async throws -> [UInt8] {
        var fields = [TrialLink.credentials(of: user)]
        if let key { fields.append(("Idempotency-Key", "\(runMark)-\(number)-\(key)")) }
        if body != nil { fields.append(("Content-Type", type)) }
        while true {
            do {
                return try await link.ask(method, path, fields, body: body)
            } catch let failure as CommandFailure
                where [.data, .noInput, .noPermission].contains(failure.exit)
            {
                // Refused for good: what is asked for is there, so one of both is wrong.
                throw CommandFailure(.failure, "\(user): \(method) \(path): \(failure)")
            } catch {
                // Whether it was taken is not known: the key makes it one all the same.
                record.count { $0.repeats += 1 }
                try await Task.sleep(for: Self.pause)
            }
        }
    }
}
