import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP

/// `/transform`: takes a CSV table and answers with its columns in upper case and each row counted,
/// while it is still uploaded; a field behind it says how many rows there were.
/// `curl -N -T TABLE.csv http://…/transform`
func addTransform(to router: ExampleRouter) {
    @Sendable func answer(
        _ request: Request,
        _ context: BasicStreamingContext
    ) throws -> StreamingResponse {
        try requirePlainBody(request)
        return StreamingResponse(.csv) { out, upload in
            let table = CSVWriter(out: out)
            var reader = CSVReader(rowLimit: 65_536)
            var number = 0
            func send(_ row: [String]) async throws {
                try await table.row(
                    number == 0 ? ["row"] + row.map { $0.uppercased() } : ["\(number)"] + row
                )
                number += 1
            }
            for try await piece in upload {
                for row in try reader.rows(in: piece) { try await send(row) }
            }
            if let last = try reader.last() { try await send(last) }
            if let name = HTTPField.Name("Rows") { out.setTrailer(name, "\(max(0, number - 1))") }
        }
    }
    router.put("transform", use: answer)
    router.post("transform", use: answer)
}
