import ChatProtocol

/// Moves read marks forward inside one transaction.
struct ReadMarkWriter {
    let session: any SQLSession

    /// Moves a mark; it never goes back, nor beyond the newest event.
    ///
    /// - Parameters:
    ///   - mark: where it shall be at least.
    ///   - newest: the number of the room's newest event; `nil` where there is no such room.
    /// - Returns: where it is, or why it was not moved.
    func write(_ mark: ReadMark, newest: Int64?) throws -> Result<Int64, StoreError> {
        let key = [SQLValue.text(mark.member.folded), .text(mark.room.description)]
        guard let newest else { return .failure(.roomNotFound(mark.room)) }
        let known = try session.row(Statements.readSeq, key) { row in
            (try row.integer(0), try row.integer(1) == 1)
        }
        if known == nil, let refusal = mark.refusal { return .failure(refusal) }
        let (read, isShown) = known ?? (0, false)
        let seq = max(read, min(mark.seq, newest))
        guard seq > read || mark.isShown != isShown else { return .success(read) }
        try session.run(Statements.markRead, key + [.integer(seq), .integer(mark.isShown ? 1 : 0)])
        return .success(seq)
    }
}
