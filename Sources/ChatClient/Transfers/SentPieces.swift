import NIOCore

/// The rest of a file as a request's body, telling how far it is.
struct SentPieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let file: LocalFile
    /// Where the body begins.
    let start: Int64
    /// Where it ends: the file may have grown since it was opened.
    let end: Int64
    /// Told after each piece how many bytes of the file have gone.
    let progress: @Sendable (Int64) async -> Void

    func makeAsyncIterator() -> Iterator { Iterator(pieces: self, position: start) }

    /// Reads the file.
    struct Iterator: AsyncIteratorProtocol {
        let pieces: SentPieces
        var position: Int64

        mutating func next() async throws -> ByteBuffer? {
            if position > pieces.start { await pieces.progress(position) }
            guard position < pieces.end else { return nil }
            var piece = try await pieces.file.read(at: position)
            let most = pieces.end - position
            if Int64(piece.readableBytes) > most {
                piece = piece.getSlice(at: piece.readerIndex, length: Int(most)) ?? ByteBuffer()
            }
            guard piece.readableBytes > 0 else {
                throw TransferFailure("\(pieces.file.path): it became shorter")
            }
            position += Int64(piece.readableBytes)
            return piece
        }
    }
}
