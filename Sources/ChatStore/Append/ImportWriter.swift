import ChatProtocol

/// Judges the rows of an import one by one, inside a transaction: whether a row is in the log
/// already, and what it becomes.
struct ImportWriter {
    private let session: any SQLSession
    private let log: LogName
    private let room: WriterMemory.KnownRoom
    /// The clock's.
    private let time: Timestamp
    private let roomName: RoomName
    /// The two of a direct room.
    private let pair: (MemberName, MemberName)?
    /// To be told of each role before it is written.
    let owners: RoomOwners

    /// What a row comes to.
    enum Verdict {
        /// It goes into the log, with the targets that it has there.
        case new(DurableEvent.Content)
        /// It is there under this number; 0 for what changes nothing, or is left out.
        case known(Int64)
        case refused(ImportFate.Refusal)
        /// It is to be judged again in another transaction, which goes on from what was read.
        case notYet
    }

    /// Makes a writer.
    init(
        session: any SQLSession,
        log: LogName,
        room: WriterMemory.KnownRoom,
        name: RoomName,
        time: Timestamp
    ) {
        self.session = session
        self.log = log
        self.room = room
        roomName = name
        pair = name.pair
        owners = RoomOwners(of: name, session)
        self.time = time
    }

    /// Judges a row on what the log says now.
    ///
    /// - Parameters:
    ///   - state: what the import knows; a row that is found is counted.
    ///   - budget: of the transaction; what is read is counted.
    func verdict(
        on row: ImportRow,
        _ state: inout ImportMemory.State,
        _ budget: inout ImportBudget
    ) throws -> Verdict {
        guard row.at <= time else { return .refused(.future) }
        guard isOfItsTwo(row) else { return .refused(.direct) }
        guard !row.content.isDeleted else {
            // What was done to it is left out with it.
            if let number = row.seq { state.numbers.note(number, is: 0) }
            return .known(0)
        }
        var content = row.content
        if let target = content.target {
            guard let seq = state.numbers.seq(of: target) else {
                return .refused(.noTarget(target))
            }
            guard seq > 0 else { return .known(0) }
            if case .edit(_, "") = content { return .refused(.emptyEdit) }
            content = content.aimed(at: seq)
        } else if case .message(var message) = content, let target = message.replyTo {
            // What it answered is not here; what it says is worth keeping.
            message.replyTo = state.numbers.seq(of: target).flatMap { $0 > 0 ? $0 : nil }
            content = .message(message)
        }
        switch try find(row, content, &state, &budget) {
        case .known(let seq): return .known(seq)
        case .notYet: return .notYet
        case .refused(let refusal): return .refused(refusal)
        case .new: break
        }
        if try leavesNoOwner(content) { return .refused(.lastOwner) }
        guard let amendment = amendment(row, content) else { return .new(content) }
        switch try AmendmentJudge(session: session).verdict(on: amendment, room: room.id) {
        case .refused(let refusal): return .refused(.amendment(refusal))
        case .none: return .known(0)
        case .change: return .new(content)
        }
    }

    /// Whether a row may be in the room: in a direct one its two speak, and nobody has a role or
    /// changes what it is.
    private func isOfItsTwo(_ row: ImportRow) -> Bool {
        guard let pair else { return true }
        switch row.content {
        case .message, .edit, .delete, .react: return row.user == pair.0 || row.user == pair.1
        case .room, .member, .unknown: return false
        }
    }

    // MARK: - What is there already

    /// What is known of a row.
    private enum Finding {
        /// It was in the log before the import's first row, under this number; each event for one
        /// row.
        case known(Int64)
        case new
        case notYet
        case refused(ImportFate.Refusal)
    }

    private func find(
        _ row: ImportRow,
        _ content: DurableEvent.Content,
        _ state: inout ImportMemory.State,
        _ budget: inout ImportBudget
    ) throws -> Finding {
        if state.isRoomNew == nil { state.isRoomNew = room.newest == 0 }
        guard state.isRoomNew == false else { return .new }
        let last = state.start ?? 0
        let reader = MomentReader(session: session, log: log, room: room.id, last: last)
        let mark = ImportMoments.Mark(at: row.at, by: row.user, content.identity)
        while true {
            if let seq = state.moments.take(mark) {
                state.found.note(seq)
                return .known(seq)
            }
            guard !state.moments.isWhole(row.at) else { return .new }
            guard state.moments.makePlace(for: row.at) else { return .refused(.crowdedMoment) }
            guard !budget.isSpent else { return .notYet }
            let found = state.found
            let steps = try reader.readOn(row.at, in: &state.moments) { found.contains($0) }
            budget.spend(steps)
        }
    }

    // MARK: - What takes a role away

    /// Whether the room has one owner alone, as the rows before have left it, and a row takes that
    /// away.
    private func leavesNoOwner(_ content: DurableEvent.Content) throws -> Bool {
        guard case .member(let member, let role, _) = content, role != .owner else { return false }
        return try owners.isLast(member)
    }

    // MARK: - What changes a message

    private func amendment(_ row: ImportRow, _ content: DurableEvent.Content) -> Amendment? {
        let change: Amendment.Change
        switch content {
        case .edit(_, let text): change = .edit(text: text)
        case .delete: change = .delete
        case .react(_, let emoji, let isOn):
            // Checked where the row was read.
            guard let emoji = try? Emoji(emoji) else { return nil }
            change = .react(emoji, on: isOn)
        case .message, .room, .member, .unknown: return nil
        }
        return Amendment(
            change,
            of: content.target ?? 0,
            in: roomName,
            by: row.user,
            moderates: true
        )
    }
}

extension DurableEvent.Content {
    /// Whether it is a message of which is told that it was deleted.
    fileprivate var isDeleted: Bool {
        guard case .message(let message) = self else { return false }
        return message.state?.isDeleted == true
    }

    /// The same with another target.
    ///
    /// - Returns: the content; one without a target as it is.
    fileprivate func aimed(at seq: Int64) -> DurableEvent.Content {
        switch self {
        case .edit(_, let text): .edit(target: seq, text: text)
        case .delete(_, let reason): .delete(target: seq, reason: reason)
        case .react(_, let emoji, let isOn): .react(target: seq, emoji: emoji, on: isOn)
        case .message, .room, .member, .unknown: self
        }
    }
}
