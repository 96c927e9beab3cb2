import ChatProtocol
import ChatStore

/// Makes what the store says a problem for the client.
///
/// Suspends for as long as the body does.
func attempt<Answer>(
    _ body: () async throws(StoreError) -> Answer
) async throws(Problem) -> Answer {
    do {
        return try await body()
    } catch {
        throw .logging(error)
    }
}

/// Does again what is refused as too much at once, of which nothing was done.
///
/// Suspends for as long as the body does, and for the pauses.
///
/// - Parameters:
///   - tries: 1 or more.
///   - pause: suspends between two of them; what it throws ends them.
func retryWhileOverloaded<Answer>(
    tries: Int,
    pause: () async throws -> Void,
    _ body: () async throws(Problem) -> Answer
) async throws(Problem) -> Answer {
    for _ in 1..<max(1, tries) {
        do throws(Problem) {
            return try await body()
        } catch {
            let problem = error
            guard problem.code == ProblemCode.overloaded.rawValue else { throw problem }
            do { try await pause() } catch { throw problem }
        }
    }
    return try await body()
}
