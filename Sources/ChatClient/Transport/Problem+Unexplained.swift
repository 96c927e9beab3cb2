import ChatProtocol

extension Problem {
    private static let codeWithoutReason = "unexplained"

    /// The problem of an answer that did not explain itself, as those of a proxy whose server is
    /// away.
    ///
    /// - Returns: a problem with the code `unexplained`.
    static func unexplained(status: Int, from server: ServerAddress) -> Problem {
        Problem(
            status: status,
            code: codeWithoutReason,
            title: "The server refused",
            detail: "\(server) answered \(status) without a reason"
        )
    }

    /// Whether the server told why: what did not may be no Burble server, and says nothing about
    /// what was asked.
    package var isExplained: Bool { code != Self.codeWithoutReason }
}
