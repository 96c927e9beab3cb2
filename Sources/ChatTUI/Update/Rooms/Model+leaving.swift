package import ChatProtocol

/// Closing, clearing and leaving: Esc, Ctrl-C, Ctrl-D.
extension Model {
    /// Ctrl-C: gives up an answer or a change, then clears the line, then hints.
    mutating func interrupt() -> [Effect] {
        if leavePurpose() { return [] }
        guard !room.editor.isEmpty else { return show(notice: leavingHint) }
        room.editor.replaceAll(with: "")
        return []
    }

    private var leavingHint: String {
        keys.label(of: .deleteOrQuit).map { "\($0) or /quit leaves" } ?? "/quit leaves"
    }

    /// Esc: gives up an answer or a change, then goes back to where a jump began, else to the
    /// newest, then clears what was refused.
    ///
    /// - Returns: what is read by that.
    mutating func escape() -> [Effect] {
        if leavePurpose() { return [] }
        if let effects = jumpBack() { return effects }
        if reading.isVisit {
            reading.isVisit = false
            return [.workspace(.back)]
        }
        if room.scroll != .newest { return scroll(.newest) }
        if room.unreadLine != nil {
            room.unreadLine = nil
        } else if showsWelcome {
            showsWelcome = false
        } else if room.editor.isEmpty {
            // What was refused has been seen; Up still has its words.
            room.pending.removeAll { if case .refused = $0.state { true } else { false } }
            room.writing.changes.removeAll { !$0.isShown }
        }
        return []
    }

    /// Ctrl-D on an empty line, and `/quit`: leaves, but asks first if something is not sent.
    ///
    /// - Returns: that the workspace is to do it.
    func leave() -> [Effect] { [.workspace(.leave)] }

    /// How much is not sent.
    struct Unsent: Hashable {
        var waiting = 0
        var refused = 0
        /// What waits for servers that the next start does not have by itself.
        var visited: [String: Int] = [:]
        /// Of those that wait, what is in no outbox: its room is being made.
        var held = 0

        /// For people; `nil` if all is sent.
        var words: String? {
            if refused > 0 { return "\(refused) refused, lost by leaving" }
            if held > 0 { return "\(held) said in a room that is being made, not sent yet" }
            let own = waiting > 0 ? ["\(waiting) not sent yet, sent at the next start"] : []
            let others = visited.sorted { $0.key < $1.key }.map { server, count in
                "\(count) not sent yet, sent when you /connect \(server) again"
            }
            return own.isEmpty && others.isEmpty ? nil : (own + others).joined(separator: "; ")
        }

        static func + (one: Unsent, other: Unsent) -> Unsent {
            Unsent(
                waiting: one.waiting + other.waiting,
                refused: one.refused + other.refused,
                visited: one.visited.merging(other.visited, uniquingKeysWith: +),
                held: one.held + other.held
            )
        }
    }

    /// How much was refused, and stands there still.
    package var refusedCount: Int { unsent.refused }

    /// How much waits for rooms that are being made, and is in no outbox.
    package var heldCount: Int { unsent.held }

    /// Whether a room waits to be made, or for a server that makes it.
    ///
    /// - Returns: false also where it is not in the list.
    package func isBeingMade(_ name: RoomName) -> Bool {
        rooms.contains { $0.name == name && $0.isBeingMade }
    }

    /// What of this server is not sent.
    var unsent: Unsent {
        var unsent = Unsent()
        for room in rooms {
            unsent.held += room.held.count
            for pending in room.pending {
                switch pending.state {
                case .waiting: unsent.waiting += 1
                case .refused: unsent.refused += 1
                case .sent: break
                }
            }
            for pending in room.writing.changes {
                switch pending.state {
                case .waiting: unsent.waiting += 1
                case .refused: unsent.refused += 1
                case .acknowledged: break
                }
            }
        }
        guard isVisited, unsent.waiting > 0 else { return unsent }
        unsent.visited = [server: unsent.waiting]
        unsent.waiting = 0
        return unsent
    }
}
