/// What a script wants of the client, checked.
package struct ScriptOptions: Hashable, Sendable {
    /// The most messages that can be asked for first: what one page of history can have.
    package static let tailLimit = 500

    /// The one message to post.
    package var message: String?
    /// The path of a file to send.
    package var upload: String?
    package var asJSON = false
    /// Whether to leave when all that there is was posted or printed.
    package var once = false
    /// Where to begin printing: a cursor, `all`, a span, or a time; the server reads it.
    package var since: String?
    /// How many of the newest messages come first; `nil` leaves it to the purpose.
    package var tail: Int?
    /// The text that a message must hold for this to be over.
    package var wait: String?
    /// How long to print or to wait.
    package var timeout: Duration?

    /// What asks for printing, where text that is piped in would be of no use.
    ///
    /// Who waits for a message may do so in a loop that reads lines of its own.
    private var printingOption: String? {
        guard wait == nil, upload == nil, message == nil else { return nil }
        if asJSON { return "--json" }
        if since != nil { return "--since" }
        if tail != nil { return "--tail" }
        return timeout == nil ? nil : "--timeout"
    }

    /// Why text that is piped in is refused; `nil` where it is not.
    var refusalOfInput: String? {
        printingOption.map {
            "\($0) prints, and does not post what is piped in: leave one of the two out"
        }
    }

    /// Makes options of a script that asks for nothing.
    package init() {}

    /// Whether something was asked for that only printing can give.
    package var asksToPrint: Bool {
        asJSON || since != nil || tail != nil || wait != nil || timeout != nil
    }
}
