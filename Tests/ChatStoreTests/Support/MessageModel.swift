import ChatProtocol
import ChatStore

/// What amendments do to the messages of a room, by the plainest rules: the measure of the store.
struct MessageModel {
    struct Entry: Equatable {
        var user: MemberName
        var text: String
        var isEdited = false
        var isDeleted = false
        /// Who put which, in the order in which the first of each came.
        var reactions: [(emoji: String, members: [MemberName])] = []

        static func == (left: Entry, right: Entry) -> Bool {
            left.text == right.text && left.isEdited == right.isEdited
                && left.isDeleted == right.isDeleted
                && left.reactions.elementsEqual(right.reactions) { $0.emoji == $1.emoji }
        }
    }

    private(set) var entries: [Int64: Entry] = [:]
    private(set) var newest: Int64 = 0

    /// Takes a message.
    mutating func say(_ text: String, by user: MemberName) {
        newest += 1
        entries[newest] = Entry(user: user, text: text)
    }

    /// Takes an amendment.
    ///
    /// - Returns: `nil` if it is refused, else whether it changed anything.
    mutating func amend(_ amendment: Amendment) -> Bool? {
        guard var entry = entries[amendment.target] else { return nil }
        let isOwn = entry.user == amendment.user
        let before = entry
        switch amendment.change {
        case .edit(let text):
            guard isOwn, !entry.isDeleted else { return nil }
            guard entry.text != text else { return false }
            entry.text = text
            entry.isEdited = true
        case .delete:
            guard isOwn || amendment.moderates else { return nil }
            guard !entry.isDeleted else { return false }
            entry = Entry(user: before.user, text: "", isDeleted: true)
        case .react(let emoji, true):
            guard !entry.isDeleted else { return nil }
            guard entry.put(emoji.description, by: amendment.user) else { return false }
        case .react(let emoji, false):
            guard entry.take(emoji.description, by: amendment.user) else { return false }
        }
        newest += 1
        entries[amendment.target] = entry
        return true
    }

    /// What a reader of a message is shown.
    func shown(_ seq: Int64) -> (text: String, state: MessageState?) {
        guard let entry = entries[seq] else { return ("", nil) }
        var state = MessageState(isDeleted: entry.isDeleted)
        state.reactions = entry.reactions.map {
            .init(emoji: $0.emoji, count: Int64($0.members.count))
        }
        return (entry.text, entry.isEdited || !state.isUntouched ? state : nil)
    }
}

extension MessageModel.Entry {
    fileprivate mutating func put(_ emoji: String, by member: MemberName) -> Bool {
        guard let place = reactions.firstIndex(where: { $0.emoji == emoji }) else {
            reactions.append((emoji, [member]))
            return true
        }
        guard !reactions[place].members.contains(member) else { return false }
        reactions[place].members.append(member)
        return true
    }

    fileprivate mutating func take(_ emoji: String, by member: MemberName) -> Bool {
        guard let place = reactions.firstIndex(where: { $0.emoji == emoji }),
            let index = reactions[place].members.firstIndex(of: member)
        else { return false }
        reactions[place].members.remove(at: index)
        if reactions[place].members.isEmpty { reactions.remove(at: place) }
        return true
    }
}
