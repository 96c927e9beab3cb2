/// Texts with NUL in them, for databases whose texts cannot hold one.
///
/// SQLite's texts end at it, PostgreSQL refuses it. A scalar that Unicode keeps free of meaning
/// marks the place.
enum NULEscape {
    private static let mark: Unicode.Scalar = "\u{10FFFF}"
    /// The first byte of the mark in UTF-8, and of few other scalars.
    private static let leadByte: UInt8 = 0xf4

    /// Whether a scalar is stored as others.
    ///
    /// - Returns: true for NUL and the mark.
    static func escapes(_ scalar: Unicode.Scalar) -> Bool { scalar == "\0" || scalar == mark }

    /// Whether a text differs from what is stored of it.
    ///
    /// - Parameter bytes: of the text in UTF-8.
    /// - Returns: false for nearly all texts.
    static func concerns(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe bytes.contains { $0 == 0 || $0 == leadByte }
    }

    /// The text as it is stored.
    ///
    /// - Returns: a text without NUL.
    static func escaped(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": scalars.append(contentsOf: [mark, "0"])
            case mark: scalars.append(contentsOf: [mark, "1"])
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// Whether a stored text may differ from what it was before.
    ///
    /// - Parameter bytes: of the stored text in UTF-8.
    /// - Returns: false for nearly all texts.
    static func mayBeIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe bytes.contains(leadByte)
    }

    /// The text as it was before it was stored.
    ///
    /// - Parameter text: what ``escaped(_:)`` made.
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(leadByte) else { return text }
        var scalars = String.UnicodeScalarView()
        var isMarked = false
        for scalar in text.unicodeScalars {
            if isMarked {
                scalars.append(scalar == "0" ? "\0" : mark)
                isMarked = false
            } else if scalar == mark {
                isMarked = true
            } else {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
