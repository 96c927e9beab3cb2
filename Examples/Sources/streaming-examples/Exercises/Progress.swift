import Hummingbird
import StreamingHTTP

/// `/progress`: a long task tells how far it is, and in the end what came of it.
///
/// When the client goes the task is cancelled; work that is to go on belongs to a service of its
/// own.
func addProgress(to router: ExampleRouter) {
    router.get("progress") { request, _ in
        let tick = tick(of: request, default: 200)
        return StreamingResponse.events { events in
            var sum = 0
            for percent in 1...100 {
                sum += percent
                guard percent % 10 == 0 else { continue }
                let data = #"{"percent":\#(percent)}"#
                try await events.send(ServerSentEvent(data, event: "progress"))
                try await Task.sleep(for: tick)
            }
            try await events.send(ServerSentEvent(#"{"sum":\#(sum)}"#, event: "result"))
        }
    }
}
