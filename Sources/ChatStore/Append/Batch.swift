import ChatProtocol

/// What goes into one transaction.
struct Batch: Sendable {
    /// Written first, so that what is said in a new room comes after it.
    var foundings: [RoomFounding] = []
    var drafts: [Draft] = []
    var marks: [ReadMark] = []
    /// Judged after the drafts of the same transaction.
    var amendments: [Amendment] = []
    /// Judged after those.
    var decisions: [AccessDecision] = []
    var imports: [ImportBatch] = []
    /// Written last: what was said before is gone with the room.
    var drops: [RoomDrop] = []
}

/// A room that is to be taken away.
struct RoomDrop: Sendable {
    var room: RoomName
    /// When it was made; `nil` where any of the name is right.
    var roomMadeAt: Timestamp?
    /// What opened it, by ``Invite/key``: it opens no other one of its name.
    var invites: [String] = []
    /// What the audit tells of it, in the same transaction.
    var audit: [AuditEntry] = []
}

/// Changes of access, and what the log tells of them: all of it is written, or nothing.
struct AccessDecision: Sendable {
    var changes: [AccessChange]
    /// The ``AccessTables/number`` of what they were decided on; `nil` where no other server
    /// decides.
    var number: Int64?
    /// Where there are several they are removals.
    var drafts: [Draft]
    /// What it was judged with; it is refused with `overloaded` once another one has that.
    var holds: [Hold]

    /// The bytes it takes in the queue.
    var bytes: Int { drafts.reduce(changes.count * Draft.fixedBytes) { $0 + $1.bytes } }
}

/// How far a member has read in a room.
struct ReadMark: Sendable {
    var room: RoomName
    var member: MemberName
    var seq: Int64
    /// Whether others may see it.
    var isShown = false
    /// When the room was made; `nil` where any of the name is right.
    var roomMadeAt: Timestamp?
    /// Why a first one of the member is refused; `nil` where there is room.
    ///
    /// Names cost nothing, and there could be as many as messages.
    var refusal: StoreError?
}

/// What became of a ``Batch``, each answer at the place of its question.
struct BatchOutcome: Sendable {
    var founded: [Result<[DurableEvent], StoreError>] = []
    var dropped: [Result<Bool, StoreError>] = []
    var appended: [Result<Appended, StoreError>] = []
    var marked: [Result<Int64, StoreError>] = []
    var amended: [Result<Amended, StoreError>] = []
    var decided: [Result<AccessMark?, StoreError>] = []
    var imported: [Result<[ImportFate], StoreError>] = []
    /// The new events in order of position; may be empty.
    var events: [DurableEvent] = []
    /// When the rooms were made whose first events are among them.
    var madeAt: [RoomName: Timestamp] = [:]
}

extension BatchOutcome {
    /// Adds what another try of the same batch did, whose commit may have been done: a room that
    /// either of them has taken away is gone.
    mutating func addDropped(_ other: BatchOutcome) {
        for (index, dropped) in other.dropped.enumerated() where index < self.dropped.count {
            if case .success(true) = dropped { self.dropped[index] = dropped }
        }
    }
}

extension Batch {
    /// The keys of what is to be said and changed.
    var keys: [KeyBook.OwnedKey] {
        let said = drafts.map { ($0.user, $0.key) } + amendments.map { ($0.user, $0.key) }
        return said.compactMap { member, key in
            key.map { KeyBook.OwnedKey(member: member.folded, key: $0) }
        }
    }

    /// Those who found, speak and amend with a name and no account.
    var guests: Set<MemberName> {
        let founders = foundings.lazy.filter(\.isGuest).map(\.author)
        let speakers = drafts.lazy.filter(\.isGuest).map(\.user)
        let amenders = amendments.lazy.filter(\.isGuest).map(\.user)
        return Set(founders).union(speakers).union(amenders)
    }
}

extension StoreError {
    /// Whether another try of what it ended may help, and does nothing twice: nothing was done, or
    /// what was is looked for first.
    var mayPass: Bool {
        switch self {
        case .unreachable, .outcomeUnknown: true
        default: false
        }
    }

    /// Why it was not found out what became of a commit.
    static func undecided(after error: StoreError) -> StoreError {
        if case .outcomeUnknown = error { error } else { .outcomeUnknown("\(error)") }
    }
}
