package import ChatProtocol

/// Why a call failed.
///
/// The text is for people; callers match on the case.
package enum CallFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server answered that it will not.
    case refused(Problem)
    /// The server did not answer.
    case unreachable(TransportFailure)

    package var description: String {
        switch self {
        case .refused(let problem): problem.words
        case .unreachable(let failure): failure.description
        }
    }

    /// True where nobody has written to the room yet: it is there with its first message.
    var isOfUnwrittenRoom: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.code == "room_not_found"
    }

    /// True if something answers there that is no Burble server, or is one by the other scheme.
    package var isOfStranger: Bool {
        guard case .unreachable(let failure) = self else { return false }
        return failure.isOfStranger
    }

    /// True if nobody can tell whether what was asked was done: it is to be asked again with the
    /// same key.
    package var leavesOutcomeOpen: Bool {
        switch self {
        // A proxy answers so for a server that may have got the request.
        case .refused(let problem) where !problem.isExplained: problem.status >= 500
        case .refused(let problem): problem.code == "outcome_unknown"
        case .unreachable(let failure): failure.comesAfterRequest
        }
    }
}

extension Problem {
    /// What a person is told, safe for a terminal.
    package var words: String {
        // The server's own words are for whoever writes requests.
        if code == "bad_credentials" {
            return "wrong name or password, or no guests here"
        }
        return SafeText(detail.isEmpty ? title : detail).singleLine
    }

    /// Whether signing in is what helps.
    package var asksForCredentials: Bool {
        ["bad_credentials", "credentials_needed", "accounts_needed"].contains(code)
    }

    /// True if the same request will be refused again: the caller's fault, but for those codes that
    /// say "later".
    package var isPermanent: Bool {
        (400..<500).contains(status) && ![408, 425, 429].contains(status)
    }
}
