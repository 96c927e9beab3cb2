import Foundation
import Testing

@testable import StreamingHTTP

@Suite("A row in one pass")
struct RowEncodingTests {
    @Test("A row's fields come in the order of its type, on one line")
    func order() throws {
        let row = Row(
            id: 1,
            name: "a/\"b\"\n\\ é\u{1}",
            isNew: true,
            ratio: 0.5,
            tags: ["x", "y"],
            inner: [Inner(count: 3, note: nil), Inner(count: .max, note: "n")]
        )
        #expect(
            try text(of: row) == #"{"id":1,"name":"a/\"b\"\n\\ é\u0001","isNew":true,"#
                + #""ratio":0.5,"tags":["x","y"],"#
                + #""inner":[{"count":3},{"count":18446744073709551615,"note":"n"}]}"#
        )
    }

    @Test("A row says what Foundation's encoder says of it")
    func likeFoundation() throws {
        for row in Sample.rows {
            let ours = try #require(try RowEncoding.bytes(of: row))
            let theirs = try JSONEncoder.rows.encode(row)
            #expect(
                try value(Data(ours)) == value(theirs),
                "\(String(decoding: ours, as: UTF8.self)) \(String(decoding: theirs, as: UTF8.self))"
            )
        }
    }

    @Test("What one pass cannot do is left to Foundation's encoder")
    func beyond() throws {
        #expect(try RowEncoding.bytes(of: TwoAtOnce()) == nil)
        #expect(try RowEncoding.bytes(of: [Derived()]) == nil)
        #expect(try RowEncoding.bytes(of: ["a": Double.nan]) == nil)
        #expect(try RowEncoding.bytes(of: [Float.infinity]) == nil)
        #expect(try RowEncoding.bytes(of: Decimal(1)) == nil)
        #expect(try RowEncoding.bytes(of: AsksForPath()) == nil)
        #expect(try RowEncoding.bytes(of: Twice()) == nil)
    }

    @Test("A type that asks for its container again goes on in it")
    func again() throws {
        #expect(try text(of: Again()) == #"{"a":1,"b":2}"#)
    }

    @Test("A container that is gone on with closes those inside it")
    func nested() throws {
        #expect(try text(of: Nested()) == #"{"inner":{"inner":[1,[2],{}]},"after":3}"#)
    }

    @Test("An error of the row's own code is the caller's")
    func throwing() {
        #expect(throws: Refuses.Refusal.self) { try RowEncoding.bytes(of: [Refuses()]) }
    }

    private func text(of row: some Encodable) throws -> String {
        String(decoding: try #require(try RowEncoding.bytes(of: row)), as: UTF8.self)
    }

    private func value(_ json: Data) throws -> NSObject? {
        try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed) as? NSObject
    }
}

// MARK: - Rows

private struct Row: Encodable {
    let id: Int
    let name: String
    let isNew: Bool
    let ratio: Double
    let tags: [String]
    let inner: [Inner]
}

private struct Inner: Encodable {
    let count: UInt64
    let note: String?
}

private enum Shape: Encodable {
    case none
    case circle(radius: Double)
    case pair(Int8, Float)
}

private enum Suit: String, Encodable { case hearts }

/// Rows of every sort that types encode in order.
private enum Sample {
    static var rows: [any Encodable & Sendable] {
        [
            1, "text", true, 1.0, -0.0, 1e300, Double.leastNonzeroMagnitude, 0.1 + 0.2, Float(0.1),
            Int8.min, UInt64.max,
            Int64.min, [Int](), [String: Int](), ["k\"": [1, 2]], [1: "one"], [[1], [], [2, 3]],
            [nil, 1, nil] as [Int?], Int?.none, "\u{0}\u{8}\u{c}\u{1f}\u{7f}\u{2028}😀",
            Date(timeIntervalSince1970: 1_700_000_000), Data([0, 1, 255]), Suit.hearts,
            URL(string: "https://example.org/a?b=c") ?? URL(filePath: "/"),
            [Shape.none, .circle(radius: 2), .pair(-1, 0.5)], [Inner(count: 1, note: "/")], 1..<3,
            UUID(),
            [Suit.hearts: 1], Int128.max, Wide(), ["a": ["b": ["c": [String: String]()]]],
        ]
    }
}

private struct Wide: Encodable {
    let signed = Int128.min
    let unsigned = UInt128.max
    let words: [Int16?] = [1, nil]
    let date = Date(timeIntervalSince1970: 0)
}

/// Two containers of one value, written in turn.
private struct TwoAtOnce: Encodable {
    enum CodingKeys: CodingKey { case first, second }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        var first = fields.nestedUnkeyedContainer(forKey: .first)
        try fields.encode(1, forKey: .second)
        try first.encode(2)
    }
}

private class Base: Encodable {
    let base = 1
}

private final class Derived: Base {
    override func encode(to encoder: any Encoder) throws {
        var fields = encoder.unkeyedContainer()
        try super.encode(to: fields.superEncoder())
    }
}

private struct AsksForPath: Encodable {
    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(encoder.codingPath.count)
    }
}

/// Containers inside others, opened by hand.
private struct Nested: Encodable {
    enum CodingKeys: CodingKey { case inner, after }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        var inner = fields.nestedContainer(keyedBy: CodingKeys.self, forKey: .inner)
        var array = inner.nestedUnkeyedContainer(forKey: .inner)
        try array.encode(1)
        var last = array.nestedUnkeyedContainer()
        try last.encode(2)
        _ = array.nestedContainer(keyedBy: CodingKeys.self)
        try fields.encode(3, forKey: .after)
    }
}

/// Two values where there is place for one.
private struct Twice: Encodable {
    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(1)
        try value.encode(2)
    }
}

private struct Again: Encodable {
    enum CodingKeys: CodingKey { case a, b }

    func encode(to encoder: any Encoder) throws {
        var first = encoder.container(keyedBy: CodingKeys.self)
        try first.encode(1, forKey: .a)
        var second = encoder.container(keyedBy: CodingKeys.self)
        try second.encode(2, forKey: .b)
    }
}

private struct Refuses: Encodable {
    struct Refusal: Error {}

    func encode(to encoder: any Encoder) throws { throw Refusal() }
}
