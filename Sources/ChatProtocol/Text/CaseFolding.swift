/// Text without its case, so that texts are compared the same way wherever that is done.
///
/// Case is folded by Unicode's full mappings (`STRASSE` is `Straße`). Text that is composed
/// differently (é in one scalar or two) differs.
package enum CaseFolding {
    /// Folds a text.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: UTF-8 in small letters.
    /// - Complexity: O(bytes of `text`).
    package static func fold(_ text: String) -> [UInt8] {
        var bytes = [UInt8](text.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            // Upper case first: it alone joins ß with ss and ς with σ.
            bytes = Array(text.uppercased().lowercased().utf8)
            joinSharpS(&bytes)
            return bytes
        }
        for index in bytes.indices where bytes[index] >= 0x41 && bytes[index] <= 0x5a {
            bytes[index] |= 0x20
        }
        return bytes
    }

    /// Makes ss of each ß that is left; both take two bytes.
    ///
    /// Lowercasing made it of the capital ẞ.
    private static func joinSharpS(_ bytes: inout [UInt8]) {
        for index in bytes.indices.dropLast() where bytes[index] == 0xc3 {
            guard bytes[index + 1] == 0x9f else { continue }
            bytes[index] = UInt8(ascii: "s")
            bytes[index + 1] = UInt8(ascii: "s")
        }
    }
}
