import Hummingbird
import StreamingHTTP

/// `/stream-with-error-handling`: five lines, an error, and a clean-up that runs in any case.
///
/// The reader is told of the error in a line, as the tutorial does it. `?format=ndjson` leaves that
/// to the library, which sends a row of type `error`. `?format=cut` has no place for an error: the
/// body is cut off, and curl exits with 18.
///
/// `/stream-with-error-handling/open` tells how many generators have not cleaned up yet.
func addErrorHandling(to router: ExampleRouter) {
    let sources = OpenSources()
    router.get("stream-with-error-handling") { request, _ in
        let lines = FailingLines(sources: sources, tick: tick(of: request, default: 100))
        switch request.uri.queryParameters["format"] {
        case "ndjson":
            return StreamingResponse.rows { out in
                try await lines.send { try await out.row(["line": $0]) }
            }
        case "cut":
            return StreamingResponse.lines { out in
                try await lines.send { try await out.line("Line \($0)") }
            }
        default:
            return StreamingResponse.lines { out in try await lines.tell(out) }
        }
    }
    router.get("stream-with-error-handling/open") { _, _ in "\(sources.count)\n" }
}

/// Five lines, and then an error.
private struct FailingLines: Sendable {
    let sources: OpenSources
    let tick: Duration

    /// Sends the lines, and tells the reader of the error in one more.
    func tell(_ out: LineWriter) async throws {
        do {
            try await send { try await out.line("Line \($0)") }
        } catch let failure as StreamFailure {
            try await out.line("Error occurred: \(failure.message)")
        }
        // Not reached when the client has gone: nobody is left to tell.
        try await out.line("Stream complete (with or without errors).")
    }

    /// Sends the lines by a closure, and throws the error.
    func send(_ line: (Int) async throws -> Void) async throws {
        // A file or a connection that the lines would come from.
        sources.add()
        // Runs after the last line, after an error, and when the client goes.
        defer { sources.remove() }
        for number in 0..<5 {
            try await line(number)
            try await pause(tick)
        }
        throw StreamFailure(code: "no-more-lines", message: "Something went wrong!")
    }
}
