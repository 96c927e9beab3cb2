import ContentHash
import NIOCore

/// What is there of a file that is being fetched, with its hash.
struct FetchedPart {
    private let file: LocalFile
    private var digest = SHA256()

    /// Begins with what an earlier try left, which ``readOn()`` reads.
    init(file: LocalFile) {
        self.file = file
    }

    /// Bytes that are there, and in the hash.
    var count: Int64 { digest.count }

    /// The SHA-256 of these, 64 digits in lower case.
    var hash: String { digest.hexadecimal }

    /// Reads what is in the file and not in the hash.
    ///
    /// Suspends for the disk.
    ///
    /// - Throws: why it cannot be read.
    mutating func readOn() async throws {
        while count < file.size {
            let piece = try await file.read(at: count)
            guard piece.readableBytes > 0 else { throw TransferFailure("\(file.path): unreadable") }
            digest.update(piece.readableBytesUInt8Span)
        }
    }

    /// Appends a piece.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameter piece: the next bytes.
    /// - Throws: why it cannot be written.
    mutating func append(_ piece: ByteBuffer) async throws {
        try await file.write(piece, at: count)
        digest.update(piece.readableBytesUInt8Span)
    }

    /// Forgets all of it.
    mutating func empty() throws(TransferFailure) {
        try file.empty()
        digest = SHA256()
    }
}
