import ChatClient
import ChatProtocol
import ChatTUI

/// Listens for rooms that somebody else opens for who is signed in: a direct room, an invitation.
///
/// The stream that the screen shows is of the rooms in the list; this one is of all that are one's
/// own, whatever the list has.
final class RoomNews: Sendable {
    private let stream: EventStream<LoopClock>

    /// Makes one; nothing is connected before it runs.
    ///
    /// - Parameters:
    ///   - transport: the way to the server.
    ///   - isSignedIn: a guest has no rooms of their own.
    init(over transport: Transport, isSignedIn: Bool) {
        stream = EventStream(
            over: transport,
            rooms: isSignedIn ? nil : [],
            as: nil,
            tail: 1,
            since: "now",
            clock: LoopClock()
        )
    }

    /// Listens from now on, or no longer.
    ///
    /// - Parameter isSignedIn: a guest has no rooms of their own.
    func follow(_ isSignedIn: Bool) {
        stream.follow(isSignedIn ? nil : [])
        stream.reconnectNow()
    }

    /// Listens until the task is cancelled.
    ///
    /// Suspends throughout.
    func run(into inbox: ServerInbox) async {
        await stream.run(using: SystemRandomNumberGenerator()) { report in
            guard case .event(.durable(let event)) = report else { return }
            switch event.content {
            case .member: await inbox.put(.news(event))
            case .message where event.room.isDirect: await inbox.put(.news(event))
            default: return
            }
        }
    }
}
