/// What a byte stream holds that a terminal would obey, reorder by, or not show.
enum Inertness {
    /// The scalars that may not reach a terminal.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - breaks: the format's own line breaks.
    /// - Returns: the offending scalars in order; empty when the bytes are inert.
    static func offences(in bytes: [UInt8], breaks: Set<Unicode.Scalar>) -> [Unicode.Scalar] {
        guard let text = String(validating: bytes, as: UTF8.self) else { return ["\u{FFFD}"] }
        return text.unicodeScalars.filter { !breaks.contains($0) && isActive($0.value) }
    }

    /// The scalars of a text that may not reach a cell, tags of whole flags excepted.
    ///
    /// - Returns: the offending scalars in order.
    static func offencesInText(_ text: String) -> [Unicode.Scalar] {
        let flag = Array("🏴󠁧󠁢󠁳󠁣󠁴󠁿".unicodeScalars)
        let flagless = text.unicodeScalars.split(separator: flag).joined()
        return flagless.filter { $0 != "\n" && (isActive($0.value) || isHidden($0)) }
    }

    private static func isActive(_ value: UInt32) -> Bool {
        switch value {
        case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a...0x202e,
            0x2066...0x2069, 0xfeff, 0xfff9...0xfffb:
            true
        default: false
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.isVariationSelector
            && scalar.value != 0x200d && scalar.value != 0x200c
    }
}
