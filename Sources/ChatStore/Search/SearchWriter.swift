import ChatProtocol

/// Writes into the index, in one transaction.
struct SearchWriter {
    private typealias Text = SearchIndex.Text

    /// Where the words of a room's messages are.
    private enum Place {
        /// Among those of all public rooms.
        case common
        case own(OwnRoom)
    }

    private let session: any SQLSession
    /// Of the rooms that were looked up.
    private var places: [Int64: Place] = [:]

    /// Begins to write.
    ///
    /// - Parameter session: of the index; it is kept for as long as the writer.
    init(session: any SQLSession) {
        self.session = session
    }

    /// Does what a step says.
    mutating func apply(_ step: SearchStep) throws {
        switch step.change {
        case .add(let text, let isPrivate):
            try settle(step, isPrivate: isPrivate)
            if let at = step.importedAt?.milliseconds {
                try session.run(Text.addImported, [.integer(step.position), .integer(at)])
            }
            let isOwn = try isOwnAtFirst(step)
            let (table, values) = Self.entry(text, of: step, isOwn: isOwn)
            try session.run(table.add, values)
        case .turn(let isPrivate): try settle(step, isPrivate: isPrivate)
        case .replace(let said, let text): try replace(said, by: text, of: step)
        case .remove(let said): try replace(said, by: nil, of: step)
        }
    }

    private mutating func replace(_ said: String, by text: String?, of step: SearchStep) throws {
        let position = SQLValue.integer(step.position)
        // Of a message that was deleted nothing is in the index, and nothing comes back. A removal
        // is repeated where the log's part of it failed.
        guard var isOwn = try holds(position) else { return }
        let changed = try session.row(Text.changed, [position]) { try $0.text(0) }
        let (table, values) = Self.entry(changed ?? said, of: step, isOwn: isOwn)
        try session.run(table.remove, values)
        guard let text else { return try session.run(Text.forgetChanged, [position]) }
        // What is said in a private room is new, also of a message from before.
        if try isPrivate(step.room) { isOwn = true }
        let (list, words) = Self.entry(text, of: step, isOwn: isOwn)
        try session.run(list.add, words)
        try session.run(Text.setChanged, [position, .text(text)])
    }

    /// Whether the list that holds a message's words is its room's own.
    ///
    /// - Returns: nil where none holds them.
    private func holds(_ position: SQLValue) throws -> Bool? {
        for list in [SearchSource.List.common, .own] {
            let isThere = try session.row(Text.table(of: list).has, [position], { _ in true })
            if isThere == true { return list == .own }
        }
        return nil
    }

    /// What the index holds of a message, and where.
    private static func entry(
        _ text: String,
        of step: SearchStep,
        isOwn: Bool
    ) -> (table: SearchIndex.Text.Table, values: [SQLValue]) {
        let position = SQLValue.integer(step.position)
        let text = SearchText.indexed(text)
        let author = SearchStep.tag(of: step.user)
        guard isOwn else {
            let tags = SearchStep.tag(ofRoom: step.room) + " " + author
            return (Text.table(of: .common), [position, .text(text), .text(tags)])
        }
        let code = RoomCode.code(of: step.room)
        let words = SearchText.coded(text, behind: code)
        return (Text.table(of: .own), [position, .text(words), .text(code + author)])
    }

    /// Whether a message is in its room's own list, as long as nobody changes it.
    private mutating func isOwnAtFirst(_ step: SearchStep) throws -> Bool {
        let place = try place(of: step.room)
        guard case .own(let room) = place else { return false }
        return step.position > room.publicThrough
    }

    private mutating func isPrivate(_ room: Int64) throws -> Bool {
        let place = try place(of: room)
        guard case .own(let room) = place else { return false }
        return !room.isPublic
    }

    // MARK: - Rooms

    /// Gives a room a list of its own once it is private.
    private mutating func settle(_ step: SearchStep, isPrivate: Bool) throws {
        let place = try place(of: step.room)
        switch place {
        case .common:
            guard isPrivate else { return }
            // What is there already stays: to move it could take long.
            let tag = "tags : \"\(SearchStep.tag(ofRoom: step.room))\""
            let isOld = try session.row(Text.anyTagged, [.text(tag)], { _ in true }) == true
            let end = isOld ? step.position - 1 : 0
            try keep(OwnRoom(room: step.room, publicThrough: end, isPublic: false))
        case .own(var room):
            guard room.isPublic == isPrivate else { return }
            room.isPublic = !isPrivate
            // A list with nothing in it is asked for by nobody.
            if room.isPublic, try isEmpty(room) { try forget(room) } else { try keep(room) }
        }
    }

    /// Whether nothing stands in a room's own list.
    private func isEmpty(_ room: OwnRoom) throws -> Bool {
        let authors = RoomCode.code(of: room.room) + SearchStep.authorMark
        // As long as the beginnings that have lists of their own, so the first row answers.
        let values = [SQLValue.text("tags : \"\(authors)\" *")]
        return try session.row(Text.anyOwn, values, { _ in true }) == nil
    }

    private mutating func forget(_ room: OwnRoom) throws {
        try session.run(Text.forgetRoom, [.integer(room.room)])
        places[room.room] = .common
    }

    private mutating func keep(_ room: OwnRoom) throws {
        try session.run(Text.setOwnRoom, room.values)
        places[room.room] = .own(room)
    }

    private mutating func place(of room: Int64) throws -> Place {
        if let known = places[room] { return known }
        let own = try session.row(Text.ownRoom, [.integer(room)]) { try OwnRoom($0) }
        let found = own.map { Place.own($0) } ?? .common
        places[room] = found
        return found
    }
}
