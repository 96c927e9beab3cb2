package import ChatProtocol

/// Events that were acknowledged and are gone from the log of a folder.
package struct LogLoss: Sendable, Hashable {
    /// The name that the log had.
    package let log: LogName
    /// The newest position that is left.
    package let head: Int64
    /// The newest position that is known to have been.
    package let through: Int64
}
