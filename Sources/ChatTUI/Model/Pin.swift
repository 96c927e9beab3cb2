import ChatProtocol

/// A message to come back to.
///
/// Its number is another message's once its room is deleted and made anew, or the log is another
/// one: when it was said, and by whom, tells it from that one.
package struct Pin: Hashable, Sendable {
    package let seq: Int64
    /// `nil` where a version before this kept the number alone.
    let origin: Origin?

    /// What a message is known by in any log.
    struct Origin: Hashable, Sendable {
        var at: Timestamp
        var user: MemberName
    }

    /// Makes the pin of a message.
    init(_ event: DurableEvent) {
        seq = event.seq
        origin = Origin(at: event.at, user: event.user)
    }

    /// Whether a message is the one that was pinned, as far as that is known.
    ///
    /// - Returns: `false` for another one that has its number.
    func isOf(_ event: DurableEvent) -> Bool {
        guard seq == event.seq, event.content.isMessage else { return false }
        return origin.map { $0 == Origin(at: event.at, user: event.user) } ?? true
    }
}

extension Pin {
    /// As it is kept: the number, and when it was said in milliseconds, and by whom.
    var text: String {
        origin.map { "\(seq) \($0.at.milliseconds) \($0.user)" } ?? "\(seq)"
    }

    /// Reads what was kept.
    ///
    /// - Parameter text: as ``text`` gives it; `nil` comes of anything else.
    init?(text: String) {
        let words = text.split(separator: " ")
        guard let first = words.first, let seq = Int64(first), Timeline.seqs.contains(seq) else {
            return nil
        }
        self.seq = seq
        guard words.count > 1 else {
            origin = nil
            return
        }
        // A name that is none is damage like any other.
        guard words.count == 3, let at = Int64(words[1]), let user = try? MemberName(words[2])
        else { return nil }
        origin = Origin(at: Timestamp(milliseconds: at), user: user)
    }
}
