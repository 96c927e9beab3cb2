import Foundation
import TestTools

/// Inputs that nobody would send: pieces of a corpus, changed by a seed.
///
/// `BURBLE_FUZZ_ROUNDS` says how many there are, `BURBLE_FUZZ_SEED` which ones.
struct Mutator {
    /// How many inputs a test looks at.
    static let rounds = number("BURBLE_FUZZ_ROUNDS") ?? 1000
    /// Where the inputs begin.
    static let seed = UInt64(number("BURBLE_FUZZ_SEED") ?? 1)

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private let corpus: [[UInt8]]
    private var generator: SeededGenerator

    /// Makes a source of inputs.
    ///
    /// - Parameters:
    ///   - corpus: what is changed; at least one.
    ///   - salt: makes the inputs of two tests differ.
    init(corpus: [[UInt8]], salt: UInt64 = 0) {
        self.corpus = corpus
        generator = SeededGenerator(seed: Self.seed &+ salt &* 0x9e37_79b9)
    }

    /// Makes a source of inputs of texts.
    init(_ corpus: [String], salt: UInt64 = 0) {
        self.init(corpus: corpus.map { Array($0.utf8) }, salt: salt)
    }

    /// What stands at the bounds of something.
    private static let pieces: [[UInt8]] =
        [
            "0", "-1", "9007199254740991", "9007199254740992", "9223372036854775808", "1e400",
            "1.5",
            "\"", "\\", "\\u0000", "\\ud800", "\\ud83d\\ude00", "{", "}", "[", "]", ":", ",",
            "null",
            "true", "\n", "\r", "\r\n", "\n\n", "\t", " ", "\0", "\u{1b}[2J", "\u{9b}", "\u{7f}",
            "\u{202e}", "\u{2028}", "\u{200b}", "\u{feff}", "e\u{301}", "👩‍👩‍👧", "٣", "🏴", "%", "%zz",
            "%00", "%e9", "+", "&", "=", "id: ", "data: ", "event: ", "retry: ", "# ", "; ",
            "q=1.5",
            String(repeating: "a\u{300}", count: 40), String(repeating: "[", count: 100),
            String(repeating: "x", count: 300),
        ].map { Array($0.utf8) } + [
            [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
        ]

    /// The next input.
    mutating func next() -> [UInt8] {
        var bytes = corpus.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 0...6, using: &generator) { change(&bytes) }
        return bytes
    }

    /// The next input as text; what is not UTF-8 of it is replaced.
    mutating func nextText() -> String { String(decoding: next(), as: UTF8.self) }

    /// Cuts an input anywhere.
    mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let most = [1, 2, 7, 64, bytes.count].randomElement(using: &generator) ?? 1
            let end = min(bytes.count, start + most)
            parts.append(bytes[start..<end])
            start = end
        }
        return parts
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &generator))
        let piece = Self.pieces.randomElement(using: &generator) ?? []
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: bytes.insert(contentsOf: piece, at: place)
        case 1: bytes.replaceSubrange(place..<end, with: piece)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 4 where place < bytes.count:
            bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 5: bytes.insert(contentsOf: corpus.randomElement(using: &generator) ?? [], at: place)
        default: bytes.removeSubrange(end...)
        }
    }
}
