import ChatProtocol
import TestTools

@testable import ChatTUI

/// Makes inputs of every kind, likely and not.
struct InputMaker {
    private static let texts = [
        "hello", "日本語 テキスト", "👩‍👩‍👧 👍🏽 🇩🇪", "e\u{301}\u{302}", "\u{1b}[31mred", "\u{202e}olleh", "/",
        "//x",
        "https://example.org/" + String(repeating: "x", count: 90), "a\nb\r\nc", "\t\t", " ", "",
        String(repeating: "w ", count: 300), "anna: you", "\u{200b}\u{feff}", "/join x", "/names",
        "/nick b", "/react tada", "/edit x", "/delete", "/clear", ":smile:", "/mute", "/thread",
        "/reply", "/ignore bob", "/highlight x", "/copy", "/open 1",
    ]
    private static let codes: [Key.Code] = [
        .enter, .tab, .backspace, .delete, .escape, .up, .down, .left, .right, .home, .end, .pageUp,
        .pageDown, .function(1), .function(2),
    ]
    private var generator: SeededGenerator
    private var seq: Int64 = 0

    /// Makes a maker.
    ///
    /// - Parameter seed: printed by the test that fails.
    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func text() -> String { Self.texts[roll(Self.texts.count)] }

    private mutating func name() -> RoomName {
        [general, random, room("@bob"), room("other")][roll(4)]
    }

    private mutating func number() -> Int64 {
        switch roll(8) {
        case 0: Int64(roll(400))
        case 1: [Int64.max, .min, 0, -1, 1 << 53][roll(5)]
        case 2: seq + 5
        default: seq + 1
        }
    }

    private mutating func durable() -> DurableEvent {
        seq = max(0, min(number(), 10_000))
        let other = Int64(roll(400))
        let content: DurableEvent.Content =
            switch roll(10) {
            case 0: .edit(target: other, text: text())
            case 1: .delete(target: other)
            case 2: .react(target: other, emoji: text(), on: roll(3) > 0)
            case 3: .room(RoomChange(topic: text()))
            case 4: .member(bob, role: Role.allCases[roll(Role.allCases.count)])
            case 5:
                .message(Message(text: text(), replyTo: other, kind: .action, key: "k-\(roll(9))"))
            case 6:
                .message(
                    Message(
                        text: text(),
                        file: FileReference(
                            name: text(),
                            size: number(),
                            type: "x",
                            sha256: "x",
                            url: text()
                        )
                    )
                )
            default: .message(Message(text: text(), key: "k-\(roll(9))"))
            }
        let at = Timestamp(
            milliseconds: roll(9) == 0 ? .max : morning.milliseconds + Int64(roll(90_000_000))
        )
        let number = roll(20) == 0 ? number() : seq
        return DurableEvent(
            room: name(),
            seq: number,
            cursor: nil,
            at: at,
            user: [anna, alice, bob][roll(3)],
            content: content
        )
    }

    private mutating func key() -> Key {
        let modifiers = Key.Modifiers(rawValue: [0, 0, 0, 1, 2, 4][roll(6)])
        if roll(3) == 0 { return Key(Self.codes[roll(Self.codes.count)], modifiers) }
        let character = Array("srojgGcqY+:srabdefghjklnptuwyz_/1234 日👍é\u{301}")
        return Key(.character(character[roll(character.count)]), modifiers)
    }

    /// A key as it is pressed while one writes, or a moment in between.
    mutating func typing() -> Input {
        switch roll(12) {
        case 0: return .key(key())
        case 1: return .key(Key([.left, .right, .home, .end, .backspace][roll(5)]))
        case 2: return .tick(Timestamp(milliseconds: morning.milliseconds + Int64(roll(3_000))))
        default:
            let characters = Array("abcdefgh  日e\u{301}")
            return .key(Key(.character(characters[roll(characters.count)])))
        }
    }

    /// Anything.
    mutating func input() -> Input {
        switch roll(28) {
        case 0...7: return .key(key())
        case 8: return .paste(text())
        case 9: return .resize(Size(columns: roll(130), rows: roll(40)))
        case 10: return .focus(roll(2) == 0)
        case 11:
            return .tick(
                Timestamp(
                    milliseconds: roll(5) == 0 ? .min : morning.milliseconds + Int64(roll(99_999))
                )
            )
        case 12: return .stream(health())
        case 13...16: return .event(.durable(durable()))
        case 17: return .event(.control(control()))
        case 18:
            let room = name()
            let page = (0..<roll(60)).map { _ in durable() }.map { event in
                var event = event
                event.room = room
                return event
            }
            return .history(room, page, atStart: roll(4) == 0)
        case 19:
            return .posted(key: "k-\(roll(9))", roll(3) == 0 ? nil : durable())
        case 20: return .refused(key: "k-\(roll(9))", reason: text())
        case 21: return roll(3) == 0 ? .edited(text()) : .notice(text())
        case 24:
            let hits = (0..<roll(9)).map { _ in durable() }
            return .found(roll(4), hits, isDone: roll(3) == 0)
        case 25: return .searchFailed(roll(4), reason: text())
        case 26:
            let (room, seq) = (name(), number())
            guard roll(5) > 0 else { return .messageFailed(room, seq: seq) }
            return .message(room, seq: seq, roll(3) == 0 ? nil : durable())
        case 22:
            let members = [MemberSummary(name: bob, role: .owner, isHere: true)]
            return roll(2) == 0 ? .members(name(), members) : .historyFailed(name(), reason: text())
        default:
            return .rooms([
                RoomSummary(
                    name: name(),
                    topic: text(),
                    newest: number(),
                    read: number(),
                    here: Int(roll(9)) - 2
                )
            ])
        }
    }

    private mutating func health() -> StreamHealth {
        switch roll(5) {
        case 0: .connecting(server: text())
        case 1: .catchingUp
        case 2: .stale(seconds: roll(99) - 9)
        case 3:
            .offline(reason: text(), retryAt: Timestamp(milliseconds: roll(2) == 0 ? .max : .min))
        default: .live
        }
    }

    private mutating func control() -> ControlEvent {
        switch roll(5) {
        case 0:
            .open(rooms: [.init(room: name(), oldest: number(), newest: number())], heartbeat: 20)
        case 1: .live
        case 2:
            .gap(
                .init(
                    room: name(),
                    from: number(),
                    to: number(),
                    reason: ["removed", "retention", "other_log"][roll(3)]
                )
            )
        case 3: .error(room: name(), Problem(status: 403, code: "x", title: "x", detail: text()))
        default: .lag(room: name(), behind: number())
        }
    }
}
