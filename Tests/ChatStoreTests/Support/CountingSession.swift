@testable import ChatStore

/// A session that counts how often a statement is asked for, and the rows that are looked at.
final class CountingSession: SQLSession {
    private let session: any SQLSession
    private(set) var prepared = 0
    /// How often by the statement's text.
    private(set) var asked: [String: Int] = [:]
    fileprivate(set) var looked = 0

    init(_ session: any SQLSession) {
        self.session = session
    }

    func prepare(_ text: String) throws -> any SQLStatement {
        prepared += 1
        asked[text, default: 0] += 1
        return CountingStatement(try session.prepare(text), of: self)
    }
}

/// A statement that counts its rows.
private final class CountingStatement: SQLStatement {
    private let statement: any SQLStatement
    private let session: CountingSession

    init(_ statement: any SQLStatement, of session: CountingSession) {
        self.statement = statement
        self.session = session
    }

    func set(_ integer: Int64, at parameter: Int) { statement.set(integer, at: parameter) }

    func set(_ text: String, at parameter: Int) { statement.set(text, at: parameter) }

    func setNull(at parameter: Int) { statement.setNull(at: parameter) }

    func step() throws -> Bool {
        let isRow = try statement.step()
        session.looked += isRow ? 1 : 0
        return isRow
    }

    func reset() { statement.reset() }

    func run() throws { try statement.run() }

    func value(_ column: Int) -> SQLValue { statement.value(column) }

    func append(_ column: Int, to bytes: inout [UInt8]) -> Bool {
        statement.append(column, to: &bytes)
    }

    func isNull(_ column: Int) -> Bool { statement.isNull(column) }
}
