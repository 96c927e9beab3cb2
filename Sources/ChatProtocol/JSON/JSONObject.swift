import Serialization

/// The fields of one JSON object, found and checked, each read when it is asked for.
///
/// Where a name stands twice the first one counts; ``repeatedName`` tells of it.
struct JSONObject {
    private struct Field {
        let name: JSONName
        let value: JSONValue
    }

    private var fields: [Field] = []
    /// Where the object stands in the text, for an error: empty, or it ends in a full stop.
    private let path: String

    /// Reads a text that is one object.
    ///
    /// - Throws: ``DecodingFailure/notUTF8``, ``DecodingFailure/notJSON``, or
    ///   ``DecodingFailure/wrongField(_:)`` when it is another value.
    init(_ utf8: Span<UInt8>) throws(DecodingFailure) {
        guard utf8.isUTF8 else { throw .notUTF8 }
        path = ""
        var scanner = JSONScanner(at: JSONScanner.start(of: utf8), depth: 1)
        guard scanner.next(in: utf8) == UInt8(ascii: "{") else {
            _ = try scanner.value(in: utf8)
            try Self.expectEnd(of: utf8, &scanner)
            throw .wrongField("(the object)")
        }
        try read(utf8, &scanner)
        try Self.expectEnd(of: utf8, &scanner)
    }

    /// Reads an object inside another.
    private init(at start: Int, path: String, in utf8: Span<UInt8>) throws(DecodingFailure) {
        self.path = path
        var scanner = JSONScanner(at: start)
        try read(utf8, &scanner)
    }

    private mutating func read(
        _ utf8: Span<UInt8>,
        _ scanner: inout JSONScanner
    ) throws(DecodingFailure) {
        fields.reserveCapacity(12)
        var opening = UInt8(ascii: "{")
        while let name = try scanner.name(after: &opening, in: utf8) {
            let value = try scanner.value(in: utf8)
            fields.append(Field(name: name, value: value))
        }
    }

    private static func expectEnd(
        of utf8: Span<UInt8>,
        _ scanner: inout JSONScanner
    ) throws(DecodingFailure) {
        _ = scanner.next(in: utf8)
        guard scanner.index == utf8.count else { throw .notJSON }
    }
}

// MARK: - Fields

extension JSONObject {
    /// A field's text.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: `nil` when it is absent or `null`.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else.
    func string(_ name: JSONName, in utf8: Span<UInt8>) throws(DecodingFailure) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = try value.string(in: utf8) else { throw wrong(name) }
        return text
    }

    /// A field's whole number.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: `nil` when it is absent or `null`.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else, or no
    ///   ``WireNumber``.
    func integer(_ name: JSONName, in utf8: Span<UInt8>) throws(DecodingFailure) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let number = value.integer(in: utf8) else { throw wrong(name) }
        return number
    }

    /// A field that is `true` or `false`.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: `nil` when it is absent or `null`.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else.
    func bool(_ name: JSONName, in utf8: Span<UInt8>) throws(DecodingFailure) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value.kind else { throw wrong(name) }
        return flag
    }

    /// A field that is an object.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: `nil` when it is absent or `null`.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else.
    func object(_ name: JSONName, in utf8: Span<UInt8>) throws(DecodingFailure) -> JSONObject? {
        guard let value = value(name) else { return nil }
        guard case .object = value.kind else { throw wrong(name) }
        return try JSONObject(at: value.start, path: "\(path)\(name).", in: utf8)
    }

    /// A field that is an array of objects.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: what `read` made; `nil` when the field is absent or `null`.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else, and what `read`
    ///   throws.
    func objects<Value>(
        _ name: JSONName,
        in utf8: Span<UInt8>,
        _ read: (JSONObject) throws(DecodingFailure) -> Value
    ) throws(DecodingFailure) -> [Value]? {
        guard let array = value(name) else { return nil }
        guard case .array = array.kind else { throw wrong(name) }
        var values: [Value] = []
        var scanner = JSONScanner(at: array.start)
        var opening = UInt8(ascii: "[")
        while try scanner.hasElement(after: &opening, in: utf8) {
            let element = "\(path)\(name).Index \(values.count)"
            let value = try scanner.value(in: utf8)
            guard case .object = value.kind else { throw .wrongField(element) }
            values.append(try read(JSONObject(at: value.start, path: element + ".", in: utf8)))
        }
        return values
    }

    /// A field that is an object of whole numbers, whose names came from people.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: the names and numbers in their order, a name as often as it is there; `nil` when
    ///   the field is absent or `null`.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else, or one is no
    ///   ``WireNumber``.
    func integers(
        _ name: JSONName,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> [(name: String, number: Int64)]? {
        guard let object = value(name) else { return nil }
        guard case .object = object.kind else { throw wrong(name) }
        var found: [(name: String, number: Int64)] = []
        var scanner = JSONScanner(at: object.start)
        var opening = UInt8(ascii: "{")
        // The object was checked when it was found: only its parts are picked out here.
        while scanner.skip(opening, in: utf8), scanner.next(in: utf8) == UInt8(ascii: "\"") {
            opening = UInt8(ascii: ",")
            let key = try scanner.value(in: utf8).string(in: utf8) ?? ""
            _ = scanner.skip(UInt8(ascii: ":"), in: utf8)
            guard let number = try scanner.value(in: utf8).integer(in: utf8) else {
                throw .wrongField("\(path)\(name).\(key)")
            }
            found.append((key, number))
        }
        return found
    }

    /// A name that stands twice: readers differ in which of its values they take.
    var repeatedName: String? { JSONName.repeated(in: fields.map(\.name))?.description }

    /// A field that must be there.
    ///
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is `nil`.
    func required<Value>(_ value: Value?, _ name: JSONName) throws(DecodingFailure) -> Value {
        guard let value else { throw wrong(name) }
        return value
    }

    private func wrong(_ name: JSONName) -> DecodingFailure { .wrongField("\(path)\(name)") }

    /// A field's value; `nil` when it is absent or `null`.
    func value(_ name: JSONName) -> JSONValue? {
        for field in fields where field.name == name {
            return field.value.isNull ? nil : field.value
        }
        return nil
    }
}
