import NIOCore
import StreamingHTTP

/// A file that grows, as far as whoever follows it has read it.
struct GrowingFile {
    /// The most bytes of one read.
    private static let pieceBytes = 65_536
    /// So many of the last bytes are looked at again.
    private static let memory = 64

    private let file: StreamingFile
    /// Behind the last byte that was read.
    private var position: Int64 = 0
    /// The last bytes that were read: still there unless the file was emptied since.
    private var last: [UInt8] = []

    /// Begins at the file's beginning.
    init(_ file: StreamingFile) { self.file = file }

    /// Goes on behind all that is there; suspends for the disk.
    mutating func skipToEnd() async throws {
        position = max(0, try await file.size() - Int64(Self.memory))
        _ = try await read()
    }

    /// Reads what is new, and begins anew where the file was emptied; suspends for the disk.
    ///
    /// - Returns: a piece; empty if there is nothing new.
    mutating func read() async throws -> ByteBuffer {
        var piece = try await pieceBehindLast()
        if piece == nil {
            (position, last) = (0, [])
            piece = try await pieceBehindLast()
        }
        guard let piece else { return ByteBuffer() }
        position += Int64(piece.readableBytes)
        last = (last + piece.readableBytesView.suffix(Self.memory)).suffix(Self.memory)
        return piece
    }

    /// `nil` if what was read last is not there any more.
    private func pieceBehindLast() async throws -> ByteBuffer? {
        var bytes = try await file.read(
            at: position - Int64(last.count),
            atMost: Self.pieceBytes
        )
        return bytes.readBytes(length: last.count) == last ? bytes : nil
    }

    /// The file that now has this one's name, if it is another one; suspends for the disk.
    ///
    /// - Parameters:
    ///   - path: of both.
    ///   - files: the folder.
    /// - Returns: the other one, from its beginning.
    func successor(at path: String, in files: String) async -> GrowingFile? {
        // A log that is moved away is followed until another one is there.
        guard let new = try? await StreamingFile.open(path, in: files), !new.isSameFile(as: file)
        else { return nil }
        return GrowingFile(new)
    }
}
