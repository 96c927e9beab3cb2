import Hummingbird
import StreamingHTTP

/// `/stream`: a response of pieces, one a tenth of a second.
func addStream(to router: ExampleRouter) {
    router.get("stream") { _, _ in
        StreamingResponse(contentType: "text/plain; charset=utf-8") { out in
            for number in 1...10 {
                try await out.write("Chunk \(number)\n")
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }
}
