import TestTools

/// Draws JSON texts that are valid, and look as much like events as chance allows.
struct JSONTextGenerator {
    private static let types = [
        "message", "edit", "delete", "react", "room", "member", "presence", "typing", "read",
        "open", "live", "ping", "gap", "lag", "error", "bye", "poll", "",
    ]
    private static let names = [
        "type", "room", "seq", "cursor", "at", "user", "text", "replyTo", "file", "kind", "key",
        "target", "emoji", "on", "topic", "visibility", "member", "role", "here", "rooms",
        "heartbeat", "from", "to", "reason", "behind", "problem", "reconnect", "retryAfter",
    ]
    private static let nested = [
        "name", "size", "type", "sha256", "url", "room", "oldest", "newest", "status", "code",
        "title", "detail", "limit", "value", "configKey", "retryAfter",
    ]
    private static let strings = [
        "general", "alice", "k3f9.4711", "2026-11-22T07:40:00.123Z", "action", "private", "owner",
        "hello", "", "x y", "A\"b\\c", "\u{0}\n\u{1f}", "né 日本 😀", "@bob",
    ]
    private static let numbers = [
        "0", "-0", "1", "12", "4711", "-7", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "99999999999999999999", "1.0", "1.50", "1e2", "12E-1", "120e-1",
        "0.0e5", "1e400", "-3.00e+1", "0e99",
    ]

    private var random: SeededGenerator
    /// One value in so many is of any kind.
    private var oddity = 12

    /// Makes a generator.
    ///
    /// - Parameter seed: the same seed gives the same texts.
    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// Draws an object.
    mutating func text() -> String {
        var fields: [String] = []
        // Half of the texts are nearly sound, for one fault hides the next.
        let isSound = chance(2)
        oddity = isSound ? 200 : 12
        for name in Self.names where !chance(isSound ? 40 : 2) {
            fields.append(field(name, name == "type" ? string(pick(Self.types)) : value(of: name)))
        }
        while chance(3) {
            fields.append(field(pick(Self.names + ["new", "né"]), anything(depth: 0)))
        }
        if chance(3) { fields.shuffle(using: &random) }
        return space() + "{" + fields.joined(separator: ",") + (fields.isEmpty ? space() : "")
            + "}" + space()
    }

    /// Changes, drops or doubles a few bytes.
    ///
    /// - Parameter bytes: any bytes.
    /// - Returns: about as many, most likely no JSON.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.remove(at: index)
            case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.insert(pick(Array("{}[]\",:\\u0e-.tn \u{feff}".utf8)), at: index)
            case 3: bytes.removeSubrange(index...)
            default: bytes[index] = pick(Array("{}[]\",:\\u0e-.tn ".utf8))
            }
        }
        return bytes
    }

    /// A value of about the right kind.
    private mutating func value(of name: String) -> String {
        if chance(oddity) { return anything(depth: 0) }
        return switch name {
        case "seq", "replyTo", "target", "heartbeat", "from", "to", "behind", "retryAfter":
            chance(oddity) ? pick(Self.numbers) : String(Int.random(in: 1...5000, using: &random))
        case "on", "here", "reconnect": pick(["true", "false"])
        case "file", "problem": object(of: Self.nested, depth: 1)
        case "rooms": array(depth: 1)
        case "room", "user", "member": string(pick(["general", "alice", "@bob", "0.x_y-z"]))
        case "role": string("owner")
        case "visibility": string("private")
        case "at": string("2026-11-22T07:40:00.123Z")
        case "cursor": string("k3f9.4711")
        default: string(pick(Self.strings))
        }
    }

    private mutating func anything(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 4), using: &random) {
        case 0: string(pick(Self.strings))
        case 1: pick(Self.numbers)
        case 2: pick(["true", "false"])
        case 3: "null"
        case 4: object(of: Self.nested, depth: depth + 1)
        case 5: array(depth: depth + 1)
        default: object(of: ["a", "type", "seq"], depth: depth + 1)
        }
    }

    private mutating func object(of names: [String], depth: Int) -> String {
        var fields: [String] = []
        for name in names where !chance(oddity) {
            let isNumber = ["size", "oldest", "newest", "status", "limit"].contains(name)
            let plain = isNumber ? "5" : string("general")
            fields.append(field(name, chance(oddity) ? anything(depth: depth) : plain))
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private mutating func array(depth: Int) -> String {
        let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            chance(8)
                ? anything(depth: depth) : object(of: ["room", "oldest", "newest"], depth: depth)
        }
        return "[" + space() + elements.joined(separator: space() + "," + space()) + space() + "]"
    }

    private mutating func field(_ name: String, _ value: String) -> String {
        space() + string(name) + space() + ":" + space() + value + space()
    }

    /// A string in one of its many spellings.
    private mutating func string(_ text: String) -> String {
        let spelled = text.unicodeScalars.map { scalar -> String in
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if scalar == "\\" || scalar == "\"", chance(2) { return "\\\(scalar)" }
            if scalar == "\n", chance(2) { return "\\n" }
            guard mustEscape || chance(40) else { return String(scalar) }
            return String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: chance(2))
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
        return "\"" + spelled.joined() + "\""
    }

    private mutating func space() -> String { chance(10) ? pick([" ", "\n", "\t\r ", "  "]) : "" }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }
}
