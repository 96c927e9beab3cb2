import ChatProtocol
import ChatStore
import Credentials
import Logging

// MARK: - Other servers of the log

extension ChatServer {
    /// Between two looks at whether the other servers are there.
    private static let lookPause = Duration.milliseconds(500)

    /// Reads the operator's token, which has to be that of the other servers.
    ///
    /// Suspends to ask the log where several servers write it. Where the others have another token,
    /// also until one of them tells that it is there, or all count as away: one that was killed a
    /// moment ago must not keep out the one that takes its place.
    ///
    /// - Throws: why it cannot be used.
    static func operatorToken(
        _ settings: ServerSettings,
        _ store: ChatStore,
        _ logger: Logger
    ) async throws -> OperatorToken {
        let token = try OperatorToken(folder: settings.dataFolder)
        guard store.isShared else { return token }
        var seen: [NodeNumber: Timestamp]?
        while true {
            let others = try await store.nodes().filter {
                !$0.isAway && $0.number != store.node.number
            }
            let isAgreed = try await store.agree(
                onOperatorToken: token.digest.hexadecimal,
                isAlone: others.isEmpty
            )
            if isAgreed { return token }
            let isThere = others.contains { $0.seenAt > seen?[$0.number] ?? $0.seenAt }
            guard !isThere else {
                throw ServerError.operatorToken(
                    file: settings.dataFolder + "/operator.token",
                    others: others.map(\.name)
                )
            }
            if seen == nil {
                logger.notice("another token is the operator's: looking for the other servers")
                seen = Dictionary(others.map { ($0.number, $0.seenAt) }) { first, _ in first }
            }
            try await Task.sleep(for: lookPause)
        }
    }
}
