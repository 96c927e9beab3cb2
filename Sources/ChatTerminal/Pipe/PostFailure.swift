import ChatClient
import ChatProtocol
import ChatTUI

/// Why a text or a file was not posted, and whether what comes behind it fares better.
struct PostFailure: Hashable, Sendable {
    /// The exit code that tells the cause.
    let code: CInt
    /// Whether no other text is taken either: a pipe ends with it.
    let isFinal: Bool

    /// Makes one of a cause that is no server's.
    ///
    /// - Parameters:
    ///   - code: the exit code that tells it.
    ///   - isFinal: whether no other text is taken either.
    init(code: CInt, isFinal: Bool) {
        self.code = code
        self.isFinal = isFinal
    }

    /// No server took it for as long as one waits.
    init(away failure: CallFailure) {
        let code = failure.isOfStranger ? ExitCodes.stranger : ExitCodes.unavailable
        self.init(code: code, isFinal: true)
    }

    /// Reads why a file was not sent to one room.
    ///
    /// - Parameter failure: after which no more is tried there.
    init(_ failure: TransferFailure) {
        if failure.isOfFile {
            self.init(code: ExitCodes.noInput, isFinal: true)
        } else if let status = failure.status {
            self.init(status: status)
        } else {
            let code = failure.isOfStranger ? ExitCodes.stranger : ExitCodes.unavailable
            self.init(code: code, isFinal: true)
        }
    }

    /// Reads why a server does not take a text in one room.
    ///
    /// - Parameter problem: what it answered, which is so for good.
    init(_ problem: Problem) { self.init(status: problem.status) }

    /// Reads why a server does not take a text in one room.
    ///
    /// - Parameter status: of its answer, which is so for good.
    init(status: Int) {
        switch status {
        // Who is not known is known in no room.
        case 401: self.init(code: ExitCodes.notAllowed, isFinal: true)
        // Another room may let one in.
        case 403: self.init(code: ExitCodes.notAllowed, isFinal: false)
        default: self.init(code: ExitCodes.refused, isFinal: false)
        }
    }

    /// What came of one text in all of its rooms.
    ///
    /// - Parameter ends: of the rooms that were tried, in order; `nil` where it was posted.
    /// - Returns: the one that is final if there is one, else the worst; `nil` if there is none.
    static func all(_ ends: [PostFailure?]) -> PostFailure? {
        let failures = ends.compactMap(\.self)
        if let end = failures.first(where: \.isFinal) { return end }
        guard let code = failures.map(\.code).max() else { return nil }
        // Where no room lets one in, none will take the next text.
        let isShutOut =
            failures.count == ends.count
            && failures.allSatisfy { $0.code == ExitCodes.notAllowed }
        return PostFailure(code: code, isFinal: isShutOut)
    }
}
