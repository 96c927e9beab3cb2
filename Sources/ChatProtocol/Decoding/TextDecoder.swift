/// Reads the lines of a text stream.
///
/// What is not UTF-8 is read as U+FFFD.
package struct TextDecoder: Sendable {
    private var splitter: LineSplitter
    private var held = HeldFailure()

    /// Makes a decoder.
    ///
    /// - Parameter limit: bytes of a line.
    package init(limit: Int = Limits.lineBytes) {
        splitter = LineSplitter(ending: .lineFeed, limit: limit)
    }

    /// Takes bytes, and gives the lines they complete.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Throws: why it is no text stream; the lines before the fault are given first, and the
    ///   failure by the next call.
    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [TextLine] {
        var lines: [TextLine] = []
        try held.collect(into: &lines) { lines throws(DecodingFailure) in
            for line in try splitter.lines(in: bytes) {
                lines.append(try TextLine(String(decoding: line, as: UTF8.self)))
            }
        }
        return lines
    }
}
