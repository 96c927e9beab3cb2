import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `/chat`: GET joins, POST says something to all who have joined.
///
/// Each message has an id. A browser that was cut off comes back with the last one that it has
/// (`Last-Event-ID`), and is sent first what it missed. Where messages are missing `event: gap`
/// says so. The real chat is chat-server.
func addChat(to router: ExampleRouter) {
    let room = ExampleRoom()
    router.get("chat") { request, _ in
        let last = lastEventID(of: request)
        return StreamingResponse.events { events in
            let member = room.join(after: last)
            // Also when the client goes: the task is cancelled, and the loop below ends.
            defer { room.leave(member.id) }
            try await events.send(ServerSentEvent("\(room.count)", event: "here"))
            if member.hasGap { try await events.send(room.gap(before: member.place + 1)) }
            var next = member.place + 1
            func tell(_ said: ExampleRoom.Said) async throws {
                if said.number != next { try await events.send(room.gap(before: said.number)) }
                next = said.number + 1
                try await events.send(ServerSentEvent(said.text, id: room.id(of: said.number)))
            }
            for said in member.missed { try await tell(said) }
            for await said in member.messages { try await tell(said) }
        }
    }
    router.post("chat") { request, _ in
        try requirePlainBody(request)
        let body = try await request.body.collect(upTo: 65_536)
        room.say(String(buffer: body))
        return HTTPResponse.Status.accepted
    }
}

extension ExampleRoom {
    /// Tells that messages are lost to the member, who goes on before a number.
    fileprivate func gap(before number: Int) -> ServerSentEvent {
        ServerSentEvent("Messages are missing here.", event: "gap", id: id(of: number - 1))
    }
}
