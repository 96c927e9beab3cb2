import ChatProtocol

/// What other programs are told behind the answer to their orders.
extension Workspace {
    /// Orders that may be answered later at once; of more, the oldest are answered no more.
    private static let owedLimit = 64

    /// Whether a program is still to be told of what it ordered.
    package var owesPrograms: Bool { !owed.isEmpty }

    /// Another number of each server after each word for the person.
    package var noticeCounts: [Int] { models.map(\.noticeCount) }

    /// What the person was told since.
    ///
    /// - Parameter counts: ``noticeCounts`` then.
    /// - Returns: the last word of each server that has a new one; none where a server was left
    ///   since, as the others stand elsewhere then.
    package func notices(since counts: [Int]) -> [String] {
        guard models.count >= counts.count else { return [] }
        return models.indices.filter { server in
            !counts.indices.contains(server) || counts[server] != models[server].noticeCount
        }.compactMap { models[$0].notice }
    }

    /// Takes an input of a server's driver into account, and gives what programs are told of it.
    ///
    /// - Parameter server: whose driver says so; nothing happens if there is none.
    /// - Returns: what follows, and words: what the person is told, and what an order has asked
    ///   for.
    package mutating func takeSpeaking(
        _ input: Input,
        from server: Int
    ) -> (outcome: Outcome, words: [String]) {
        let counts = noticeCounts
        let overlay = place(ofDebt: input, from: server).map { _ in models[server].overlay }
        let outcome = take(input, from: server)
        // What a program has run covers nothing, and takes no key.
        if let overlay { models[server].overlay = overlay }
        var words = notices(since: counts)
        if words.isEmpty, case .refused(_, let reason, let message?, _) = input {
            words = [Model.words(forLost: message, reason)]
        }
        return (outcome, words + pay(input, from: server))
    }

    /// Notes what a program is to be told later.
    mutating func owe(_ debt: Owed) {
        // All who ask for a list read it once it comes; one that never does is owed once.
        if case .list = debt { owed.removeAll { $0 == debt } }
        owed.removeFirst(max(0, owed.count + 1 - Self.owedLimit))
        owed.append(debt)
    }

    /// What has come of what is owed.
    private mutating func pay(_ input: Input, from server: Int) -> [String] {
        guard !owed.isEmpty else { return [] }
        var words: [String] = []
        if case .executed(let output, let room) = input,
            let place = place(ofDebt: input, from: server)
        {
            owed.remove(at: place)
            if room == nil || !output.isGood { words.append(output.words) }
        }
        let (debts, workspace) = (owed, self)
        owed.removeAll { debt in
            guard case .list(let server, let list) = debt else { return false }
            return !workspace.lines(of: list, from: server).isEmpty
        }
        for case .list(let server, let list) in debts {
            words += [lines(of: list, from: server).asLines].compactMap(\.self)
        }
        return words
    }

    /// Where in ``owed`` stands what an input has come of; `nil` if no program ordered it.
    private func place(ofDebt input: Input, from server: Int) -> Int? {
        guard case .executed(let output, let room) = input else { return nil }
        return owed.firstIndex(of: .output(server: server, command: output.command, room: room))
    }

    /// What a list says.
    ///
    /// - Returns: none before all of it has come, and where its room is not followed any more.
    func lines(of list: OrderOutcome.List, from server: Int) -> [String] {
        guard models.indices.contains(server), let room = models[server].index(of: list.room) else {
            return []
        }
        var shown = self
        shown.front = server
        shown.models[server].borrowFront(room)
        shown.models[server].overlay = list.overlay
        shown.models[server].reading.found = shown.models[server].reading.ordered
        // A program's lines are not wrapped.
        shown.models[server].size = Model.bounded(Size(columns: .max, rows: 24))
        return PlainVoice.overlayLines(of: shown)
    }
}
