import NIOCore
import Serialization

/// What a generator writes lines of text with.
public struct LineWriter: Sendable {
    /// Writes what no method here does.
    public let out: StreamWriter

    /// Makes a writer on a stream of lines.
    ///
    /// - Parameter out: whose response has the framing.
    public init(out: StreamWriter) {
        self.out = out
    }

    /// Sends a line.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter text: a line break in it becomes a space, so that one call is one line.
    /// - Throws: `CancellationError` when the stream has ended.
    public func line(_ text: String) async throws {
        try await out.buffer.write { buffer in
            buffer.writeString(OneLine.of(text))
            buffer.writeInteger(UInt8(10))
        }
    }
}
