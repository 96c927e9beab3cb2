import Serialization

/// One value of a JSON text, checked and not read yet: its kind, and where it stands.
struct JSONValue {
    /// What it is.
    let kind: Kind
    /// Where its first byte is; a string's is the one behind its opening quote.
    let start: Int
    /// The index behind its last byte; a string's is its closing quote's.
    let end: Int

    /// What a value is.
    enum Kind {
        /// A string without an escape.
        case string
        /// A string with escapes, each of them complete.
        case escapedString
        /// A number without a fraction or an exponent.
        case integer
        /// A number with one of them.
        case decimal
        case bool(Bool)
        case null, array, object
    }

    /// Its text.
    ///
    /// - Returns: `nil` when it is no string.
    /// - Throws: ``DecodingFailure/notJSON`` when half of a surrogate pair is escaped.
    func string(in utf8: Span<UInt8>) throws(DecodingFailure) -> String? {
        switch kind {
        case .string: return String(utf8: utf8.extracting(start..<end))
        case .escapedString: return try JSONUnescaping.text(of: utf8.extracting(start..<end))
        default: return nil
        }
    }

    /// Its whole number.
    ///
    /// - Returns: `nil` when it is no number, or none within ``WireNumber``.
    func integer(in utf8: Span<UInt8>) -> Int64? {
        let number: Int64?
        switch kind {
        case .integer: number = JSONNumber.integer(utf8.extracting(start..<end))
        case .decimal: number = JSONNumber.integer(ofDecimal: utf8.extracting(start..<end))
        default: return nil
        }
        return number.flatMap(WireNumber.init)?.value
    }

    /// Whether it is a number, whichever.
    var isNumber: Bool {
        switch kind {
        case .integer, .decimal: true
        default: false
        }
    }

    /// Whether it is `null`.
    var isNull: Bool {
        if case .null = kind { true } else { false }
    }
}
