package import ChatProtocol

/// Which messages behind a read marker are asked for, where the server's count of them is not the
/// person's: it knows neither who is ignored nor what is looked out for.
package struct UnheldMessages: Hashable, Sendable {
    /// Words and members of each that are asked for at most.
    static let limit = 8

    /// The read marker that the server counted from.
    package var after: Int64
    /// The newest `seq` that it counted.
    package var through: Int64
    /// Messages with one of these texts in them.
    package var words: [String]
    /// Messages of these members.
    package var members: [MemberName]

    /// Whether there is nothing to ask for.
    var isEmpty: Bool { words.isEmpty && members.isEmpty }

    /// One of them, as far as it is counted.
    struct Found: Hashable, Sendable {
        var user: MemberName
        /// Whether it has the person's name in it, which the server counts too.
        var isNamed: Bool
        /// The words in it that are looked out for.
        var words: Set<String>
    }
}

extension Room {
    /// What of the messages that are not held is counted otherwise than the server does.
    struct UnheldCount: Hashable, Sendable {
        /// Messages of who is ignored.
        var ignored: Int64 = 0
        /// Those of them that name the person.
        var ignoredNaming: Int64 = 0
        /// Messages of others with a word in them that is looked out for, and no name.
        var called = 0
    }

    /// Counts what was found of the messages that are not held.
    ///
    /// Where the server counted no further, who is ignored may have said it before that, and stays
    /// in its number: no call is to be taken away for it.
    ///
    /// - Parameters:
    ///   - read: the read marker; where less was read than the server counted from, nothing is
    ///     known of what it left out.
    ///   - ignored: members.
    ///   - highlights: words that are looked out for.
    /// - Returns: nothing where none was asked for.
    /// - Complexity: O(found).
    func unheldCount(
        after read: Int64,
        ignored: Set<MemberName>,
        highlights: [String]
    ) -> UnheldCount {
        var count = UnheldCount()
        guard let told, read >= told.read else { return count }
        for (seq, found) in unheld where seq > read && timeline.index(of: seq) == nil {
            if ignored.contains(found.user) {
                guard !told.isMore else { continue }
                count.ignored += 1
                count.ignoredNaming += found.isNamed ? 1 : 0
            } else if !found.isNamed, highlights.contains(where: found.words.contains) {
                count.called += 1
            }
        }
        return count
    }
}
