#if Postgres
import CPostgres

/// The rows of one answer, in libpq's memory.
///
/// Safe to use: each `unsafe` here passes on `pointer`, which is valid until this object ends; a
/// row and a column are within the answer, which libpq checks too.
@safe final class PostgresRows {
    private let pointer: OpaquePointer

    /// Takes an answer over.
    ///
    /// - Parameter pointer: a result, which nobody else clears.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe PQclear(pointer) }

    /// How many rows there are.
    var count: Int { unsafe Int(PQntuples(pointer)) }

    /// What was done, as PostgreSQL names it: `COMMIT`, `INSERT 0 1`.
    var command: String { unsafe String(cString: PQcmdStatus(pointer)) }

    /// The value of a row in a column.
    ///
    /// - Parameters:
    ///   - row: 0 or more.
    ///   - column: 0 or more.
    /// - Returns: the value; a type that no column of ours has is a text.
    func value(_ row: Int, _ column: Int) -> SQLValue {
        let (row, column) = (Int32(row), Int32(column))
        guard unsafe PQgetisnull(pointer, row, column) == 0 else { return .null }
        // Valid for as long as the answer; its length is told beside it.
        guard let start = unsafe PQgetvalue(pointer, row, column) else { return .null }
        let count = unsafe Int(PQgetlength(pointer, row, column))
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
            .assumingMemoryBound(to: UInt8.self)
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        if unsafe Self.integers.contains(PQftype(pointer, column)), let integer = Int64(text) {
            return .integer(integer)
        }
        return unsafe .text(NULEscape.mayBeIn(bytes) ? NULEscape.unescaped(text) : text)
    }

    /// The types int8, int2 and int4.
    /// Source: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
    private static let integers: Set<Oid> = [20, 21, 23]
}
#endif
