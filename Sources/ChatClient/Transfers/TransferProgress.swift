/// How far a file is on its way.
package enum TransferProgress: Hashable, Sendable {
    /// So many bytes of all; the total is not known before the server tells it.
    case moved(Int64, of: Int64?)
    /// The connection was lost; it goes on by itself. The reason is for people.
    case waiting(reason: String)
}

/// Why a file did not come or go, and will not by itself.
///
/// The text is for people.
package struct TransferFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    /// The status with which the server refused; `nil` if it was not the server.
    package let status: Int?
    /// Whether the file on this machine is the reason.
    package let isOfFile: Bool
    /// Whether what answers is no Burble server.
    package let isOfStranger: Bool

    /// Makes a failure.
    ///
    /// - Parameters:
    ///   - status: with which the server refused; `nil` if it was not the server.
    ///   - isOfFile: whether the file on this machine is the reason.
    ///   - isOfStranger: whether what answers is no Burble server.
    init(
        _ description: String,
        status: Int? = nil,
        isOfFile: Bool = false,
        isOfStranger: Bool = false
    ) {
        self.description = description
        self.status = status
        self.isOfFile = isOfFile
        self.isOfStranger = isOfStranger
    }
}
