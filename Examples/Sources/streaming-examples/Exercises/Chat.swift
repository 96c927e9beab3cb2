import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `/chat`: GET joins, POST says something to all who have joined.
///
/// Each message has an id. A browser that was cut off comes back with the last one that it has
/// (`Last-Event-ID`), and is sent first what it missed. The real chat is chat-server.
func addChat(to router: ExampleRouter) {
    let room = ExampleRoom()
    router.get("chat") { request, _ in
        let last = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        return StreamingResponse.events { events in
            let member = room.join(after: last.flatMap { Int($0) })
            // Also when the client goes: the task is cancelled, and the loop below ends.
            defer { room.leave(member.id) }
            try await events.send(ServerSentEvent("\(room.count)", event: "here"))
            for said in member.missed { try await events.send(said.event) }
            for await said in member.messages { try await events.send(said.event) }
        }
    }
    router.post("chat") { request, _ in
        let body = try await request.body.collect(upTo: 65_536)
        room.say(String(buffer: body))
        return HTTPResponse.Status.accepted
    }
}

extension ExampleRoom.Said {
    fileprivate var event: ServerSentEvent { ServerSentEvent(text, id: "\(number)") }
}
