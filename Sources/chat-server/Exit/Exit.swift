import Foundation

/// How the process ends when it cannot go on.
///
/// Source: sysexits(3).
enum Exit: Int32 {
    case failure = 1
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case cannotCreate = 73
    case inputOutput = 74
    case temporary = 75
    case protocolFault = 76
    case noPermission = 77

    /// Whether the same may go well later, with nothing changed at this end.
    var mayPass: Bool { self == .temporary || self == .unavailable }

    /// Says why on standard error, and leaves.
    ///
    /// - Parameter reason: one line for the operator.
    func leave(saying reason: String) -> Never {
        StandardError.say("chat-server: \(reason)")
        exit(rawValue)
    }
}
