import Hummingbird
import StreamingHTTP

/// `/process-stream`: each piece of an upload is worked on and answered as it comes.
func addProcessStream(to router: ExampleRouter) {
    router.post("process-stream") { _, _ in
        StreamingResponse(.lines) { out, upload in
            let lines = LineWriter(out: out)
            var total = 0
            for try await piece in upload {
                total += piece.readableBytes
                try await lines.line("Processed \(piece.readableBytes) bytes, \(total) in all")
            }
            try await lines.line("Done: \(total) bytes")
        }
    }
}
