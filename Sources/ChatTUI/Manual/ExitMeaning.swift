/// An exit code of the client, with its cause: the table that the manual is made from.
package struct ExitMeaning: Hashable, Sendable {
    package let code: Int32
    /// What happened.
    package let cause: String

    /// Makes a meaning.
    private init(_ code: Int32, _ cause: String) {
        self.code = code
        self.cause = cause
    }

    package static let done = ExitMeaning(
        0,
        "done: what was to be posted is durable, what was waited for came"
    )
    package static let usage = ExitMeaning(64, "wrong usage, or a fault in the configuration file")
    package static let refused = ExitMeaning(65, "a message was refused, or is none")
    package static let noInput = ExitMeaning(66, "the file that was to be sent cannot be read")
    package static let unavailable = ExitMeaning(69, "no server answered for a quarter of a minute")
    package static let exists = ExitMeaning(
        73,
        "the configuration file is there already, or it or the socket cannot be made"
    )
    package static let broken = ExitMeaning(74, "the input or the output broke")
    package static let timeout = ExitMeaning(75, "what was waited for did not come in time")
    package static let stranger = ExitMeaning(76, "what answers there is not a Burble server")
    package static let notAllowed = ExitMeaning(
        77,
        "the server does not take the name, or does not let it in"
    )

    /// All codes; a signal's is 128 and its number.
    package static let all = [
        done, usage, refused, noInput, unavailable, exists, broken, timeout, stranger, notAllowed,
    ]
}
