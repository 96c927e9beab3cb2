import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

@Suite("What is tried again")
struct AttemptTests {
    /// What came of it, and what it took.
    private struct Outcome: Equatable {
        var tries = 0
        var pauses = 0
        var code: String?
    }

    /// Tries something until it is done or refused.
    ///
    /// - Parameters:
    ///   - answers: what each try says; `nil` is that it is done.
    ///   - isGone: whether nobody waits for it.
    private func retried(_ answers: [Problem?], isGone: Bool = false) async -> Outcome {
        var (tries, pauses) = (0, 0)
        do throws(Problem) {
            try await retryWhileOverloaded(
                tries: answers.count,
                pause: {
                    pauses += 1
                    if isGone { throw CancellationError() }
                },
                { () async throws(Problem) in
                    defer { tries += 1 }
                    if let problem = answers[tries] { throw problem }
                }
            )
            return Outcome(tries: tries, pauses: pauses)
        } catch {
            return Outcome(tries: tries, pauses: pauses, code: error.code)
        }
    }

    @Test("is what is too much at once, so often, and nothing that may be done already")
    func retries() async {
        let (much, unknown) = (Problem(.overloaded(limit: 1)), Problem(.outcomeUnknown("")))
        #expect(await retried([much, much, nil]) == Outcome(tries: 3, pauses: 2))
        let last = Outcome(tries: 2, pauses: 1, code: "overloaded")
        #expect(await retried([much, much]) == last)
        let other = Outcome(tries: 2, pauses: 1, code: "outcome_unknown")
        #expect(await retried([much, unknown, nil]) == other)
        #expect(await retried([nil]) == Outcome(tries: 1))
    }

    @Test("is nothing that nobody waits for any more")
    func gone() async {
        let much = Problem(.overloaded(limit: 1))
        let outcome = await retried([much, nil], isGone: true)
        #expect(outcome == Outcome(tries: 1, pauses: 1, code: "overloaded"))
    }
}
