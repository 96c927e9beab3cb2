import ChatProtocol

/// How far others have read.
extension Model {
    /// How many events back a message of one's own is looked for.
    private static let reach = 200
    /// Names that are told; of further ones only the number is.
    private static let namedLimit = 3

    /// Whether the others of a room may see how far the person has read, and the person them.
    ///
    /// - Returns: `true` in direct and small rooms, for members with an account.
    func showsReceipts(_ room: Room) -> Bool {
        options.receipts == .on && signedIn != nil && room.isSmall
    }

    /// The newest message of one's own in the room in front, and who has read it.
    var receipt: (seq: Int64, words: String)? {
        guard showsReceipts(room), let seq = newestOwn else { return nil }
        let names = readers(of: seq)
        guard !names.isEmpty else { return nil }
        if room.isDirect { return (seq, "read") }
        let named = names.prefix(Self.namedLimit).map(\.description).joined(separator: ", ")
        let more = names.count - Self.namedLimit
        return (seq, "read by \(named)" + (more > 0 ? " and \(more) more" : ""))
    }

    /// Who of the others has read a message of the room in front, and shows it.
    func readers(of seq: Int64) -> [MemberName] {
        guard showsReceipts(room) else { return [] }
        return room.members.filter { $0.name != name && $0.read ?? 0 >= seq }.map(\.name)
    }

    /// When it is to be asked again; `nil` while nobody looks, and while nobody is here of whom it
    /// is not known.
    var receiptsDueAt: Timestamp? {
        guard showsReceipts(room), isConnected, isFocused, away == nil,
            let seq = newestOwn
        else { return nil }
        let told = Set(readers(of: seq))
        let waits = room.here.contains { $0 != name && !told.contains($0) }
        return room.receipts.askedAt == nil || waits ? room.receipts.dueAt(now) : nil
    }

    /// Asks how far others have read, if it is time.
    mutating func askReceipts() -> [Effect] {
        guard let due = receiptsDueAt, due <= now else { return [] }
        room.receipts.ask(now)
        return [.refreshMembers(room.name)]
    }

    /// The `seq` of the newest message of one's own that stands in the room in front.
    private var newestOwn: Int64? {
        room.timeline.events.suffix(Self.reach).last { event in
            event.user == name && event.content.isMessage
                && !room.currentMessage(of: event.seq, for: name).isDeleted
        }?.seq
    }
}
