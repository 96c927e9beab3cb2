import ChatProtocol

/// Whether names under which guests speak have become accounts' at other servers.
struct GuestNames {
    /// The transaction that writes.
    let session: any SQLSession
    let memory: WriterMemory

    /// Looks for a name among the accounts, once for as long as these stay the same.
    ///
    /// Where nobody else writes nothing is asked: the guest was judged by all that there is.
    ///
    /// - Returns: true for an account's, also a deleted one's.
    func isTaken(_ name: MemberName) throws -> Bool {
        guard session.isRemote, !memory.knows(guest: name) else { return false }
        let row = try session.row(Statements.isAccount, [.text(name.folded)]) { try $0.integer(0) }
        if row == nil { memory.note(guest: name) }
        return row != nil
    }

    /// Looks for all names of a transaction at once, where a question each would take long.
    func lookAhead(_ names: Set<MemberName>) throws {
        let unknown = names.filter { !memory.knows(guest: $0) }
        guard unknown.count > 1 else { return }
        var list = ArrayText()
        for name in unknown { list.add(name.folded.utf8) }
        let value = SQLValue.text(String(decoding: list.utf8, as: UTF8.self))
        let taken = try session.rows(Statements.accountsAmong, [value]) { try $0.text(0) }
        for name in unknown where !taken.contains(name.folded) { memory.note(guest: name) }
    }
}
