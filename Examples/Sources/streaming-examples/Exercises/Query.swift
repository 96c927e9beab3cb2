import GRDB
import Hummingbird
import NIOPosix
import StreamingHTTP

/// `/query`: the rows of a query as the database finds them; `?rows=` of them, `?tick=` apart.
///
/// The cursor lives on the database's own thread: a page of it at a time crosses over, and the next
/// page is asked for when the last one has been sent. So a slow reader holds no read transaction.
func addQuery(to router: ExampleRouter) throws {
    let database = try ExampleDatabase()
    router.get("query") { request, _ in
        let asked = request.uri.queryParameters["rows"].flatMap { Int($0) } ?? 1_000
        let tick = tick(of: request, default: 0)
        return StreamingResponse.rows(options: .finite) { out in
            var last = 0
            while last < asked {
                let page = try await database.page(after: last, count: min(100, asked - last))
                guard let end = page.last else { return }
                for row in page { try await out.row(row) }
                last = end.id
                try await pause(tick)
            }
        }
    }
}

/// A row of the examples' table.
struct ExampleRow: Codable, FetchableRecord, Sendable {
    let id: Int
    let name: String
    let value: Int
}

/// A database in memory with one table, whose rows are made as they are asked for.
struct ExampleDatabase: Sendable {
    private let queue: DatabaseQueue

    /// Makes the table of 100,000 rows.
    init() throws {
        queue = try DatabaseQueue()
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE item (
                      id INTEGER PRIMARY KEY, name TEXT NOT NULL, value INTEGER NOT NULL
                    );
                    WITH RECURSIVE number(n) AS (
                      SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100000
                    )
                    INSERT INTO item SELECT n, 'Item ' || n, n * 10 FROM number;
                    """
            )
        }
    }

    /// Reads a page by a cursor; suspends for the database.
    func page(after id: Int, count: Int) async throws -> [ExampleRow] {
        try await queue.read { database in
            let rows = try ExampleRow.fetchCursor(
                database,
                sql: "SELECT id, name, value FROM item WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [id, count]
            )
            var page: [ExampleRow] = []
            while let row = try rows.next() { page.append(row) }
            return page
        }
    }
}
