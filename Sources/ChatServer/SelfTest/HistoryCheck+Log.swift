/// What is in the log, and in its exports.
extension HistoryCheck {
    /// Looks for what was acknowledged.
    ///
    /// - Returns: what is lost, and what was never acknowledged at all.
    func durable() -> Look {
        let log = Set(rooms.values.joined())
        let deeds = Set(log.map(\.deed))
        let messages = history.acknowledged.filter { !log.contains($0) }
            .map { "lost, though acknowledged: \(Self.shown($0))" }
        let changes = history.changed.filter { !deeds.contains($0) }
            .map { "lost, though acknowledged: \($0.room) \($0.act)" }
        let count = history.acknowledged.count + history.changed.count
        return (count, messages + changes + neverDone())
    }

    /// The kinds of acts of which none was acknowledged.
    private func neverDone() -> [String] {
        let done = Set(history.acknowledged.map(\.deed.act.kind))
            .union(history.changed.map(\.act.kind))
        return TestHistory.Act.Kind.allCases.filter { !done.contains($0) }
            .map { "none was acknowledged: \($0)" }
    }

    /// Counts each room.
    ///
    /// - Returns: what stands at another place than its number says, or in another room.
    func numbers() -> Look {
        let faults = rooms.sorted { $0.key < $1.key }.flatMap { room, entries -> [String] in
            entries.enumerated().compactMap { index, entry -> String? in
                if entry.room != room { return "\(room) tells of \(Self.shown(entry))" }
                let seq = Int64(index) + 1
                return entry.seq == seq ? nil : "\(room): \(entry.seq) stands where \(seq) should"
            }
        }
        return (rooms.values.reduce(0) { $0 + $1.count }, faults)
    }

    /// Looks whether each act is there once.
    ///
    /// - Returns: what is there twice, and what nobody did.
    func once() -> Look {
        var seen: Set<TestHistory.Deed> = []
        var faults: [String] = []
        for entry in rooms.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
            if !history.asked.contains(entry.deed) {
                faults.append("nobody did \(Self.shown(entry))")
            } else if !seen.insert(entry.deed).inserted {
                faults.append("twice: \(Self.shown(entry))")
            }
        }
        if history.repeated == 0 { faults.append("nothing was sent again by its key") }
        return (rooms.values.reduce(0) { $0 + $1.count }, faults)
    }

    /// Compares the log with its exports.
    func exports() -> Look {
        let formats = history.expected.exports.union(history.exports.keys).sorted()
        let events = formats.flatMap { format -> [String] in
            let export = history.exports[format] ?? [:]
            return Set(rooms.keys).union(export.keys).sorted().compactMap { room -> String? in
                let log = rooms[room] ?? []
                let told = export[room] ?? []
                guard log != told else { return nil }
                return "\(format) tells \(room) otherwise: \(told.count) events of \(log.count)"
            }
        }
        let text = Set(rooms.keys).union(history.textExport.keys).sorted()
            .compactMap { fault(of: history.textExport[$0] ?? [], in: $0).map { "text: \($0)" } }
        let eventCount = history.exports.values.flatMap(\.values).reduce(0) { $0 + $1.count }
        let lineCount = history.textExport.values.reduce(0) { $0 + $1.count }
        return (eventCount + lineCount, events + text)
    }
}
