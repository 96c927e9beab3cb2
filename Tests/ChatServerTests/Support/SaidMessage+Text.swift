import ChatProtocol

@testable import ChatServer

extension SaidMessage {
    /// A message of a text alone.
    ///
    /// - Parameter text: short, and something of it can be seen.
    /// - Throws: what ``init(_:byteLimit:)`` throws.
    static func text(_ text: String) throws(Problem) -> SaidMessage {
        try SaidMessage(Message(text: text), byteLimit: 100)
    }
}
