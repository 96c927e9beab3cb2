import Foundation

/// How the process ends when it cannot go on.
///
/// Source: sysexits(3).
enum Exit: Int32 {
    case failure = 1
    case usage = 64

    /// Says why on standard error, and leaves.
    ///
    /// - Parameter reason: one line for the operator.
    func leave(saying reason: String) -> Never {
        StandardError.write("chat-server: \(reason)\n")
        exit(rawValue)
    }
}
