import Hummingbird
import StreamingHTTP

/// `/stream-with-error-handling`: rows and then an error, which the reader is told of in a row.
///
/// With `?format=text` the format has no place for it, and the body is cut off: curl exits with 18.
func addErrorHandling(to router: ExampleRouter) {
    router.get("stream-with-error-handling") { request, _ in
        let tick = tick(of: request, default: 100)
        if request.uri.queryParameters["format"] == "text" {
            return StreamingResponse.lines { out in
                try await failAfterFive(tick) { try await out.line("Item \($0)") }
            }
        }
        return StreamingResponse.rows { out in
            try await failAfterFive(tick) { try await out.row(["item": $0]) }
        }
    }
}

private func failAfterFive(
    _ tick: Duration,
    send: (Int) async throws -> Void
) async throws {
    for number in 1...5 {
        try await send(number)
        try await Task.sleep(for: tick)
    }
    throw StreamFailure(code: "no-more-items", message: "There is no item 6.")
}
