/// Who heard it.
extension HistoryCheck {
    /// Compares what each reader heard with the log.
    ///
    /// - Returns: what differs, and who was never cut.
    func readers() -> Look {
        let expected = history.expected.readers
        let readers = Set(expected.keys).union(history.heard.keys).sorted()
        let faults = readers.flatMap { reader -> [String] in
            let heard = Dictionary(grouping: history.heard[reader] ?? [], by: \.room)
            let rooms = expected[reader] ?? []
            return self.faults(of: reader, in: rooms, heard) { fault(of: $0, in: $1) }
        }
        return (history.heard.values.reduce(0) { $0 + $1.count }, faults)
    }

    /// Compares what each reader of text heard with the log.
    ///
    /// - Returns: what differs, and who was never cut.
    func textReaders() -> Look {
        let expected = history.expected.textReaders
        let readers = Set(expected.keys).union(history.lines.keys).sorted()
        let faults = readers.flatMap { reader -> [String] in
            let heard = history.lines[reader] ?? [:]
            let rooms = expected[reader] ?? []
            return self.faults(of: reader, in: rooms, heard) { fault(of: $0, in: $1) }
        }
        return (history.lines.values.flatMap(\.values).reduce(0) { $0 + $1.count }, faults)
    }

    /// What is wrong with a reader of some rooms; one fault for each of them.
    private func faults<Heard>(
        of reader: String,
        in rooms: [String],
        _ heard: [String: [Heard]],
        _ fault: ([Heard], String) -> String?
    ) -> [String] {
        var faults = Set(rooms).union(heard.keys).sorted().compactMap { room -> String? in
            guard rooms.contains(room) else { return "heard of \(room), and did not ask for it" }
            return fault(heard[room] ?? [], room)
        }
        // Who heard nothing of rooms in which nothing was said had nothing to go on from.
        if !history.resumed.contains(reader), heard.values.contains(where: { !$0.isEmpty }) {
            faults.append("was never cut, to go on where it was")
        }
        return faults.map { "reader \(reader): \($0)" }
    }

    /// The first thing that is wrong with what a reader heard of a room.
    private func fault(of heard: [TestHistory.Entry], in room: String) -> String? {
        let log = rooms[room] ?? []
        for (index, entry) in heard.enumerated() {
            guard index < log.count else { return "heard beyond the log: \(Self.shown(entry))" }
            guard entry != log[index], entry != redacted(log[index]) else { continue }
            return "heard \(Self.shown(entry)) where \(Self.shown(log[index])) was done"
        }
        guard heard.count < log.count else { return nil }
        return "did not hear \(Self.shown(log[heard.count])) and what follows"
    }

    /// The first thing that is wrong with a room's messages as text.
    ///
    /// - Returns: the fault; `nil` where there is none.
    func fault(of lines: [TestHistory.Line], in room: String) -> String? {
        let log = (rooms[room] ?? []).filter { $0.deed.act.kind == .say }
        for (line, entry) in zip(lines, log) {
            let told = [entry.deed.act.text, redacted(entry).deed.act.text]
            guard line.user != entry.deed.user || !told.contains(line.text) else { continue }
            let words = "\(line.user): \(line.text.prefix(40))"
            return "\(room): heard “\(words)” where \(Self.shown(entry)) was done"
        }
        guard lines.count != log.count else { return nil }
        return "\(room): heard \(lines.count) messages of \(log.count)"
    }
}
