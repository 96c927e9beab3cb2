import HTTPTypes
import Hummingbird
import StreamingHTTP

/// `/stream-csv`: a table, row by row.
func addCSV(to router: ExampleRouter) {
    router.get("stream-csv") { request, _ in
        let tick = tick(of: request, default: 100)
        return StreamingResponse.csv(
            columns: ["id", "name", "value"],
            headers: [.contentDisposition: "attachment; filename=\"export.csv\""]
        ) { table in
            for id in 1...20 {
                try await table.row(["\(id)", "Item \"\(id)\"", "\(id * 10)"])
                try await Task.sleep(for: tick)
            }
        }
    }
}
