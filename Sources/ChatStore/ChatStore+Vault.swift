/// Files in the log's own database, in parts, for servers that share no disk. Only where
/// ``isShared``.
extension ChatStore {
    /// A file as the database has it.
    package struct KeptFile: Sendable, Hashable {
        package let sha256: String
        package let size: Int64
        /// False for one whose server stopped before it had written all.
        package let isWhole: Bool
    }

    /// Begins to keep a file, or notes that it was asked for again.
    ///
    /// Suspends until it is written.
    ///
    /// - Parameters:
    ///   - sha256: of its bytes.
    ///   - size: in bytes.
    /// - Returns: true where all of it is there already.
    package func beginFile(_ sha256: String, size: Int64) async throws(StoreError) -> Bool {
        let values = [SQLValue.text(sha256), .integer(size)]
        return try await database.aside { session in
            try session.row(Statements.beginFile(session.clock), values) { row in
                try row.integer(0) != 0
            } ?? false
        }
    }

    /// Keeps a part of a file; the same part again changes nothing.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter part: 0, 1, 2 …
    package func keepPart(
        _ bytes: [UInt8],
        _ part: Int64,
        of sha256: String
    ) async throws(StoreError) {
        try await database.aside { session in
            let values = [SQLValue.text(sha256), .integer(part), .text(HexBytes.text(of: bytes))]
            try session.run(Statements.addFilePart, values)
        }
    }

    /// Notes that all parts of a file are kept.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter sha256: of its bytes.
    package func finishFile(_ sha256: String) async throws(StoreError) {
        try await database.aside { try $0.run(Statements.finishFile, [.text(sha256)]) }
    }

    /// How long a file is.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter sha256: of its bytes.
    /// - Returns: bytes; `nil` where it is not there as a whole.
    package func fileSize(_ sha256: String) async throws(StoreError) -> Int64? {
        try await database.read { session in
            try session.row(Statements.fileSize, [.text(sha256)]) { try $0.integer(0) }
        }
    }

    /// Reads a part of a file.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter part: 0, 1, 2 …
    /// - Returns: its bytes; `nil` where there is no such part.
    package func filePart(_ part: Int64, of sha256: String) async throws(StoreError) -> [UInt8]? {
        try await database.read(.rows) { session in
            try session.row(Statements.filePart, [.text(sha256), .integer(part)]) { row in
                guard let bytes = HexBytes.bytes(try row.text(0)) else {
                    throw StoreError.damaged(detail: "a part of a file is unreadable")
                }
                return bytes
            }
        }
    }

    /// Lists the files.
    ///
    /// Suspends while it reads.
    ///
    /// - Complexity: O(files).
    ///
    /// - Returns: all of them, in no order.
    package func keptFiles() async throws(StoreError) -> [KeptFile] {
        try await database.read(.list) { session in
            try session.rows(Statements.files, []) { row in
                KeptFile(
                    sha256: try row.text(0),
                    size: try row.integer(1),
                    isWhole: try row.integer(2) != 0
                )
            }
        }
    }

    /// Removes a file.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - sha256: of its bytes.
    ///   - age: milliseconds; one that was asked for since then stays.
    package func dropFile(_ sha256: String, olderThan age: Int64) async throws(StoreError) -> Bool {
        try await database.aside { session in
            let values = [SQLValue.text(sha256), .integer(age)]
            let isGone = try session.row(Statements.dropFile(session.clock), values) { _ in true }
            guard isGone == true else { return false }
            try session.run(Statements.dropFileParts, [.text(sha256)])
            return true
        }
    }
}
