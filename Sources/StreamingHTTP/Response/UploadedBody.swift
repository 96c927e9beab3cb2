public import NIOCore

/// The body of a request, as it comes, for a generator that answers while it reads.
///
/// One task at a time reads it. A client that uploads faster than the generator reads waits.
public struct UploadedBody: AsyncSequence, Sendable {
    /// Some bytes of the body.
    public typealias Element = ByteBuffer

    let buffer: StreamBuffer

    /// Makes what reads it.
    ///
    /// - Returns: reads on where another one stopped.
    public func makeAsyncIterator() -> Iterator { Iterator(buffer: buffer) }

    /// Reads an upload.
    public struct Iterator: AsyncIteratorProtocol {
        let buffer: StreamBuffer

        /// Suspends until more of the body has come.
        ///
        /// - Returns: all that has come since; `nil` at the end.
        /// - Throws: when the client broke off.
        public func next() async throws -> ByteBuffer? { try await buffer.take() }
    }
}
