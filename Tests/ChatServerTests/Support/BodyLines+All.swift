import NIOCore

@testable import ChatServer

extension BodyLines {
    /// All lines that a piece finishes.
    mutating func all(in piece: ByteBuffer) -> [Line] {
        var rest = piece
        var lines: [Line] = []
        while let line = next(in: &rest) { lines.append(line) }
        return lines
    }

    /// The line that is unfinished.
    ///
    /// - Returns: one, or none.
    mutating func rest() -> [Line] { finish().map { [$0] } ?? [] }
}
