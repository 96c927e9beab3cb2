import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `/stream-csv`: a table of a thousand rows, which a browser saves as a file.
func addCSV(to router: ExampleRouter) {
    router.get("stream-csv") { request, _ in
        let tick = tick(of: request, default: 0)
        return StreamingResponse.csv(
            columns: ["id", "name", "value"],
            lineBreak: .lf,
            headers: [.contentDisposition: "attachment; filename=data.csv"]
        ) { table in
            for id in 0..<1_000 {
                try await table.row(["\(id)", "item-\(id)", "\(id * 10)"])
                try await pause(tick)
            }
        }
    }
}
