import ChatTUI

/// What of a pipe was not posted, and the exit code that tells the cause.
struct NotPosted {
    private var count = 0
    /// That of the worst cause; ``ExitCodes/done`` if all was posted.
    private(set) var code = ExitCodes.done

    /// Notes a line that nothing can be done with.
    mutating func noteLine() { note(ExitCodes.refused) }

    /// Takes note of what the network tells.
    ///
    /// - Parameter input: counts if it is a refusal.
    mutating func note(_ input: Input) {
        guard case .refused(_, _, _, let status) = input else { return }
        note(status.map { PostFailure(status: $0).code } ?? ExitCodes.refused)
    }

    private mutating func note(_ cause: CInt) {
        count += 1
        code = max(code, cause)
    }

    /// For people; `nil` if all was posted.
    var words: String? {
        guard count > 0 else { return nil }
        return count == 1 ? "1 line was not posted" : "\(count) lines were not posted"
    }
}
