import ChatTUI

/// What a script wants of the client, checked.
struct ScriptOptions: Hashable, Sendable {
    /// The most messages that can be asked for first: what one page of history can have.
    static let tailLimit = 500

    /// The one message to post.
    var message: String?
    /// The path of a file to send.
    var upload: String?
    var asJSON = false
    /// Whether to leave when all that there is was posted or printed.
    var once = false
    /// Where to begin printing: a cursor, `all`, a span, or a time; the server reads it.
    var since: String?
    /// How many of the newest messages come first; `nil` leaves it to the purpose.
    var tail: Int?
    /// The text that a message must hold for this to be over.
    var wait: String?
    /// How long to print or to wait.
    var timeout: Duration?

    /// Whether something was asked for that only printing can give.
    var asksToPrint: Bool {
        asJSON || since != nil || tail != nil || wait != nil || timeout != nil
    }
}
