import ChatProtocol

/// What a value of the API may be, as JSON Schema says it.
///
/// Source: JSON Schema 2020-12, which OpenAPI 3.1 uses.
indirect enum APISchema: Hashable, Sendable {
    /// Text; a pattern has to match all of it.
    case text(pattern: String? = nil, characters: ClosedRange<Int>? = nil, example: String? = nil)
    /// One of a few words.
    case choice([String])
    /// A moment, as RFC 3339 writes it.
    case moment
    /// A whole number; 2^53 - 1 at most unless less is said.
    case integer(ClosedRange<Int64> = 0...WireNumber.maximum)
    /// A number with a fraction, not below 0.
    case decimal
    case flag
    case list(APISchema)
    /// An object with such values under names that are not known before.
    case map(APISchema)
    /// An object. It may have further fields, which clients ignore.
    case object([Field])
    /// One of ``APISchemas`` by its name.
    case named(String)
    /// One of several of them.
    case either([String])

    /// A field of an object.
    struct Field: Hashable, Sendable {
        let name: String
        let schema: APISchema
        let isNeeded: Bool

        /// A field that every such object has.
        init(_ name: String, _ schema: APISchema) {
            (self.name, self.schema, isNeeded) = (name, schema, true)
        }

        /// A field that an object may lack.
        init(may name: String, _ schema: APISchema) {
            (self.name, self.schema, isNeeded) = (name, schema, false)
        }
    }

    /// Writes the schema's fields.
    ///
    /// - Parameter json: within the object of the schema.
    func write(to json: inout JSONWriter) {
        switch self {
        case .text(let pattern, let characters, let example):
            json.field("type", "string")
            json.field("pattern", pattern.map { "^(?:\($0))$" })
            json.field("minLength", characters?.lowerBound)
            json.field("maxLength", characters?.upperBound)
            if let example { Self.write("examples", [example], to: &json) }
        case .choice(let words):
            json.field("type", "string")
            Self.write("enum", words, to: &json)
        case .moment:
            json.field("type", "string")
            json.field("format", "date-time")
        case .integer(let range):
            json.field("type", "integer")
            json.field("minimum", range.lowerBound)
            json.field("maximum", range.upperBound)
        case .decimal:
            json.field("type", "number")
            json.field("minimum", 0)
        case .flag: json.field("type", "boolean")
        default: writeNested(to: &json)
        }
    }

    private func writeNested(to json: inout JSONWriter) {
        switch self {
        case .list(let element):
            json.field("type", "array")
            json.object("items") { element.write(to: &$0) }
        case .map(let value):
            json.field("type", "object")
            json.object("additionalProperties") { value.write(to: &$0) }
        case .object(let fields):
            json.field("type", "object")
            json.object("properties") { json in
                for field in fields {
                    json.key(text: field.name)
                    json.object { field.schema.write(to: &$0) }
                }
            }
            Self.write("required", fields.filter(\.isNeeded).map(\.name), to: &json)
        case .named(let name): json.field("$ref", "#/components/schemas/\(name)")
        case .either(let names):
            json.key("anyOf")
            json.array { array in
                for name in names { array.object { APISchema.named(name).write(to: &$0) } }
            }
        default: break
        }
    }

    private static func write(_ key: StaticString, _ words: [String], to json: inout JSONWriter) {
        json.key(key)
        json.array { array in for word in words { array.string(word) } }
    }
}

// MARK: - Values that many places have

extension APISchema {
    private static let memberName = #"[A-Za-z0-9_.|^{}\[\]\\`-]{1,32}"#
    /// Also of a direct room, which is `@` and the name of the other one.
    static let roomName = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}|@" + memberName
    static let room = text(
        pattern: roomName,
        characters: 1...RoomName.byteLimit,
        example: "general"
    )
    static let member = text(
        pattern: memberName,
        characters: 1...MemberName.byteLimit,
        example: "alice"
    )
    static let cursorText = #"[a-z0-9]{1,16}\.[0-9]{1,16}"#
    static let cursor = text(pattern: cursorText, characters: 3...33, example: "k3f9.4711")
    static let spanText = "[0-9]{1,13}(?:ms|s|m|h|d|w)"
    /// A number alone is one of seconds.
    static let span = text(pattern: spanText + "|[0-9]{1,10}", characters: 1...15, example: "10m")
    static let sha256 = text(pattern: "[0-9a-f]{64}", characters: 64...64)
    static let seq = integer(1...WireNumber.maximum)
}
