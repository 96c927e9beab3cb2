import ChatProtocol

extension Model {
    private struct Ranked {
        var name: RoomName
        var score: Int
        /// What waits there, what showed last, then the order of the list.
        var weight: Int
        var words: String
    }

    /// The rooms that a few letters may mean: those that are followed, then the server's, and the
    /// one of that very name, which is made by entering it.
    ///
    /// - Parameter typed: letters, perhaps with the `#`.
    /// - Returns: the best first: how well they fit, then what waits there and what showed last.
    func roomChoices(_ typed: String) -> [Chooser.Choice] {
        let letters = (typed.first == "#" ? String(typed.dropFirst()) : typed).lowercased()
        var ranked = rooms.indices.compactMap { rankFollowed($0, letters) }
        let followed = Set(rooms.map(\.name))
        ranked += directory.compactMap { summary in
            guard !followed.contains(summary.name),
                let score = FuzzyMatch.score(letters, in: summary.name.description)
            else { return nil }
            let words = summary.topic.isEmpty ? "join" : "join \(Glyph.dot) \(summary.topic)"
            return Ranked(name: summary.name, score: score, weight: -1, words: words)
        }
        ranked.sort {
            ($0.score, $0.weight, $1.name) > ($1.score, $1.weight, $0.name)
        }
        var choices = ranked.map {
            Chooser.Choice(text: .room($0.name, $0.words), goal: .room($0.name))
        }
        if let new = newRoom(letters), !ranked.contains(where: { $0.name == new }) {
            choices.append(Chooser.Choice(text: .room(new, "join a new room"), goal: .room(new)))
        }
        return choices
    }

    private func rankFollowed(_ index: Int, _ letters: String) -> Ranked? {
        let room = rooms[index]
        guard let score = FuzzyMatch.score(letters, in: room.name.description) else { return nil }
        let recent = reading.recent.firstIndex(of: room.name).map { $0 + 1 } ?? 0
        var weight = recent
        if room.unread > 0 { weight += 1_000 }
        if room.isDirect, room.unread > 0 { weight += 1_000 }
        if room.mentions > 0 { weight += 2_000 }
        // One is there already.
        if index == front { weight = 0 }
        var words = [room.unread > 0 && index != front ? "\(room.unreadText) new" : ""]
        words.append(index == front ? "here" : room.topic)
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
