import GRDB
import GRDBSQLite

/// A statement of SQLite, by its own calls: GRDB keeps it, and takes no part in a row.
///
/// GRDB boxes each value that it binds and each that it reads, which costs as much again as the
/// insert itself.
///
/// Safe to use: each `unsafe` here passes on `pointer`, which is valid for as long as `kept` is
/// held; no other thread uses it, since a statement is used in its connection's transaction alone.
@safe final class SQLiteStatement: SQLStatement {
    private let kept: Statement
    private let pointer: OpaquePointer

    /// Takes a statement; what an earlier use left of it is forgotten.
    ///
    /// - Parameter statement: of the connection whose transaction is open.
    init(_ statement: Statement) {
        kept = statement
        unsafe pointer = statement.sqliteStatement
        reset()
    }

    // MARK: - Parameters

    func set(_ integer: Int64, at parameter: Int) {
        unsafe sqlite3_bind_int64(pointer, Int32(parameter), integer)
    }

    func set(_ text: String, at parameter: Int) {
        var stored = text
        stored.withUTF8 { bytes in
            guard unsafe !NULEscape.concerns(bytes) else { return setEscaped(text, at: parameter) }
            unsafe bind(bytes, at: parameter)
        }
    }

    private func setEscaped(_ text: String, at parameter: Int) {
        var stored = NULEscape.escaped(text)
        stored.withUTF8 { bytes in unsafe bind(bytes, at: parameter) }
    }

    /// SQLite copies the bytes before this returns, so they need not outlive the call.
    private func bind(_ bytes: UnsafeBufferPointer<UInt8>, at parameter: Int) {
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        // An empty text has no address, which SQLite would take for null.
        let empty: StaticString = ""
        let start = unsafe bytes.baseAddress ?? empty.utf8Start
        let count = UInt64(bytes.count)
        let utf8 = UInt8(SQLITE_UTF8)
        unsafe sqlite3_bind_text64(pointer, Int32(parameter), start, count, transient, utf8)
    }

    func setNull(at parameter: Int) {
        unsafe sqlite3_bind_null(pointer, Int32(parameter))
    }

    // MARK: - Running

    func step() throws -> Bool {
        switch unsafe sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
    }

    func reset() {
        // What it gives is the error that `step` has thrown already.
        unsafe sqlite3_reset(pointer)
    }

    // MARK: - The row

    func value(_ column: Int) -> SQLValue {
        let column = Int32(column)
        switch unsafe sqlite3_column_type(pointer, column) {
        case SQLITE_INTEGER: return unsafe .integer(sqlite3_column_int64(pointer, column))
        case SQLITE_TEXT: return .text(text(column))
        default: return .null
        }
    }

    func append(_ column: Int, to bytes: inout [UInt8]) -> Bool {
        let column = Int32(column)
        // Valid until the next step, as below; a number is given in digits.
        guard let start = unsafe sqlite3_column_text(pointer, column) else { return false }
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        let stored = unsafe UnsafeBufferPointer(start: start, count: count)
        guard unsafe !NULEscape.mayBeIn(stored) else {
            bytes += text(column).utf8
            return true
        }
        unsafe bytes.append(contentsOf: stored)
        return true
    }

    func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(pointer, Int32(column)) == SQLITE_NULL
    }

    private func text(_ column: Int32) -> String {
        // Valid until the next step; the text is asked for before its length, as SQLite wants it.
        guard let start = unsafe sqlite3_column_text(pointer, column) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        return unsafe NULEscape.mayBeIn(bytes) ? NULEscape.unescaped(text) : text
    }
}
