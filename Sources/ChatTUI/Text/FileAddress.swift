/// Paths as programs hand them over: a file that is dropped onto a terminal comes as an address.
///
/// Source: RFC 8089, section 2; RFC 3986, section 2.1.
enum FileAddress {
    private static let starts = ["file://localhost/", "file:///", "file:/"]

    /// The path that a word means.
    ///
    /// - Parameter word: a path, or the address of a file of this machine.
    /// - Returns: the path; the word itself if it is no such address.
    static func path(_ word: String) -> String {
        let folded = word.lowercased()
        guard let start = starts.first(where: { folded.hasPrefix($0) }),
            start != "file:/" || !folded.hasPrefix("file://")
        else { return word }
        // The slash at the end of each is the path's first.
        let bytes = decoded(Array(word.utf8.dropFirst(start.utf8.count - 1)))
        guard let path = bytes.flatMap({ String(validating: $0, as: UTF8.self) }),
            !path.utf8.contains(0)
        else { return word }
        return path
    }

    /// Bytes with each `%` and its two digits as the byte that they stand for; `nil` where a `%`
    /// has none.
    private static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap({ digit($0) }),
                let low = rest.popFirst().flatMap({ digit($0) })
            else { return nil }
            decoded.append(high << 4 | low)
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
