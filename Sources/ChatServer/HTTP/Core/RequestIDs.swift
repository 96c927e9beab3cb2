import Synchronization

/// What requests are called, so that an answer and the log's lines about it can be found together.
///
/// A client or a proxy may name its request; one that is not named is given a name.
final class RequestIDs: Sendable {
    /// Bytes of a name at the most; a longer one is not taken.
    static let byteLimit = 128

    private let prefix: String
    private let count = Atomic<UInt64>(0)

    /// Begins to count, from a beginning that no other process has.
    init() {
        prefix = String(UInt64.random(in: .min ... .max), radix: 36) + "-"
    }

    /// Names a request.
    ///
    /// Does not suspend.
    ///
    /// - Parameter asked: what the request calls itself; `nil` if it does not.
    /// - Returns: that, if it is short and visible ASCII; else a new name.
    func id(asked: String?) -> String {
        if let asked, Self.isTaken(asked) { return asked }
        return prefix + String(count.add(1, ordering: .relaxed).newValue, radix: 36)
    }

    private static func isTaken(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...byteLimit).contains(bytes.count)
            && bytes.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
