package import ChatProtocol

/// How far the events of each room are in the files of a ``LogFolder``, for whichever client goes
/// on: neither times nor lines say it, since what is imported is old, and some events have no line.
package struct LogProgress: Hashable, Sendable {
    /// Where a room's newest event is that is in its files.
    package struct Place: Hashable, Sendable {
        /// In the log of all rooms, where nothing comes twice; 0 is before the first.
        package let position: Int64
        /// In the room, whose numbers begin anew when it is made anew.
        package let seq: Int64
        /// The latest time of an event in the files, in milliseconds; ``untold`` if nothing tells.
        ///
        /// What is imported is older than what stands before it.
        package let latest: Int64

        /// Where no time is told: nothing is later.
        package static let untold = Int64.max

        /// Makes one.
        ///
        /// - Parameters:
        ///   - position: 0 or more.
        ///   - seq: 0 or more.
        ///   - latest: in milliseconds.
        package init(position: Int64, seq: Int64, latest: Int64) {
            self.position = position
            self.seq = seq
            self.latest = latest
        }
    }

    /// The log that the positions are of; another one counts anew.
    private var log: LogName?
    private var rooms: [String: Place] = [:]

    /// Reads what ``text`` wrote; what is no such line is left out.
    package init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 1 { log = LogName(words[0]) }
            guard words.count >= 3, let position = Int64(words[1]), let seq = Int64(words[2]) else {
                continue
            }
            let latest = words.dropFirst(3).first.flatMap { Int64($0) } ?? Place.untold
            rooms[String(words[0])] = Place(position: position, seq: seq, latest: latest)
        }
    }

    /// The file's text: the log's name, and a line for each room.
    package var text: String {
        let lines = rooms.sorted { $0.key < $1.key }.map { room, place in
            "\(room) \(place.position) \(place.seq) \(place.latest)\n"
        }
        return (log.map { "\($0)\n" } ?? "") + lines.joined()
    }

    /// The newest event of a room that is in its files.
    ///
    /// - Parameters:
    ///   - room: what its files are called by.
    ///   - log: of the events that follow.
    /// - Returns: zeros for none, also where the files tell of another log.
    package func newest(of room: String, in log: LogName) -> Place {
        let known = log == self.log ? rooms[room] : nil
        return known ?? Place(position: 0, seq: 0, latest: 0)
    }

    /// Notes what is in the files now.
    ///
    /// - Parameters:
    ///   - place: of the newest event; an older one than is known changes nothing.
    ///   - room: what its files are called by.
    package mutating func note(_ place: Place, of room: String, in log: LogName) {
        guard place.position > newest(of: room, in: log).position else { return }
        setBack(to: place, of: room, in: log)
    }

    /// Notes where the files are joined by what follows, where a room was set back.
    ///
    /// - Parameters:
    ///   - place: of the last event that was not said anew, however old it is.
    ///   - room: what its files are called by.
    package mutating func setBack(to place: Place, of room: String, in log: LogName) {
        if log != self.log { (self.log, rooms) = (log, [:]) }
        rooms[room] = place
    }
}
