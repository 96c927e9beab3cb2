package import ChatProtocol

/// Some rows of an import, for one transaction.
package struct ImportBatch: Sendable {
    package var room: RoomName
    /// In the order in which they are to be numbered.
    package var rows: [ImportRow]
    /// What is kept from batch to batch of the same import.
    package var memory: ImportMemory
    /// Whether the room is made if there is none.
    package var makesRoom = true
    /// When the room was made that it goes into; `nil` where any of the name is right.
    package var roomMadeAt: Timestamp?
    /// What the audit tells of it, in the transaction that takes its rows; nothing if none is new.
    package var audit: [AuditEntry] = []
    /// What it was judged with; it is refused with `overloaded` once another one has that.
    var holds: [Hold] = []

    /// Makes a batch.
    ///
    /// - Parameters:
    ///   - room: made by its first event if there is none.
    ///   - memory: of this import alone, whose batches follow one another.
    package init(room: RoomName, rows: [ImportRow], memory: ImportMemory) {
        self.room = room
        self.rows = rows
        self.memory = memory
    }

    /// The bytes it takes in the queue and, nearly, in the log.
    var bytes: Int { rows.reduce(0) { $0 + Draft.fixedBytes + $1.content.textBytes } }
}

/// What became of a row of an import.
package enum ImportFate: Sendable, Hashable {
    /// It is in the log now.
    case imported
    /// It was there already, changes nothing, or was deleted where it comes from.
    case skipped
    /// It cannot be.
    case refused(Refusal)

    /// Why a row cannot be.
    package enum Refusal: Sendable, Hashable {
        /// Its time is later than the log's.
        case future
        /// The message that it names by this number is not among the rows before it.
        case noTarget(Int64)
        /// An edit has no text, and its message was not deleted.
        case emptyEdit
        /// What it does to a message may not be done.
        case amendment(Amended.Refusal)
        /// The room would be left without an owner.
        case lastOwner
        /// The room is a direct one, and the row is not what its two can say or do there.
        case direct
        /// More events of its time are in the room than can be told from it.
        case crowdedMoment
    }
}
