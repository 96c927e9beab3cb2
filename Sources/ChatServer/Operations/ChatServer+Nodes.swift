import ChatStore
import Credentials

// MARK: - Other servers of the log

extension ChatServer {
    /// Reads the operator's token, which has to be that of the other servers.
    ///
    /// Suspends to ask the log where several servers write it.
    ///
    /// - Parameters:
    ///   - settings: with the data folder.
    ///   - store: the log.
    /// - Returns: the token.
    /// - Throws: why it cannot be used.
    static func operatorToken(
        _ settings: ServerSettings,
        _ store: ChatStore
    ) async throws -> OperatorToken {
        let token = try OperatorToken(folder: settings.dataFolder)
        guard store.isShared else { return token }
        let others = try await store.nodes().filter { !$0.isAway && $0.number != store.node.number }
        let isAgreed = try await store.agree(
            onOperatorToken: token.digest.hexadecimal,
            isAlone: others.isEmpty
        )
        guard isAgreed else {
            throw ServerError.operatorToken(
                file: settings.dataFolder + "/operator.token",
                others: others.map(\.name)
            )
        }
        return token
    }
}
