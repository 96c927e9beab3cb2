/// Whether a log's numbers are dense: its positions, and each room's `seq`, count up from 1.
///
/// Events that were removed leave holes, whose number the log has.
///
/// It is given the events in order of position, and remembers one number for each room. Pure.
struct NumberCheck {
    /// How many events were removed from the log.
    private let removed: Int64
    /// The rooms from whose old ends some were removed.
    private let shortened: Set<Int64>
    private var missing: Int64 = 0
    private var position: Int64 = 0
    private var seqs: [Int64: Int64] = [:]
    /// How many events there were.
    private(set) var events = 0
    /// The numbers that are not the one that follows.
    private(set) var faults = FaultList()

    /// Begins with no event.
    ///
    /// - Parameters:
    ///   - removed: how many events were removed from the log.
    ///   - shortened: the numbers of the rooms that they were removed from.
    init(removed: Int64 = 0, shortened: Set<Int64> = []) {
        self.removed = removed
        self.shortened = shortened
    }

    /// How many rooms have events.
    var rooms: Int { seqs.count }

    /// Takes the next event.
    ///
    /// - Parameter room: the number of its room.
    mutating func take(position: Int64, room: Int64, seq: Int64) {
        events += 1
        if position > self.position.next, removed > 0 {
            missing &+= position &- self.position.next
        } else if position != self.position.next {
            faults.add("position \(position) follows \(self.position)")
        }
        let last = seqs[room] ?? 0
        let isFirst = seqs[room] == nil && shortened.contains(room)
        if seq != last.next, !isFirst {
            faults.add("seq \(seq) follows \(last) in room number \(room), at position \(position)")
        }
        self.position = position
        seqs[room] = seq
    }

    /// Compares what is missing with what was removed, once all events were taken.
    mutating func finish() {
        guard missing != removed else { return }
        faults.add("\(missing) positions have no event, and \(removed) events were removed")
    }
}

extension Int64 {
    /// The number that follows; a damaged file may hold the last one that there is.
    fileprivate var next: Int64 { self &+ 1 }
}
