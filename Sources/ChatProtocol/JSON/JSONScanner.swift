import Serialization

/// Goes through a JSON text value by value, and checks its grammar on the way.
///
/// It makes no string and no number: most fields of most texts are never asked for. The text is
/// handed to each call, since a span cannot be kept. Source: RFC 8259.
struct JSONScanner {
    /// Arrays and objects inside each other: a deeper text is refused, or it would fill the stack.
    static let depthLimit = 512

    /// Where the next byte is.
    private(set) var index: Int
    private var depth: Int

    /// Makes a scanner.
    ///
    /// - Parameter depth: how many arrays and objects it begins inside of.
    init(at index: Int, depth: Int = 0) {
        self.index = index
        self.depth = depth
    }

    /// Where a text begins: a reader may ignore a byte order mark.
    ///
    /// Source: RFC 8259, section 8.1.
    ///
    /// - Returns: the index of its first byte.
    static func start(of utf8: Span<UInt8>) -> Int {
        utf8.count >= 3 && utf8.extracting(0..<3).holds("\u{feff}") ? 3 : 0
    }

    /// Goes over white space.
    ///
    /// - Returns: the byte behind it, not gone over; 0 at the end.
    @inline(__always)
    mutating func next(in utf8: Span<UInt8>) -> UInt8 {
        while index < utf8.count {
            switch utf8[index] {
            case 0x20, 0x0a, 0x0d, 0x09: index += 1
            case let byte: return byte
            }
        }
        return 0
    }

    /// Goes over a byte, if it is the next one.
    mutating func skip(_ byte: UInt8, in utf8: Span<UInt8>) -> Bool {
        guard next(in: utf8) == byte else { return false }
        index += 1
        return true
    }

    /// Goes over a value.
    ///
    /// - Throws: ``DecodingFailure/notJSON``.
    mutating func value(in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONValue {
        switch next(in: utf8) {
        case UInt8(ascii: "\""): return try string(in: utf8)
        case UInt8(ascii: "{"): return try object(in: utf8)
        case UInt8(ascii: "["): return try array(in: utf8)
        case UInt8(ascii: "t"): return try literal("true", .bool(true), in: utf8)
        case UInt8(ascii: "f"): return try literal("false", .bool(false), in: utf8)
        case UInt8(ascii: "n"): return try literal("null", .null, in: utf8)
        default: return try number(in: utf8)
        }
    }

    /// Goes over an object's opening brace, or a comma between its fields, and a field's name.
    ///
    /// - Parameter opening: `{` before the first field, then `,`.
    /// - Returns: the name; the value is next. `nil` behind the closing brace.
    /// - Throws: ``DecodingFailure/notJSON``.
    mutating func name(
        after opening: inout UInt8,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> JSONName? {
        let comma = UInt8(ascii: ",")
        if opening == comma, skip(UInt8(ascii: "}"), in: utf8) { return nil }
        guard skip(opening, in: utf8) else { throw .notJSON }
        if opening != comma, skip(UInt8(ascii: "}"), in: utf8) { return nil }
        opening = comma
        guard next(in: utf8) == UInt8(ascii: "\"") else { throw .notJSON }
        let name = try name(in: utf8)
        guard skip(UInt8(ascii: ":"), in: utf8) else { throw .notJSON }
        return name
    }

    private mutating func name(in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONName {
        if let (name, length) = JSONName.short(at: index + 1, in: utf8) {
            index += length + 2
            return name
        }
        return try JSONName(string(in: utf8), in: utf8)
    }

    /// Goes over an array's opening bracket, or a comma between its elements.
    ///
    /// - Parameter opening: `[` before the first element, then `,`.
    /// - Returns: whether an element is next; false behind the closing bracket.
    /// - Throws: ``DecodingFailure/notJSON``.
    mutating func hasElement(
        after opening: inout UInt8,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> Bool {
        let comma = UInt8(ascii: ",")
        if opening == comma, skip(UInt8(ascii: "]"), in: utf8) { return false }
        guard skip(opening, in: utf8) else { throw .notJSON }
        if opening != comma, skip(UInt8(ascii: "]"), in: utf8) { return false }
        opening = comma
        return true
    }

    private mutating func object(in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONValue {
        let start = try descend()
        var opening = UInt8(ascii: "{")
        while try name(after: &opening, in: utf8) != nil { _ = try value(in: utf8) }
        depth -= 1
        return JSONValue(kind: .object, start: start, end: index)
    }

    private mutating func array(in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONValue {
        let start = try descend()
        var opening = UInt8(ascii: "[")
        while try hasElement(after: &opening, in: utf8) { _ = try value(in: utf8) }
        depth -= 1
        return JSONValue(kind: .array, start: start, end: index)
    }

    private mutating func descend() throws(DecodingFailure) -> Int {
        guard depth < Self.depthLimit else { throw .notJSON }
        depth += 1
        return index
    }

    private mutating func literal(
        _ word: StaticString,
        _ kind: JSONValue.Kind,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        guard end <= utf8.count, utf8.extracting(index..<end).holds(word) else { throw .notJSON }
        defer { index = end }
        return JSONValue(kind: kind, start: index, end: end)
    }
}

// MARK: - Strings and numbers

extension JSONScanner {
    /// Goes over a string.
    private mutating func string(in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONValue {
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        index += 1
        let start = index
        var kind = JSONValue.Kind.string
        while true {
            index = utf8.firstIndex(from: index) { word in
                word.marks(of: quote) | word.marks(of: backslash) | word.controls
            }
            guard index < utf8.count, utf8[index] >= 0x20 else { throw .notJSON }
            if utf8[index] == quote { break }
            kind = .escapedString
            try escape(in: utf8)
        }
        index += 1
        return JSONValue(kind: kind, start: start, end: index - 1)
    }

    private mutating func escape(in utf8: Span<UInt8>) throws(DecodingFailure) {
        guard index + 1 < utf8.count else { throw .notJSON }
        let letter = utf8[index + 1]
        index += 2
        guard letter == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(letter) else { throw .notJSON }
            return
        }
        guard index + 4 <= utf8.count else { throw .notJSON }
        for digit in index..<index + 4 where !utf8[digit].isHexadecimalDigit { throw .notJSON }
        index += 4
    }

    /// Goes over a number.
    private mutating func number(in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONValue {
        let start = index
        var kind = JSONValue.Kind.integer
        step(over: UInt8(ascii: "-"), in: utf8)
        if !step(over: UInt8(ascii: "0"), in: utf8) { try digits(in: utf8) }
        if step(over: UInt8(ascii: "."), in: utf8) {
            kind = .decimal
            try digits(in: utf8)
        }
        if index < utf8.count, utf8[index] | 0x20 == UInt8(ascii: "e") {
            kind = .decimal
            index += 1
            if !step(over: UInt8(ascii: "-"), in: utf8) { step(over: UInt8(ascii: "+"), in: utf8) }
            try digits(in: utf8)
        }
        return JSONValue(kind: kind, start: start, end: index)
    }

    private mutating func digits(in utf8: Span<UInt8>) throws(DecodingFailure) {
        let start = index
        while index < utf8.count, utf8[index].isASCIIDigit { index += 1 }
        guard index > start else { throw .notJSON }
    }

    @discardableResult
    private mutating func step(over byte: UInt8, in utf8: Span<UInt8>) -> Bool {
        guard index < utf8.count, utf8[index] == byte else { return false }
        index += 1
        return true
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        isASCIIDigit || (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "f"))
    }
}
