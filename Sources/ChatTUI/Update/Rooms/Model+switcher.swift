import ChatProtocol

extension Model {
    /// A room that a few letters may mean.
    struct Ranked {
        var name: RoomName
        /// How well the letters fit.
        var score: Int
        /// What waits there, what showed last, then the order of the list.
        var weight: Int
        var words: String
        /// Whose room it is.
        var server = 0

        /// Its row in the list.
        var choice: Chooser.Choice {
            Chooser.Choice(text: .room(name, words), goal: .room(name))
        }
    }

    /// What a room's name is compared with.
    ///
    /// - Parameter typed: letters, perhaps with the `#`.
    /// - Returns: the letters, in lower case.
    static func letters(of typed: String) -> String {
        (typed.first == "#" ? String(typed.dropFirst()) : typed).lowercased()
    }

    /// The rooms of this server that a few letters may mean.
    ///
    /// - Parameter isInFront: whether the room in front shows.
    /// - Returns: in no order.
    func rankedRooms(_ letters: String, isInFront: Bool) -> [Ranked] {
        var ranked = rooms.indices.compactMap { rankFollowed($0, letters, isInFront: isInFront) }
        let followed = Set(rooms.map(\.name))
        ranked += directory.compactMap { summary in
            guard !followed.contains(summary.name),
                let score = FuzzyMatch.score(letters, in: summary.name.description)
            else { return nil }
            let words = summary.topic.isEmpty ? "join" : "join \(Glyph.dot) \(summary.topic)"
            return Ranked(name: summary.name, score: score, weight: -1, words: words)
        }
        return ranked
    }

    /// The row for the room of that very name, which is made by entering it.
    ///
    /// - Parameter others: names that the list has already.
    /// - Returns: `nil` if it is among them, or no name.
    func newRoomChoice(_ letters: String, beside others: [RoomName]) -> Chooser.Choice? {
        guard let new = newRoom(letters), !others.contains(new) else { return nil }
        return Chooser.Choice(text: .room(new, "join a new room"), goal: .room(new))
    }

    private func rankFollowed(_ index: Int, _ letters: String, isInFront: Bool) -> Ranked? {
        let isHere = index == front && isInFront
        let room = rooms[index]
        guard let score = FuzzyMatch.score(letters, in: room.name.description) else { return nil }
        let recent = reading.recent.firstIndex(of: room.name).map { $0 + 1 } ?? 0
        var weight = recent
        let isWaiting = isWaiting(room)
        if isWaiting { weight += room.isDirect ? 2_000 : 1_000 }
        if isWaiting, room.mentions > 0 { weight += 2_000 }
        // One is there already.
        if isHere { weight = 0 }
        var words = [isWaiting && !isHere ? "\(room.unreadText) new" : ""]
        words.append(isHere ? "here" : room.topic)
        return Ranked(
            name: room.name,
            score: score,
            weight: weight,
            words: words.filter { !$0.isEmpty }.joined(separator: " \(Glyph.dot) ")
        )
    }

    private func newRoom(_ letters: String) -> RoomName? {
        do throws(NameError) {
            return letters.isEmpty ? nil : try RoomName(letters)
        } catch {
            return nil
        }
    }
}
