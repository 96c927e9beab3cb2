package import ChatProtocol

/// What is searched for, and where.
package struct SearchQuery: Sendable, Hashable {
    package var words: SearchWords
    package var scope: SearchScope
    /// Only what this member said.
    package var user: MemberName?
    /// Only messages at later positions.
    package var after: Int64
    /// Only messages at earlier positions.
    package var before: Int64
    /// Only messages that happened then or later.
    package var from: Timestamp?
    /// Only messages that happened earlier.
    package var until: Timestamp?

    /// Makes a query.
    ///
    /// - Parameters:
    ///   - user: only what this member said.
    ///   - after: only messages at later positions.
    ///   - before: only messages at earlier positions.
    ///   - from: only messages that happened then or later.
    ///   - until: only messages that happened earlier.
    package init(
        _ words: SearchWords,
        scope: SearchScope,
        user: MemberName? = nil,
        after: Int64 = 0,
        before: Int64 = .max,
        from: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        self.words = words
        self.scope = scope
        self.user = user
        self.after = after
        self.before = before
        self.from = from
        self.until = until
    }
}

/// A part of what a search found.
package struct SearchPage: Sendable, Hashable {
    /// As they are now, the newest first; those deleted since they were found are left out.
    package var messages: [DurableEvent]
    /// The position before which the next part begins; `nil` when there is none.
    package var next: Int64?
}

/// How far the index is.
package struct SearchProgress: Sendable, Hashable {
    /// The newest position that it holds.
    package var through: Int64
    /// The log's newest position.
    package var head: Int64

    /// Events that no search finds yet.
    package var behind: Int64 { max(0, head - through) }
}
