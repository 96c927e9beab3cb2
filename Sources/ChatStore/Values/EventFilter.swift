package import ChatProtocol

/// Which events a reader wants; the same rule for what is read from the log and what comes live.
///
/// Source: docs/API.md, section 4.
package struct EventFilter: Sendable, Hashable {
    /// The types that are wanted; `nil` is all.
    package var types: Set<Kind>?
    /// Only what this member caused.
    package var user: MemberName?
    /// Only messages and edits whose text holds this one.
    package var match: FoldedText?

    /// Makes a filter.
    ///
    /// - Parameters:
    ///   - types: the types that are wanted; `nil` is all, an empty set is none.
    ///   - user: only what this member caused.
    ///   - match: a plain substring, sought without regard to case.
    package init(types: Set<Kind>? = nil, user: MemberName? = nil, match: String? = nil) {
        self.types = types
        self.user = user
        self.match = match.map { FoldedText($0) }
    }

    /// The type of a durable event, as `types=` names it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case message, edit, delete, react, room, member
    }

    /// True when every event passes.
    package var isEmpty: Bool { types == nil && user == nil && match == nil }

    /// Whether an event passes.
    ///
    /// - Returns: true when it is wanted.
    package func includes(_ event: DurableEvent) -> Bool {
        includes(event) { event.searchedText }
    }

    /// Whether an event passes, for a caller who shows it to many filters and keeps its folded
    /// text.
    ///
    /// - Parameters:
    ///   - text: gives the event's ``DurableEvent/searchedText``; asked only where it is needed.
    /// - Returns: true when it is wanted.
    package func includes(_ event: DurableEvent, text: () -> SearchedText?) -> Bool {
        if let types {
            guard let kind = event.content.kind, types.contains(kind) else { return false }
        }
        if let user, user != event.user { return false }
        guard let match else { return true }
        return text().map { match.isIn($0) } ?? false
    }
}

extension DurableEvent {
    /// What `match` looks into, folded; `nil` for what holds no speech.
    ///
    /// - Complexity: O(bytes of its text), each time.
    package var searchedText: SearchedText? { content.searchableText.map { SearchedText($0) } }
}

extension DurableEvent.Content {
    /// The type, as a filter names it; `nil` for one that no filter can name.
    var kind: EventFilter.Kind? {
        switch self {
        case .message: .message
        case .edit: .edit
        case .delete: .delete
        case .react: .react
        case .room: .room
        case .member: .member
        case .unknown: nil
        }
    }

    /// What `match` looks into; `nil` for what holds no speech.
    var searchableText: String? {
        switch self {
        case .message(let message): message.text
        case .edit(_, let text): text
        case .delete, .react, .room, .member, .unknown: nil
        }
    }
}
