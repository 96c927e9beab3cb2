import Hummingbird
import StreamingHTTP

/// `/process-stream`: each item is worked on and told at once, with what has come of all so far.
///
/// GET works on ten items of its own, POST on the pieces of an upload while they come.
func addProcessStream(to router: ExampleRouter) {
    router.get("process-stream") { request, _ in
        let tick = tick(of: request, default: 100)
        return StreamingResponse.lines(options: .finite) { out in
            var total = 0
            try await out.line("Processing data in real-time...")
            for item in 1...10 {
                let result = item * 10
                total += result
                try await out.line("Processed item \(item): result \(result), total \(total)")
                try await pause(tick)
            }
            try await out.line("Processing complete. Final total: \(total)")
        }
    }
    router.post("process-stream") { request, _ in
        try requirePlainBody(request)
        return StreamingResponse(.lines) { out, upload in
            let lines = LineWriter(out: out)
            var total = 0
            for try await piece in upload {
                total += piece.readableBytes
                try await lines.line("Processed \(piece.readableBytes) bytes, \(total) in all")
            }
            try await lines.line("Processing complete. Final total: \(total)")
        }
    }
}
