/// What goes over a channel of PostgreSQL: `NODE NUMBER TOPIC TEXT`.
///
/// The number makes each different: of those that are alike, PostgreSQL delivers one.
enum NoticeText {
    /// What a server may hear.
    enum Message: Equatable {
        /// The log has grown.
        case commit(NodeNumber)
        case notice(Notice)
    }

    private static let commit = "commit"

    /// Writes what tells of a commit.
    static func commit(by node: NodeNumber) -> String { "\(node.rawValue) 0 \(commit) " }

    /// Writes a notice.
    ///
    /// - Parameters:
    ///   - notice: whose text is short enough.
    ///   - number: how many its sender has sent.
    static func text(of notice: Notice, number: Int64) -> String {
        "\(notice.from.rawValue) \(number) \(notice.topic.rawValue) \(notice.text)"
    }

    /// Reads a text.
    ///
    /// - Returns: `nil` for what is none of these, or of a topic that a newer version has.
    static func read(_ text: String) -> Message? {
        let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let number = Int64(parts[0]), number > 0 else { return nil }
        let node = NodeNumber(number)
        if parts[2] == commit { return .commit(node) }
        return Notice.Topic(rawValue: String(parts[2])).map { topic in
            .notice(Notice(from: node, topic: topic, text: String(parts[3])))
        }
    }
}
