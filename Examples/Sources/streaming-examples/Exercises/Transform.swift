import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP

/// `/transform`: takes a CSV table and answers with its columns in upper case and each row counted,
/// while it is still uploaded; a field behind it says how many rows there were.
/// `curl -N -T table.csv http://…/transform`
func addTransform(to router: ExampleRouter) {
    let answer: @Sendable () -> StreamingResponse = {
        StreamingResponse(.csv) { out, upload in
            let table = CSVWriter(out: out)
            var reader = CSVReader(rowLimit: 65_536)
            var number = 0
            func answer(_ row: [String]) async throws {
                try await table.row(
                    number == 0 ? ["row"] + row.map { $0.uppercased() } : ["\(number)"] + row
                )
                number += 1
            }
            for try await piece in upload {
                for row in try reader.rows(in: piece) { try await answer(row) }
            }
            if let last = try reader.last() { try await answer(last) }
            if let name = HTTPField.Name("Rows") { out.setTrailer(name, "\(max(0, number - 1))") }
        }
    }
    router.put("transform") { _, _ in answer() }
    router.post("transform") { _, _ in answer() }
}
