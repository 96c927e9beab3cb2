import ChatProtocol
import ChatServer

/// The readers of a trial, and what they must have heard at its end.
extension Trial {
    /// Who must have heard it, and what has to be read at the end.
    func expected(_ link: TrialLink) -> TestHistory.Expected {
        var expected = TestHistory.Expected()
        for reader in readers(link) {
            if reader.format == .text {
                expected.textReaders[reader.name] = reader.rooms
            } else {
                expected.readers[reader.name] = reader.rooms
            }
        }
        expected.exports = Set(TrialEnd.exports.map { "\($0)" })
        expected.users = Set(users)
        return expected
    }

    /// One of each format for all rooms, and one of each for a room.
    func readers(_ link: TrialLink) -> [TrialReader] {
        let formats = Format.allCases
        let all = formats.map { (name: "all-\($0)", rooms: rooms, format: $0) }
        let single = zip(rooms, formats).map { room, format in
            (name: "\(room)-\(format)", rooms: [room], format: format)
        }
        return (all + single).enumerated().map { index, reader in
            TrialReader(
                name: reader.name,
                number: index,
                link: link,
                rooms: reader.rooms,
                format: reader.format,
                record: record
            )
        }
    }

    /// Waits until each reader has heard as much as there is, for as long as more of it comes.
    func untilHeard(_ link: TrialLink, _ progress: (String) -> Void) async throws {
        let log = record.history.log
        let counts = log.mapValues(\.count)
        let messages = log.mapValues { $0.count(where: { $0.deed.act.kind == .say }) }
        let readers = readers(link)
        var least = Int.max
        var end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            let left = readers.reduce(0) {
                $0 + missing(of: $1, $1.format == .text ? messages : counts)
            }
            if left == 0 { return }
            if left < least { (least, end) = (left, ContinuousClock.now + patience) }
            progress("the readers hear what is left: \(left) events")
            try await Task.sleep(for: Self.step)
        }
    }

    /// How much a reader has not heard.
    private func missing(of reader: TrialReader, _ counts: [String: Int]) -> Int {
        // Who was not cut yet is waited for as well.
        reader.rooms.reduce(record.isUncut(reader.name) ? 1 : 0) { missing, room in
            missing + max(0, (counts[room] ?? 0) - record.heard(by: reader.name, in: room))
        }
    }
}
