import Hummingbird
import StreamingHTTP

/// `/sse`: ten server-sent events, each an object of JSON.
func addEvents(to router: ExampleRouter) {
    router.get("sse") { request, _ in
        let tick = tick(of: request, default: 100)
        return StreamingResponse.events(options: .finite) { events in
            for id in 0..<10 {
                try await events.send(encoding: Update(id: id, message: "Update \(id)"))
                try await pause(tick)
            }
        }
    }
}

private struct Update: Encodable {
    let id: Int
    let message: String
}
