import ChatClient
import ChatProtocol

/// Why a subcommand did not come to its end.
struct CommandFailure: Error, CustomStringConvertible {
    let exit: Exit
    /// One line for the operator.
    let description: String

    /// Makes a failure.
    ///
    /// - Parameter description: one line for the operator.
    init(_ exit: Exit, _ description: String) {
        self.exit = exit
        // It may quote a file or a server, and is shown on a terminal.
        self.description = SafeText(description).singleLine
    }

    /// Makes the failure of a call.
    init(_ failure: CallFailure, from address: String) {
        switch failure {
        case .refused(let problem):
            self.init(Self.exit(for: problem), "\(address): \(problem.detail)")
        case .unreachable(let failure): self.init(failure, from: address)
        }
    }

    private init(_ failure: TransportFailure, from address: String) {
        switch failure {
        case .connectionRefused, .nameNotResolved, .notReachable, .noConnection, .timedOut:
            self.init(.unavailable, "no server is reached at \(address)")
        case .insecure, .noCertificate, .changed:
            self.init(.unavailable, "\(address): its certificate is not trusted here")
        case .notTLS, .notHTTP, .stranger: self.init(.protocolFault, "\(failure)")
        case .unanswered: self.init(.temporary, "\(failure); repeat the command")
        case .closed, .badAnswer, .cancelled:
            self.init(.temporary, "\(address) broke off; repeat the command")
        }
    }

    private static func exit(for problem: Problem) -> Exit {
        // What does not say why is no server of ours: what it says of the request counts for
        // nothing. A proxy whose server is away says so too.
        guard problem.isExplained else {
            return [408, 429, 502, 503, 504].contains(problem.status) ? .temporary : .protocolFault
        }
        switch problem.status {
        case 401, 403: return .noPermission
        case 404: return .noInput
        // The others of 409 last: the same again is refused as well.
        case 409 where problem.code == "import_running": return .temporary
        case 429, 500...: return .temporary
        default: return .data
        }
    }
}
