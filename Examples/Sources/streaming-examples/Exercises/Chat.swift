import HTTPTypes
import Hummingbird
import StreamingHTTP
import Synchronization

/// `/chat`: GET joins, POST says something to all who have joined.
///
/// Ten lines of chat to show a stream with many writers; the real one is chat-server.
func addChat(to router: ExampleRouter) {
    let room = ExampleRoom()
    router.get("chat") { _, _ in
        StreamingResponse.events { events in
            let (id, messages) = room.join()
            defer { room.leave(id) }
            try await events.send(ServerSentEvent("\(room.count)", event: "here"))
            for await message in messages { try await events.send(message) }
        }
    }
    router.post("chat") { request, _ in
        let body = try await request.body.collect(upTo: 65_536)
        room.say(String(buffer: body))
        return HTTPResponse.Status.accepted
    }
}

/// Who is here.
final class ExampleRoom: Sendable {
    /// What may wait for one slow member; of more, the oldest is lost to that member.
    private static let messagesWaiting = 256

    private let members = Mutex<(next: Int, here: [Int: AsyncStream<String>.Continuation])>(
        (0, [:])
    )

    /// How many are here.
    var count: Int { members.withLock { $0.here.count } }

    /// Joins.
    func join() -> (Int, AsyncStream<String>) {
        let (stream, member) = AsyncStream<String>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.messagesWaiting)
        )
        let id = members.withLock { members in
            members.next += 1
            members.here[members.next] = member
            return members.next
        }
        return (id, stream)
    }

    /// Leaves.
    func leave(_ id: Int) {
        members.withLock { _ = $0.here.removeValue(forKey: id) }
    }

    /// Says something to all.
    func say(_ text: String) {
        for member in members.withLock({ Array($0.here.values) }) { member.yield(text) }
    }
}
