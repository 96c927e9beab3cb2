package import ChatProtocol

/// What someone wants done to a message, before the log has judged and numbered it.
package struct Amendment: Sendable, Hashable {
    /// The room; it is not made for this.
    package var room: RoomName
    /// Who asks.
    package var user: MemberName
    /// The `seq` of the message.
    package var target: Int64
    package var change: Change
    /// The idempotency key: an amendment with one that was used for it before changes nothing.
    package var key: String?
    /// True for who may delete what others said.
    package var moderates: Bool
    /// Why it is deleted, in the words of whoever deletes it.
    package var reason: String?
    /// When the room was made that it was judged for; `nil` where any of the name is right.
    package var roomMadeAt: Timestamp?
    /// As of a ``Draft``.
    package var isGuest: Bool
    /// Why it is refused if it would change something; `nil` where it is not.
    package var refusal: StoreError?

    /// What is to be done.
    package enum Change: Sendable, Hashable {
        /// The text shall be this one.
        case edit(text: String)
        /// The message shall be gone.
        case delete
        /// The emoji of the one who asks shall be there, or not.
        case react(Emoji, on: Bool)

        /// Whether it only takes something away.
        package var takesBack: Bool {
            switch self {
            case .delete, .react(_, on: false): true
            case .edit, .react: false
            }
        }
    }

    /// Makes an amendment.
    ///
    /// - Parameters:
    ///   - change: what is to be done; its sizes were checked by the caller.
    ///   - target: the `seq` of the message.
    ///   - key: 1 to ``Limits/keyBytes`` bytes, or `nil`.
    ///   - moderates: whether the one who asks may delete what others said.
    ///   - isGuest: whether the one who asks has a name and no account.
    package init(
        _ change: Change,
        of target: Int64,
        in room: RoomName,
        by user: MemberName,
        key: String? = nil,
        moderates: Bool = false,
        reason: String? = nil,
        isGuest: Bool = false
    ) {
        self.room = room
        self.user = user
        self.target = target
        self.change = change
        self.key = key
        self.moderates = moderates
        self.reason = reason
        self.isGuest = isGuest
    }

    /// The event that tells of it.
    var content: DurableEvent.Content {
        switch change {
        case .edit(let text): .edit(target: target, text: text)
        case .delete: .delete(target: target, reason: reason)
        case .react(let emoji, let isOn):
            .react(target: target, emoji: emoji.description, on: isOn)
        }
    }

    /// By which the same change of the same message is known again, where no event tells of it.
    ///
    /// It is kept, so what goes into it stays as it is.
    ///
    /// - Parameter room: the number of its room, which no other room gets.
    /// - Returns: the same in every run.
    func hash(in room: Int64) -> Int64 {
        var hash = StableHash()
        hash.add("\(room)")
        hash.add("\(target)")
        switch change {
        case .edit(let text):
            hash.add("edit")
            hash.add(text)
        case .delete:
            hash.add("delete")
            hash.add(reason ?? "")
        case .react(let emoji, let isOn):
            hash.add(isOn ? "on" : "off")
            hash.add(emoji.description)
        }
        return hash.value
    }

    /// What is said when it changes something.
    var draft: Draft {
        Draft(room: room, user: user, content: content, key: key, isGuest: isGuest)
    }

    /// The bytes it takes in the queue and, nearly, in the log.
    var bytes: Int { Draft.fixedBytes + content.textBytes + (key?.utf8.count ?? 0) }
}

/// What became of an ``Amendment``.
package enum Amended: Sendable, Hashable {
    /// It is in the log now.
    case new(DurableEvent)
    /// The message was so already: no event tells of it.
    case unchanged
    /// It may not be; nothing of it is in the log.
    case refused(Refusal)

    /// Why an amendment may not be.
    package enum Refusal: Sendable, Hashable {
        /// The room has no such message.
        case noMessage
        /// Someone else said it.
        case notYours
        /// It was deleted.
        case deleted
        /// It has so many different emoji already.
        case tooManyEmoji(limit: Int)
        /// The key was used for something else.
        case keyUsed
    }
}
