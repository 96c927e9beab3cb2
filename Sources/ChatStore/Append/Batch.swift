import ChatProtocol

/// What goes into one transaction.
struct Batch: Sendable {
    /// Written first, so that what is said in a new room comes after it.
    var foundings: [RoomFounding] = []
    var drafts: [Draft] = []
    var marks: [ReadMark] = []
    /// Judged after the drafts of the same transaction.
    var amendments: [Amendment] = []
    var imports: [ImportBatch] = []
    /// Written last: what was said before is gone with the room.
    var drops: [RoomName] = []
}

/// How far a member has read in a room.
struct ReadMark: Sendable {
    var room: RoomName
    var member: MemberName
    var seq: Int64
}

/// What became of a ``Batch``, each answer at the place of its question.
struct BatchOutcome: Sendable {
    var founded: [Result<[DurableEvent], StoreError>] = []
    var dropped: [Result<Bool, StoreError>] = []
    var appended: [Result<Appended, StoreError>] = []
    var marked: [Result<Int64, StoreError>] = []
    var amended: [Result<Amended, StoreError>] = []
    var imported: [Result<[ImportFate], StoreError>] = []
    /// The new events in order of position; may be empty.
    var events: [DurableEvent] = []
}

extension BatchOutcome {
    /// Adds what another try of the same batch did, whose commit may have been done: a room that
    /// either of them has taken away is gone.
    ///
    /// - Parameter other: what was judged then.
    mutating func addDropped(_ other: BatchOutcome) {
        for (index, dropped) in other.dropped.enumerated() where index < self.dropped.count {
            if case .success(true) = dropped { self.dropped[index] = dropped }
        }
    }
}
