import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

extension NetDriver {
    /// Does what a person asked for: if it does not come about, they are told, whatever the reason.
    ///
    /// Suspends until it is done.
    func order(_ body: () async throws(CallFailure) -> Input?) async -> Input? {
        do throws(CallFailure) {
            return try await body()
        } catch {
            undone.withLock { $0 += 1 }
            return .notDone(words(for: error))
        }
    }

    /// What a failure of what a person asked for says to them.
    ///
    /// - Returns: the server's words, or why it was not asked.
    func words(for failure: CallFailure) -> String {
        guard case .refused(let problem) = failure else { return "not done: \(failure)" }
        return words(for: problem)
    }

    /// What a refusal says to a person.
    ///
    /// - Returns: its words, and what helps.
    func words(for problem: Problem) -> String {
        problem.words + (problem.asksForCredentials ? "; \(settings.signInHelp.words)" : "")
    }
}
