/// Finds where a room's numbers stand in the log: positions rise with them, with gaps.
struct SeqSearch {
    let session: any SQLSession
    /// The number of the room.
    let room: Int64

    /// An event by both of its numbers.
    private struct Place {
        var position: Int64
        var seq: Int64
    }

    /// The position of the first event of a number or a later one.
    ///
    /// - Complexity: O(log positions) looks; far fewer when the room is posted to evenly. One where
    ///   the database ``SQLSession/findsSeqs``.
    ///
    /// - Returns: `nil` when the room has no such event.
    func position(atOrAfter seq: Int64) throws -> Int64? {
        guard !session.findsSeqs else {
            let values = [SQLValue.integer(room), .integer(seq)]
            return try session.row(Statements.firstSeq, values) { try $0.integer(0) }
        }
        guard var found = try newest(), found.seq >= seq else { return nil }
        var before = Place(position: 0, seq: 0)
        // Each event of the room from `before` up to `end` is still in question.
        var end = found.position
        var guessesEvenly = true
        while found.seq > max(seq, before.seq + 1), before.position + 1 < end {
            let share = guessesEvenly ? Self.share(of: seq, from: before, to: found) : 0.5
            guessesEvenly.toggle()
            let span = end - before.position
            let guess = before.position + min(max(Int64(Double(span) * share), 1), span - 1)
            guard let place = try first(from: guess) else { return nil }
            if place.seq < seq {
                before = place
            } else {
                found = place
                end = guess
            }
        }
        return found.position
    }

    /// How far into the part a number stands if the room's events are spread evenly, from 0 to 1.
    private static func share(of seq: Int64, from before: Place, to found: Place) -> Double {
        Double(max(seq - before.seq, 0)) / Double(found.seq - before.seq)
    }

    private func newest() throws -> Place? {
        try session.row(Statements.newestPlace, [.integer(room)], Self.place)
    }

    private func first(from position: Int64) throws -> Place? {
        let values = [SQLValue.integer(room), .integer(position)]
        return try session.row(Statements.firstPlace, values, Self.place)
    }

    private static func place(_ row: any SQLRow) throws -> Place {
        Place(position: try row.integer(0), seq: try row.integer(1))
    }
}
