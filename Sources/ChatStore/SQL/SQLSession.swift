/// One transaction.
protocol SQLSession {
    /// Makes a statement ready, or finds it ready from an earlier transaction.
    ///
    /// - Parameter text: one of ``Statements``; the same one for the same text.
    /// - Returns: the statement, not to be used after the transaction.
    func prepare(_ text: String) throws -> any SQLStatement

    /// Whether the database finds a room's event by its number at once.
    var findsSeqs: Bool { get }

    /// Whether each part of a list that is merged of several has to be bounded by itself: the
    /// database reads a part whole else, and puts it in order.
    var boundsParts: Bool { get }

    /// Whether a question goes to another process, so that many are better asked at once.
    var isRemote: Bool { get }

    /// A page of a room's events back from a place, with texts of so many bytes; the values are
    /// those of ``Statements/speechBack``.
    var speechBack: String { get }

    /// The database's own clock, as an expression: milliseconds since 1970. Servers of one log may
    /// have clocks that differ.
    var clock: String { get }
}

extension SQLSession {
    var findsSeqs: Bool { false }
    var boundsParts: Bool { false }
    var isRemote: Bool { false }
    var speechBack: String { Statements.speechBack }
    var clock: String { "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)" }

    /// Runs a statement and hands on each of its rows.
    ///
    /// - Parameters:
    ///   - text: one of ``Statements``.
    ///   - body: takes a row, which is gone when it returns; false ends the reading.
    /// - Throws: what the body threw or what the database said.
    func run(_ text: String, _ values: [SQLValue], each body: (any SQLRow) throws -> Bool) throws {
        let statement = try prepare(text)
        statement.set(values)
        defer { statement.reset() }
        while try statement.step() {
            guard try body(statement) else { return }
        }
    }

    /// Runs a statement whose rows, if it has any, are not wanted.
    ///
    /// - Parameter text: one of ``Statements``.
    /// - Throws: what ``SQLStatement/run()`` throws.
    func run(_ text: String, _ values: [SQLValue]) throws {
        let statement = try prepare(text)
        statement.set(values)
        try statement.run()
    }

    /// Runs a statement and makes a value of each row.
    ///
    /// - Parameter text: one of ``Statements``.
    /// - Returns: the values in the order of the rows.
    /// - Throws: what `make` threw or what the database said.
    func rows<Value>(
        _ text: String,
        _ values: [SQLValue],
        _ make: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var made: [Value] = []
        try run(text, values) { row in
            made.append(try make(row))
            return true
        }
        return made
    }

    /// Runs a statement that gives one row or none.
    ///
    /// - Parameter text: one of ``Statements``.
    /// - Returns: the value; `nil` without a row.
    /// - Throws: what `make` threw or what the database said.
    func row<Value>(
        _ text: String,
        _ values: [SQLValue],
        _ make: (any SQLRow) throws -> Value
    ) throws -> Value? {
        try rows(text, values, make).first
    }
}
