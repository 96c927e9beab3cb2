import ChatProtocol
import Foundation

/// Inputs of a parser that are kept: in `Tests/Fuzz/corpus`, a line each.
enum Corpus {
    /// An input, and whether the parser takes all of it.
    struct Entry: Hashable, Sendable, CustomStringConvertible {
        let isTaken: Bool
        let bytes: [UInt8]
        /// As it stands in the file.
        let description: String
    }

    /// The formats of streams whose inputs are kept.
    static let streams = [Format.ndjson, .sse, .csv]

    /// Reads the inputs of a parser.
    ///
    /// - Parameter name: of the file, without its ending.
    /// - Returns: each input, in the file's order.
    /// - Throws: when it cannot be read.
    static func entries(_ name: String) throws -> [Entry] {
        let file = URL(fileURLWithPath: #filePath)
            .appending(path: "../../../Fuzz/corpus/\(name).txt").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { line in
                let parts = line.split(separator: " ", maxSplits: 1)
                let text = parts.count > 1 ? String(parts[1]) : ""
                return Entry(isTaken: parts[0] == "taken", bytes: bytes(text), description: text)
            }
    }

    /// The bytes for which a text stands, in which `%XX` is one.
    private static func bytes(_ text: String) -> [UInt8] {
        var found: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard byte == UInt8(ascii: "%"), let escaped = UInt8(digits, radix: 16) else {
                found.append(byte)
                continue
            }
            found.append(escaped)
            rest = rest.dropFirst(2)
        }
        return found
    }
}
