package import ChatProtocol

/// What someone wants said in a room, before the log has numbered it.
package struct Draft: Sendable, Hashable {
    /// The room it is for; made by its first event if there is none.
    package var room: RoomName
    /// Who causes it.
    package var user: MemberName
    package var content: DurableEvent.Content
    /// The idempotency key: the same one from the same member gives the first event again.
    package var key: String?
    /// Whether the key stands for what is said: it is used anew where its event is another one, is
    /// not there any more, or was deleted.
    package var renewsKey = false
    /// Whether the room is made if there is none; else the draft is refused with `roomNotFound`.
    package var makesRoom: Bool
    /// Whether it was judged as the first of a room that was not there.
    ///
    /// Where somebody has made a private room of it meanwhile, it is refused with `roomNotFound`,
    /// as it would be now.
    package var expectsNoRoom: Bool
    /// When the room was made that it was judged for; `nil` where any of the name is right.
    ///
    /// Where another room has the name by now, it is refused with `roomNotFound`.
    package var roomMadeAt: Timestamp?
    /// Whether the author has a name and no account, as far as was known where it was judged.
    ///
    /// Where another server has made an account of the name meanwhile, it is refused with
    /// `nameTaken`.
    package var isGuest: Bool
    /// Why it is refused unless its key gives an event again; `nil` where it is not.
    package var refusal: StoreError?
    /// Whether it only takes a role away, with changes of access: it is written where the disk is
    /// nearly full, and left out where its room is gone.
    package var isRemoval = false
    /// What is noted on the audit with the event, at its time, if it is new.
    package var audit: [AuditEntry] = []
    /// What it was judged with; it is refused with `overloaded` once another one has that.
    var holds: [Hold] = []

    /// Makes a draft.
    ///
    /// - Parameters:
    ///   - content: what shall happen; its sizes were checked by the caller.
    ///   - key: 1 to ``Limits/keyBytes`` bytes, or `nil` for an event that is new each time.
    ///   - makesRoom: whether the room is made if there is none.
    ///   - expectsNoRoom: whether there was none when it was judged.
    ///   - roomMadeAt: when the room was made that it was judged for.
    ///   - isGuest: whether the author has a name and no account.
    package init(
        room: RoomName,
        user: MemberName,
        content: DurableEvent.Content,
        key: String? = nil,
        makesRoom: Bool = true,
        expectsNoRoom: Bool = false,
        roomMadeAt: Timestamp? = nil,
        isGuest: Bool = false
    ) {
        self.room = room
        self.user = user
        self.content = content
        self.key = key
        self.makesRoom = makesRoom
        self.expectsNoRoom = expectsNoRoom
        self.roomMadeAt = roomMadeAt
        self.isGuest = isGuest
    }

    /// The bytes it takes in the queue and, nearly, in the log: its texts and a fixed share.
    var bytes: Int { Self.fixedBytes + content.textBytes + (key?.utf8.count ?? 0) }

    /// What an event costs beside its texts: its row, its index entries and its continuation.
    static let fixedBytes = 256
}

extension DurableEvent.Content {
    /// The number of the message that a message answers to.
    var replyTarget: Int64? {
        if case .message(let message) = self { message.replyTo } else { nil }
    }

    /// Bytes of UTF-8 in the texts that a person chose.
    var textBytes: Int {
        switch self {
        case .message(let message): message.text.utf8.count + (message.file?.name.utf8.count ?? 0)
        case .edit(_, let text): text.utf8.count
        case .react(_, let emoji, _): emoji.utf8.count
        case .room(let change): change.topic?.utf8.count ?? 0
        case .delete(_, let reason): reason?.utf8.count ?? 0
        case .member(_, _, let terms): terms.reason?.utf8.count ?? 0
        case .unknown: 0
        }
    }
}
