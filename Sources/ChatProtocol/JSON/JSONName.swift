import Serialization

/// The name of a field, packed so that two are compared at once.
///
/// No name of the contract is longer than ``byteLimit``, and a longer one is never asked for.
struct JSONName: Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The most bytes of a name that can be asked for.
    static let byteLimit = 15

    private var low: UInt64 = 0  // In the order of the bytes: the first is lowest.
    /// The bytes from the ninth on, and the length in the highest byte.
    private var high: UInt64 = 0

    /// Packs a name that stands in the code.
    ///
    /// - Parameter literal: at most ``byteLimit`` bytes.
    init(stringLiteral literal: StaticString) {
        precondition(literal.utf8CodeUnitCount <= Self.byteLimit, "no field has so long a name")
        // The span ends with the call; a literal's bytes are there for ever.
        self = literal.withUTF8Buffer { Self(packing: unsafe Span(_unsafeElements: $0)) }
    }

    /// Packs a name of a JSON text.
    ///
    /// - Parameters:
    ///   - name: a string of the text; one longer than ``byteLimit`` equals no name that stands in
    ///     the code.
    /// - Throws: ``DecodingFailure/notJSON`` when half of a surrogate pair is escaped.
    init(_ name: JSONValue, in utf8: Span<UInt8>) throws(DecodingFailure) {
        let bytes = utf8.extracting(name.start..<name.end)
        if case .escapedString = name.kind {
            self = try JSONUnescaping.text(of: bytes).withBytes { Self(packing: $0) }
        } else {
            self.init(packing: bytes)
        }
    }

    /// Packs a name of at most seven bytes, as most are, with a single look at them.
    ///
    /// - Returns: the name and its bytes; `nil` when it is longer, has an escape or a control, or
    ///   stands at the very end of the text.
    @inline(__always)
    static func short(at index: Int, in utf8: Span<UInt8>) -> (name: JSONName, length: Int)? {
        guard index + ByteWord.size <= utf8.count else { return nil }
        let word = ByteWord(at: index, in: utf8)
        let ends = word.marks(of: UInt8(ascii: "\""))
        let others = word.marks(of: UInt8(ascii: "\\")) | word.controls
        let place = ends.trailingZeroBitCount
        guard ends != 0, others.trailingZeroBitCount > place else { return nil }
        let length = place / 8
        let low = word.bits & (1 << UInt64(length * 8) - 1)
        return (JSONName(low: low, high: UInt64(length) << 56), length)
    }

    @inline(__always)
    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    @inline(__always)
    private init(packing bytes: Span<UInt8>) {
        guard bytes.count <= Self.byteLimit else {
            high = UInt64(Self.byteLimit + 1) << 56
            return
        }
        for index in 0..<min(bytes.count, 8) {
            low |= UInt64(bytes[index]) << UInt64(index * 8)
        }
        for index in min(bytes.count, 8)..<bytes.count {
            high |= UInt64(bytes[index]) << UInt64(index * 8 - 64)
        }
        high |= UInt64(bytes.count) << 56
    }

    /// The first of some names that is among those before it; of two that are too long to be asked
    /// for it cannot be told.
    ///
    /// - Parameter names: of one object, in order.
    /// - Returns: `nil` where each is there once.
    static func repeated(in names: [JSONName]) -> JSONName? {
        // Few are compared sooner than they are hashed.
        guard names.count > 16 else {
            return names.indices.first { index in
                names[index].isWhole && names[..<index].contains(names[index])
            }.map { names[$0] }
        }
        var seen: Set<JSONName> = []
        return names.first { $0.isWhole && !seen.insert($0).inserted }
    }

    private var isWhole: Bool { high >> 56 <= UInt64(Self.byteLimit) }

    /// The name.
    var description: String {
        let bytes = (0..<Int(high >> 56)).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? low : high) >> UInt64(index % 8 * 8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
