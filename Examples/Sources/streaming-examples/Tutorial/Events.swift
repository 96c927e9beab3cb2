import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `/sse`: server-sent events, on from the one that the client has.
func addEvents(to router: ExampleRouter) {
    router.get("sse") { request, _ in
        let tick = tick(of: request, default: 1_000)
        let last = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
        let first = (last.flatMap { Int($0) } ?? 0) + 1
        return StreamingResponse.events { events in
            guard first <= 10 else { return }
            for id in first...10 {
                let data = #"{"count":\#(id)}"#
                try await events.send(ServerSentEvent(data, event: "update", id: "\(id)"))
                try await Task.sleep(for: tick)
            }
        }
    }
}
