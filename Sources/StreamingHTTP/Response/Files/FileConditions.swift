import HTTPTypes

/// What a request makes its answer depend on, where the answer is a file.
///
/// Source: RFC 9110, section 13.
struct FileConditions {
    /// What becomes of the request.
    enum Outcome: Hashable {
        /// It is answered as if it had no conditions.
        case met
        /// The client has this very content: 304.
        case known
        /// The file is not the one that the client means: 412.
        case failed
    }

    let fields: HTTPFields
    /// Names the content, in quotes.
    let entityTag: String
    /// When it was changed, in seconds since the beginning of 1970; without one, what depends on a
    /// date is ignored.
    let changed: Int?

    /// Looks at the conditions in their order.
    ///
    /// Source: RFC 9110, section 13.2.2.
    var outcome: Outcome {
        guard isMeant else { return .failed }
        return isKnown ? .known : .met
    }

    /// Whether a range is wanted of this content, and not of one that the client had a part of.
    var isOfRange: Bool {
        guard let validator = fields[.ifRange] else { return true }
        if validator == entityTag { return true }
        return changed.map { HTTPDate.seconds(of: validator) == $0 } ?? false
    }

    /// A tag takes precedence over a date, which is of whole seconds.
    private var isMeant: Bool {
        if let tags = fields[.ifMatch] { return Self.list(tags) { $0 == entityTag } }
        // What is no date is to be ignored.
        return isUnchanged(since: .ifUnmodifiedSince) ?? true
    }

    private var isKnown: Bool {
        if let tags = fields[.ifNoneMatch] {
            return Self.list(tags) { $0 == entityTag || $0 == "W/" + entityTag }
        }
        return isUnchanged(since: .ifModifiedSince) ?? false
    }

    /// `nil` without two dates to compare.
    private func isUnchanged(since name: HTTPField.Name) -> Bool? {
        guard let changed, let since = fields[name].flatMap({ HTTPDate.seconds(of: $0) }) else {
            return nil
        }
        return changed <= since
    }

    /// Whether one of some tags is as wanted; `*` is any.
    private static func list(_ tags: String, has isWanted: (Substring) -> Bool) -> Bool {
        FieldList.elements(of: tags).contains { $0 == "*" || isWanted($0) }
    }
}
