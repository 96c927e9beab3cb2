#if Postgres
import ChatProtocol

/// Reads what a server has not handed on yet, some at a time.
struct PostgresTailReader {
    /// Events that are read at once.
    static let page = 1000

    let log: LogName
    /// Who reads.
    let node: NodeNumber
    /// Pages that are read under the log's lock, 1 or more.
    ///
    /// As much as others write between two turns: whoever gave the lock away for less would be
    /// overtaken again and again.
    let lockedPages: Int

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - first: the position after which to begin.
    ///   - last: the position with which to end.
    ///   - known: the number of changes of access that was handed on.
    func page(
        _ session: any SQLSession,
        after first: Int64,
        through last: Int64 = .max,
        knowing known: Int64
    ) throws -> PostgresTail {
        try PostgresTail(
            session,
            after: first,
            through: last,
            limit: Self.page,
            knowing: known,
            log: log,
            node: node
        )
    }

    /// Reads on to the end of the log, or some pages of the way.
    ///
    /// - Parameters:
    ///   - session: of a transaction that has the log's lock.
    ///   - head: the position after which to begin.
    ///   - known: the number of changes of access that was handed on.
    /// - Returns: at least one page; the last one is full where there may be more.
    func pages(
        _ session: any SQLSession,
        after head: Int64,
        knowing known: Int64,
        _ memory: WriterMemory
    ) throws -> [PostgresTail] {
        var pages: [PostgresTail] = []
        var (last, known) = (head, known)
        while pages.count < lockedPages {
            let page = try page(session, after: last, knowing: known)
            known = page.accessNumber ?? known
            memory.advance(by: page)
            pages.append(page)
            guard page.isFull, let end = page.parts.last?.last else { break }
            last = end
        }
        return pages
    }
}

extension PostgresTail {
    /// Whether there may be more behind it.
    var isFull: Bool { count >= PostgresTailReader.page }
}

extension WriterMemory {
    /// Goes on to what others have written.
    ///
    /// - Parameter tail: which follows ``head``.
    func advance(by tail: PostgresTail) {
        for part in tail.parts { advance(by: part.events, to: part.last) }
    }
}
#endif
