import ChatProtocol
import ChatServer

extension TestHistory.Entry {
    /// Takes an event of the log; `nil` for any other, and for those that no trial makes.
    ///
    /// - Parameter event: of a stream or an export.
    init?(_ event: Event) {
        guard case .durable(let event) = event, let act = TestHistory.Act(event.content) else {
            return nil
        }
        self.init(
            seq: event.seq,
            deed: TestHistory.Deed(
                room: event.room.description,
                user: event.user.description,
                act: act
            )
        )
    }
}

extension TestHistory.Line {
    /// Takes a line of text.
    init(user: MemberName, _ text: String) {
        self.init(user: user.description, text: TestHistory.shortened(text))
    }
}

extension TestHistory.Act {
    /// Takes what happened; `nil` for what no trial does.
    init?(_ content: DurableEvent.Content) {
        switch content {
        case .message(let message): self = .say(TestHistory.shortened(message.text))
        case .edit(let target, let text):
            self = .edit(of: target, TestHistory.shortened(text))
        case .delete(let target, _): self = .delete(target)
        case .react(let target, let emoji, let isOn):
            self = .react(to: target, emoji: emoji, isOn: isOn)
        case .room, .member, .unknown: return nil
        }
    }

    /// The same with a text as it is written down.
    var shortened: Self {
        switch self {
        case .say(let text): .say(TestHistory.shortened(text))
        case .edit(let target, let text): .edit(of: target, TestHistory.shortened(text))
        case .delete, .react: self
        }
    }
}

extension TestHistory {
    private static let wholeBytes = 40

    /// A text's beginning and a hash of all of it, which is the same within a process, so that
    /// millions of them fit into memory.
    ///
    /// - Parameter text: any; a short one stays whole.
    static func shortened(_ text: String) -> String {
        guard text.utf8.count > wholeBytes else { return text }
        let hash = UInt(bitPattern: text.hashValue)
        return text.prefix(wholeBytes / 2) + "#" + String(hash, radix: 16)
    }
}
