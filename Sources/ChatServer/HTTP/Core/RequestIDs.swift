import Synchronization

/// What requests are called, so that an answer and the log's lines about it can be found together.
///
/// A client or a proxy may name its request; one that is not named is given a name.
final class RequestIDs: Sendable {
    /// Bytes of a name at the most; a longer one is not taken.
    static let byteLimit = 128

    private let prefix: String
    private let count: Atomic<UInt64>
    private let mask = UInt64.random(in: .min ... .max)

    /// Begins to count, from a beginning that no other process has.
    init() {
        prefix = String(UInt64.random(in: .min ... .max), radix: 36) + "-"
        count = Atomic(.random(in: .min ... .max))
    }

    /// Names a request.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - asked: what the request calls itself; `nil` if it does not.
    ///   - trace: its `traceparent`; `nil` if it has none.
    /// - Returns: that, if it is short and visible ASCII; else the trace it belongs to; else a new
    ///   name.
    func id(asked: String?, trace: String? = nil) -> String {
        if let asked, Self.isTaken(asked) { return asked }
        if let trace = trace.flatMap(Self.traceID) { return trace }
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return prefix + String(scattered(number), radix: 36)
    }

    /// Another number for each: two names do not tell how many requests came between them.
    ///
    /// Source: the finalizer of SplitMix64, which has an inverse.
    private func scattered(_ number: UInt64) -> UInt64 {
        var bits = number
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31) ^ mask
    }

    /// The trace that a `traceparent` names.
    ///
    /// Source: https://www.w3.org/TR/trace-context/, section 3.2.
    private static func traceID(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff",
            parts[0] != "00" || parts.count == 4, parts[1].utf8.count == 32,
            parts[2].utf8.count == 16, parts[3].utf8.count == 2,
            parts[..<4].allSatisfy({ $0.utf8.allSatisfy(isLowerHex) }),
            parts[1...2].allSatisfy({ $0.utf8.contains { $0 != UInt8(ascii: "0") } })
        else { return nil }
        return String(parts[1])
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isTaken(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...byteLimit).contains(bytes.count)
            && bytes.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
