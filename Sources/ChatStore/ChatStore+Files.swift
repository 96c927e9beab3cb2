package import ChatProtocol

extension ChatStore {
    /// The rooms in which a message carries a file that is not deleted.
    ///
    /// Suspends while it reads.
    ///
    /// - Complexity: O(messages with the file).
    ///
    /// - Returns: each once, in no order.
    package func rooms(sharing sha256: String) async throws(StoreError) -> [RoomName] {
        try await database.read { session in
            try session.rows(Statements.roomsSharing, [.text(sha256)]) { row in
                try RoomName(stored: row.text(0))
            }
        }
    }

    /// Lists the files that messages carry, without those of deleted messages.
    ///
    /// Suspends while it reads.
    ///
    /// - Complexity: O(messages with a file).
    ///
    /// - Returns: one for each file and each member who shared it, in no order.
    package func sharedFiles() async throws(StoreError) -> [SharedFile] {
        try await database.read { session in
            try session.rows(Statements.sharedFiles, []) { row in
                try SharedFile(row: row)
            }
        }
    }
}

extension SharedFile {
    /// Reads a row of ``Statements/sharedFiles``.
    ///
    /// - Throws: `damaged` when it is none that was written here.
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            sha256: try row.text(0),
            member: try row.text(1),
            size: try row.integer(2),
            newest: Timestamp(milliseconds: try row.integer(3))
        )
    }
}
