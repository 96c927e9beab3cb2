import ChatProtocol
import Synchronization

/// Who is told of rooms that streams lose or are given.
final class Moves: Sendable {
    typealias Listener = @Sendable (MemberName?, RoomName, Bool) -> Void

    private let listener = Mutex<Listener>({ _, _, _ in })

    func set(_ listener: @escaping Listener) {
        self.listener.withLock { $0 = listener }
    }

    func call(_ member: MemberName?, _ room: RoomName, _ isIn: Bool) {
        listener.withLock { $0 }(member, room, isIn)
    }
}
