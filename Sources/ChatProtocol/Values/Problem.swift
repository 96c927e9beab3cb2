/// What went wrong, for a program and for a person: RFC 9457's problem details.
///
/// `code` is the contract; the words are not. No field holds an internal description.
package struct Problem: Error, Hashable, Sendable {
    package var status: Int
    /// snake_case, stable.
    package var code: String
    /// What happened, in a few words that are the same each time.
    package var title: String
    /// What happened this time, and what to do about it.
    package var detail: String
    /// The limit that was reached.
    package var limit: Int64?
    /// The value that was received.
    package var value: Int64?
    /// The setting that raises the limit.
    package var configKey: String?
    /// Seconds until it may work.
    package var retryAfter: Int?
    /// The methods that an address takes, as the head says them: no part of the JSON.
    package var allow: String?
    /// The oldest and the newest cursor that can be resumed from.
    package var oldest: Cursor?
    package var newest: Cursor?

    /// Makes a problem.
    ///
    /// - Parameter title: the same words for every problem of this code.
    package init(status: Int, code: String, title: String, detail: String) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
    }

    /// The problem's type as a URI, made from its code.
    package var type: String { "urn:burble:problem:\(code)" }
}
