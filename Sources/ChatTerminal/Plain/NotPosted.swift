import ChatTUI

/// What of a pipe was not posted, and the exit code that tells the cause.
struct NotPosted {
    private var count = 0
    /// That of the worst cause.
    private var worst = ExitCodes.done
    /// That of what ended it before all was tried.
    private var end: CInt?

    /// That of the cause; ``ExitCodes/done`` if all was posted.
    var code: CInt { max(end ?? worst, worst) }

    /// Notes lines that nothing can be done with.
    ///
    /// - Parameter count: how many; none if negative.
    mutating func noteLines(_ count: Int = 1) {
        for _ in 0..<max(0, count) { note(ExitCodes.refused) }
    }

    /// Notes that no more is tried.
    ///
    /// - Parameter lines: what was not tried, or is not acknowledged.
    mutating func noteEnd(_ code: CInt, lines: Int) {
        end = code
        count += lines
    }

    /// Takes note of what the network tells.
    ///
    /// - Parameter input: counts if it is a refusal.
    mutating func note(_ input: Input) {
        guard case .refused(_, _, _, let status) = input else { return }
        note(status.map { PostFailure(status: $0).code } ?? ExitCodes.refused)
    }

    private mutating func note(_ cause: CInt) {
        count += 1
        worst = max(worst, cause)
    }

    /// For people; `nil` if all was posted.
    var words: String? {
        guard count > 0 else { return nil }
        return count == 1 ? "1 line was not posted" : "\(count) lines were not posted"
    }
}
