import Hummingbird
import StreamingHTTP

/// What `make bench-streaming` asks for: rows from a generator, as many as `?count=` says.
///
/// `rows` encodes a value for each; `lines` has JSON made by hand, as a generator in Python would.
func addBenchmarks(to router: ExampleRouter) {
    router.get("bench/rows") { request, _ in
        let count = count(of: request)
        return StreamingResponse.rows { out in
            for id in 0..<count { try await out.row(BenchmarkRow(id: id, name: "row \(id)")) }
        }
    }
    router.get("bench/lines") { request, _ in
        let count = count(of: request)
        return StreamingResponse.rows { out in
            for id in 0..<count { try await out.line(#"{"id":\#(id),"name":"row \#(id)"}"#) }
        }
    }
}

private func count(of request: Request) -> Int {
    max(0, min(request.uri.queryParameters["count"].flatMap { Int($0) } ?? 1_000, 100_000_000))
}

private struct BenchmarkRow: Encodable {
    let id: Int
    let name: String
}
