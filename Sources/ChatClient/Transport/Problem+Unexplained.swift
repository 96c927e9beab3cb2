import ChatProtocol

extension Problem {
    /// The problem of an answer that did not explain itself: not one of our servers, perhaps.
    ///
    /// - Parameters:
    ///   - status: the answer's.
    ///   - server: who gave it.
    /// - Returns: a problem with the code `unexplained`.
    static func unexplained(status: Int, from server: ServerAddress) -> Problem {
        Problem(
            status: status,
            code: "unexplained",
            title: "The server refused",
            detail: "\(server) answered \(status) without a reason"
        )
    }
}
