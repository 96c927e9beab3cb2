/// A body in chunks, taken apart by the letter.
///
/// Source: RFC 9112, section 7.1.
package enum Chunks {
    /// What stands in whole chunks.
    ///
    /// A chunk of no length ends it, and nothing may follow.
    package static func content(of bytes: [UInt8]) throws -> [UInt8] {
        var content: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let lineEnd = rest.firstIndex(of: 13), rest[lineEnd...].starts(with: [13, 10]),
                let size = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16),
                rest.count >= lineEnd - rest.startIndex + size + 4
            else { throw Broken(at: rest.startIndex) }
            let start = lineEnd + 2
            guard rest[(start + size)...].starts(with: [13, 10]) else { throw Broken(at: start) }
            content += rest[start..<start + size]
            rest = rest[(start + size + 2)...]
            guard size > 0 || rest.isEmpty else { throw Broken(at: start) }
        }
        return content
    }

    /// The bytes are no chunks from an offset on.
    package struct Broken: Error {
        package let at: Int
    }
}
