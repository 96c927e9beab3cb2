import Hummingbird
import StreamingHTTP

/// `/stream`: ten lines, each sent when it is made.
func addStream(to router: ExampleRouter) {
    router.get("stream") { request, _ in
        let tick = tick(of: request, default: 0)
        return StreamingResponse(
            contentType: "text/plain; charset=utf-8",
            options: .finite
        ) { out in
            for number in 0..<10 {
                try await out.write("Line \(number)\n")
                try await pause(tick)
            }
        }
    }
}
