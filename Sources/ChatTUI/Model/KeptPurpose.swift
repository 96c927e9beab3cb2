import ChatProtocol

/// What a draft is for, as it outlives the run.
///
/// It is `reply SEQ AT` with the words below it, or `edit SEQ AT REPLY BYTES` with the message's
/// text, which has so many bytes, and its new one.
///
/// `AT` is when the message was said, in milliseconds; `-` stands for what is not known.
struct KeptPurpose: Hashable, Sendable {
    var kind: Kind
    /// The message that is answered or changed.
    var seq: Int64
    var at: Timestamp?
    /// What is typed.
    var words: String

    enum Kind: Hashable, Sendable {
        case reply
        /// How the message reads, and what the draft behind answers.
        case edit(original: String, replyTo: Int64?)
    }

    /// As it is kept.
    var text: String {
        let about = "\(seq) \(Self.word(at?.milliseconds))"
        switch kind {
        case .reply: return "reply \(about)\n\(words)"
        case .edit(let original, let replyTo):
            let rest = "\(Self.word(replyTo)) \(original.utf8.count)"
            return "edit \(about) \(rest)\n\(original)\(words)"
        }
    }

    private static func word(_ number: Int64?) -> String { number.map { "\($0)" } ?? "-" }
}

extension KeptPurpose {
    /// Reads what was kept.
    ///
    /// - Parameter text: as ``text`` gives it; `nil` comes of anything else.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let head = String(decoding: parts[0], as: UTF8.self).split(separator: " ").map(String.init)
        guard head.count >= 3, let seq = Int64(head[1]), Timeline.seqs.contains(seq) else {
            return nil
        }
        self.seq = seq
        at = Int64(head[2]).map { Timestamp(milliseconds: $0) }
        switch (head[0], head.count) {
        case ("reply", 3):
            kind = .reply
            words = String(decoding: parts[1], as: UTF8.self)
        case ("edit", 5):
            guard let bytes = Int(head[4]), (0...parts[1].count).contains(bytes) else {
                return nil
            }
            let original = String(decoding: parts[1].prefix(bytes), as: UTF8.self)
            kind = .edit(original: original, replyTo: Int64(head[3]))
            words = String(decoding: parts[1].dropFirst(bytes), as: UTF8.self)
        default: return nil
        }
    }
}
