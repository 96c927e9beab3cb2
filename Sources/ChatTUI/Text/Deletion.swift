import ChatProtocol

/// That a message is gone: who did that and why, as far as it is known.
struct Deletion: Hashable, Sendable {
    /// `nil` where the message was read as it is now, which does not tell.
    var user: MemberName?
    /// As it was written; it may hold anything.
    var reason: String?

    /// What happened to the message, without the reason.
    ///
    /// - Returns: `taken back`, `deleted by alice`, or `deleted` where nobody knows by whom.
    func words(of author: MemberName) -> String {
        guard let user else { return "deleted" }
        return user == author ? "taken back" : "deleted by \(user)"
    }

    /// What stands in the place of the message, with the reason.
    ///
    /// - Parameter ending: stands behind it within the brackets.
    /// - Returns: `(deleted by alice: spam)`, safe for a terminal and without line breaks.
    func place(of author: MemberName, ending: String = "") -> String {
        "(\(words(of: author))\(Self.why(reason))\(ending))"
    }

    /// A reason behind what was done.
    ///
    /// - Returns: `: spam`, safe for a terminal and without line breaks; nothing if there is none.
    static func why(_ reason: String?) -> String {
        guard let reason, !reason.isEmpty else { return "" }
        return ": \(ShownText.phrase.of(reason))"
    }
}
