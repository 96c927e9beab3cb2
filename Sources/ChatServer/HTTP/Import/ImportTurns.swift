import ChatProtocol
import Synchronization

/// Lets one import at a time into a room: two of the same file would not see each other's rows.
final class ImportTurns: Sendable {
    /// An import that goes on; it ends with the last reference.
    final class Turn: Sendable {
        private let turns: ImportTurns
        private let room: RoomName

        fileprivate init(_ turns: ImportTurns, _ room: RoomName) {
            self.turns = turns
            self.room = room
        }

        deinit {
            turns.end(room)
        }
    }

    /// At most one for each room.
    private let running = Mutex<Set<RoomName>>([])

    /// Begins an import.
    ///
    /// - Parameter room: where.
    /// - Returns: to be held for as long as it goes on.
    /// - Throws: `409 import_running`.
    func begin(_ room: RoomName) throws(Problem) -> Turn {
        guard running.withLock({ $0.insert(room).inserted }) else { throw .importRunning(room) }
        return Turn(self, room)
    }

    private func end(_ room: RoomName) {
        running.withLock { _ = $0.remove(room) }
    }
}
