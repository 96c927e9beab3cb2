import ChatProtocol
import ChatStore

/// Makes what the store says a problem for the client.
///
/// Suspends for as long as the body does.
///
/// - Parameter body: asks the store.
/// - Returns: the answer.
/// - Throws: the problem.
func attempt<Answer>(
    _ body: () async throws(StoreError) -> Answer
) async throws(Problem) -> Answer {
    do {
        return try await body()
    } catch {
        throw .logging(error)
    }
}
