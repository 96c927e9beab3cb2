import StreamingHTTP

/// A host and a port as they stand in a `Host` field, an origin or an address.
///
/// Source: RFC 3986, section 3.2, without what stands before an `@`, which has no place there.
struct Authority: Hashable, Sendable {
    /// A host: hosts that are the same server's by their form alone are equal.
    enum Host: Hashable, Sendable {
        case address(IPAddress)
        /// In lower case, without the dot that a full name may end with.
        case name(String)

        /// Whether it is one that an operator can have meant: a name has no star, as a pattern has.
        var isOfSettings: Bool {
            guard case .name(let name) = self else { return true }
            return name.utf8.allSatisfy { byte in
                byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || "-._".utf8.contains(byte)
            }
        }
    }

    let host: Host
    /// `nil` where none is said.
    let port: UInt16?

    /// Parses a host, with or without a port.
    ///
    /// - Parameter text: any text from anyone; `nil` if it is none.
    init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        guard let host = Self.host(&rest) else { return nil }
        self.host = host
        guard !rest.isEmpty else {
            port = nil
            return
        }
        guard rest.removeFirst() == ":", rest.utf8.allSatisfy(\.isDigit) else { return nil }
        guard !rest.isEmpty else {
            port = nil
            return
        }
        guard let port = UInt16(rest) else { return nil }
        self.port = port
    }

    /// Takes the host from the beginning of a text.
    private static func host(_ rest: inout Substring) -> Host? {
        if rest.utf8.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            let inside = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            guard inside.contains(":"), let address = IPAddress(inside) else { return nil }
            return .address(address)
        }
        let end = rest.utf8.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
        let text = rest[..<end]
        rest = rest[end...]
        guard !text.isEmpty, text.utf8.allSatisfy(\.isOfName) else { return nil }
        if text.utf8.last?.isDigit == true, let address = IPAddress(text) {
            return .address(address)
        }
        var name = text.lowercased()
        if name.utf8.count > 1, name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        return .name(name)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// Source: RFC 3986, sections 2.2 and 2.3 (unreserved, sub-delims, percent).
    fileprivate var isOfName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: isDigit || "-._~%!$&'()*+,;=".utf8.contains(self)
        }
    }
}
