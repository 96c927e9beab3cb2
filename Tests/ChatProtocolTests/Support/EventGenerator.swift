import ChatProtocol
import TestTools
import Testing

/// Draws events of every type, their texts hostile.
struct EventGenerator {
    private var random: SeededGenerator
    private let log: LogName

    /// Makes a generator.
    ///
    /// - Parameter seed: the same seed gives the same events.
    /// - Throws: if its log's name is none.
    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        log = try #require(LogName("k3f9"))
    }

    /// Draws an event.
    ///
    /// - Returns: any type with equal chance.
    /// - Throws: if a drawn name is none.
    mutating func event() throws -> Event {
        switch Int.random(in: 0..<16, using: &random) {
        case 0..<6: .durable(try durable())
        case 6: .ephemeral(.presence(room: try room(), user: try member(), here: flag()))
        case 7: .ephemeral(.typing(room: try room(), user: try member()))
        case 8: .ephemeral(.read(room: try room(), seq: number(0)))
        case 9: .control(.open(rooms: try ranges(), heartbeat: Int(number(5) % 60)))
        case 10: .control(.live)
        case 11: .control(.ping(at: timestamp(), cursor: cursor()))
        case 12:
            .control(
                .gap(.init(room: try room(), from: number(1), to: number(1), reason: text(0...2)))
            )
        case 13: .control(.lag(room: try room(), behind: number(0)))
        case 14: .control(.error(room: flag() ? try room() : nil, problem()))
        default:
            .control(
                .bye(
                    .init(
                        reason: text(0...2),
                        reconnect: flag(),
                        retryAfter: flag() ? Int(number(0) % 100) : nil,
                        cursor: cursor()
                    )
                )
            )
        }
    }

    /// Draws a durable event.
    ///
    /// - Returns: any content with equal chance.
    /// - Throws: if a drawn name is none.
    mutating func durable() throws -> DurableEvent {
        DurableEvent(
            room: try room(),
            seq: number(1),
            cursor: cursor(),
            at: timestamp(),
            user: try member(),
            content: try content()
        )
    }

    /// Draws a text.
    ///
    /// - Parameter range: how many pieces of ``HostileText``.
    mutating func text(_ range: ClosedRange<Int>) -> String {
        HostileText.make(range, using: &random)
    }

    /// Cuts bytes at random places.
    ///
    /// - Returns: the pieces in order, some of them empty.
    mutating func split(_ bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let most = flag() ? 3 : 200
            pieces.append(Array(rest.prefix(Int.random(in: 0...most, using: &random))))
            rest = rest.dropFirst(pieces.last?.count ?? 0)
        }
        return pieces
    }

    private mutating func content() throws -> DurableEvent.Content {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .message(message())
        case 1: .edit(target: number(1), text: text(0...6))
        case 2: .delete(target: number(1))
        case 3: .react(target: number(1), emoji: text(1...2), on: flag())
        case 4:
            .room(
                RoomChange(
                    topic: flag() ? text(0...4) : nil,
                    visibility: flag() ? Visibility.allCases.randomElement(using: &random) : nil
                )
            )
        default:
            .member(
                try member(),
                role: Role.allCases.randomElement(using: &random) ?? .member,
                terms: MemberTerms(was: flag() ? Role.allCases.randomElement(using: &random) : nil)
            )
        }
    }

    private mutating func message() -> Message {
        let file = FileReference(
            name: text(1...3),
            size: number(0),
            type: "text/plain",
            sha256: String(repeating: "0a", count: 32),
            url: "/files/" + text(0...2)
        )
        return Message(
            text: text(0...12),
            replyTo: flag() ? number(1) : nil,
            file: flag() ? file : nil,
            kind: flag() ? .action : nil,
            key: flag() ? text(1...1) : nil,
            state: flag() ? state() : nil
        )
    }

    private mutating func state() -> MessageState? {
        var state = MessageState(isDeleted: flag())
        if flag() { state.editedAt = timestamp() }
        for number in 0..<Int.random(in: 0...3, using: &random) {
            let emoji = "\(number)" + text(0...2)
            state.reactions.append(.init(emoji: emoji, count: self.number(1)))
        }
        return state.isUntouched ? nil : state
    }

    private mutating func problem() -> Problem {
        var problem = Problem(
            status: 404,
            code: text(1...1),
            title: text(0...2),
            detail: text(0...4)
        )
        if flag() { problem.limit = number(0) }
        if flag() { problem.value = number(0) }
        if flag() { problem.configKey = text(0...1) }
        if flag() { problem.retryAfter = 3 }
        if flag() { problem.oldest = cursor() }
        if flag() { problem.newest = cursor() }
        return problem
    }

    private mutating func ranges() throws -> [ControlEvent.RoomRange] {
        try (0..<Int.random(in: 0...3, using: &random)).map { _ in
            .init(room: try room(), oldest: number(1), newest: number(0))
        }
    }

    private mutating func room() throws -> RoomName {
        let names = ["general", "a", "0.x_y-z", "@alice", "@[x]", "random"]
        return try RoomName(names[Int.random(in: 0..<names.count, using: &random)])
    }

    private mutating func member() throws -> MemberName {
        let names = ["alice", "Bob", "[x]", "[general]", "a|b", "^`{}\\", "-", "guest"]
        return try MemberName(names[Int.random(in: 0..<names.count, using: &random)])
    }

    private mutating func cursor() -> Cursor { Cursor(log: log, position: number(0)) }

    private mutating func timestamp() -> Timestamp {
        Timestamp(milliseconds: Int64.random(in: Timestamp.bounds, using: &random))
    }

    private mutating func number(_ least: Int64) -> Int64 {
        let most: Int64 = flag() ? 20 : (flag() ? 100_000 : WireNumber.maximum)
        return Int64.random(in: least...most, using: &random)
    }

    private mutating func flag() -> Bool { Bool.random(using: &random) }
}
