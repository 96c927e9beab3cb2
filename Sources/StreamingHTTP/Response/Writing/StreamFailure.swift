/// An error that a stream's reader may be told of.
///
/// A generator that throws one says what goes into the framing's error event. Of any other error
/// the reader learns that there was one, and no more: its text may hold what is not for a reader.
public struct StreamFailure: Error, Hashable, Sendable {
    /// A word for a program, such as `no-such-row`.
    public let code: String
    /// A sentence for a person.
    public let message: String

    /// Makes an error for the reader.
    ///
    /// - Parameters:
    ///   - code: a word for a program.
    ///   - message: a sentence for a person; goes out as it is.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// What a reader is told of an error.
    init(_ error: any Error) {
        self =
            (error as? StreamFailure)
            ?? StreamFailure(code: "internal", message: "The stream failed.")
    }
}

/// Why a body was cut off.
public enum StreamCut: Error, Hashable, Sendable {
    /// The client went.
    case clientGone
    /// The client took nothing for the whole of ``StreamOptions/deadline``.
    case stalled
    /// The server stopped.
    case serverStopped
    /// A file became shorter while it was sent.
    case fileShrank
}
