import ChatProtocol
import Synchronization

/// Lets one import at a time into a room: two of the same file would not see each other's rows.
final class RunningImports: Sendable {
    /// An import that goes on; it ends with the last reference.
    final class Permit: Sendable {
        private let imports: RunningImports
        private let room: RoomName

        fileprivate init(_ imports: RunningImports, _ room: RoomName) {
            self.imports = imports
            self.room = room
        }

        deinit {
            imports.end(room)
        }
    }

    /// At most one for each room.
    private let running = Mutex<Set<RoomName>>([])

    /// Begins an import.
    ///
    /// - Returns: to be held for as long as it goes on.
    /// - Throws: `409 import_running`.
    func begin(_ room: RoomName) throws(Problem) -> Permit {
        guard running.withLock({ $0.insert(room).inserted }) else { throw .importRunning(room) }
        return Permit(self, room)
    }

    private func end(_ room: RoomName) {
        running.withLock { _ = $0.remove(room) }
    }
}
