/// A whole number from outside: 0 … 2^53−1, which every client can hold exactly.
///
/// Each number of a request, an import, a file or an answer passes it on its way in. Sums and
/// differences of what comes out of it stay far from the ends of `Int64`, so they cannot trap.
/// Source: docs/API.md, section 1; RFC 8259, section 6.
package struct WireNumber: Hashable, Sendable {
    /// The largest one, 2^53−1.
    package static let maximum: Int64 = (1 << 53) - 1

    /// 0 … ``maximum``.
    package let value: Int64

    /// Takes a number.
    ///
    /// - Parameter value: any number; `nil` unless it is within the bounds.
    package init?(_ value: Int64) {
        guard 0...Self.maximum ~= value else { return nil }
        self.value = value
    }

    /// Parses decimal digits.
    ///
    /// - Parameter text: any text; `nil` for a sign, a blank or anything else that is no digit.
    package init?(_ text: some StringProtocol) {
        guard !text.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in text.utf8 {
            // Ten times what is within the bounds is far from the end of `Int64`.
            value = value * 10 + Int64(byte) - Int64(UInt8(ascii: "0"))
            guard byte.isASCIIDigit, value <= Self.maximum else { return nil }
        }
        self.value = value
    }

    /// Brings a number to the nearest one within the bounds.
    ///
    /// - Parameter value: any number, such as a sum of two that came from outside.
    package init(clamping value: Int64) {
        self.value = min(max(value, 0), Self.maximum)
    }
}

extension WireNumber: Decodable {
    /// Reads a number of a JSON text.
    ///
    /// - Throws: ``OutOfBounds`` for a number that is none of these, and the decoder's own error
    ///   for what is no number.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let outOfBounds = OutOfBounds(
            field: decoder.codingPath.map(\.stringValue).joined(separator: ".")
        )
        let whole: Int64
        do {
            whole = try container.decode(Int64.self)
        } catch let error as DecodingError {
            // No number at all.
            guard case .dataCorrupted = error else { throw error }
            throw outOfBounds
        } catch {
            // A number that has a fraction, or is beyond `Int64`: the decoder has words of its own.
            throw outOfBounds
        }
        guard let wire = WireNumber(whole) else { throw outOfBounds }
        self = wire
    }

    /// A number that is no ``WireNumber``.
    package struct OutOfBounds: Error {
        /// Where it stands; empty for a text that is a number alone.
        package let field: String
    }
}
