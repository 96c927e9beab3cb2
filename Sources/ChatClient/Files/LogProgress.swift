package import ChatProtocol

/// How far the events of each room are in the files of a ``LogFolder``, for whichever client goes
/// on: neither times nor lines say it, since what is imported is old, and some events have no line.
package struct LogProgress: Hashable, Sendable {
    /// The log that the numbers are of; another one counts anew.
    private var log: LogName?
    private var seqs: [RoomName: Int64] = [:]

    /// Begins with nothing.
    package init() {}

    /// Reads what ``text`` wrote; what is no such line is left out.
    ///
    /// - Parameter text: of the file.
    package init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 1 { log = LogName(words[0]) }
            guard words.count == 2 else { continue }
            // What names no room, or no number, was not written by this client.
            if let room = try? RoomName(words[0]), let seq = Int64(words[1]) { seqs[room] = seq }
        }
    }

    /// The file's text: the log's name, and a line for each room.
    package var text: String {
        let rooms = seqs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
        return (log.map { "\($0)\n" } ?? "") + rooms.joined()
    }

    /// The newest event of a room that is in the files.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - log: of the events that follow.
    /// - Returns: 0 for none, also where the files tell of another log.
    package func seq(of room: RoomName, in log: LogName?) -> Int64 {
        log == self.log ? seqs[room] ?? 0 : 0
    }

    /// Notes what is in the files now.
    ///
    /// - Parameters:
    ///   - seq: of the newest event.
    ///   - room: its room.
    ///   - log: its log.
    package mutating func note(_ seq: Int64, of room: RoomName, in log: LogName?) {
        if log != self.log { (self.log, seqs) = (log, [:]) }
        seqs[room] = max(seqs[room] ?? 0, seq)
    }
}
