/// A database that runs ``Statements``: transactions and rows, and nothing of one product.
///
/// A second database has to know two functions beside the portable text: `burble_match(text,
/// needle)` is ``FoldedText``'s rule. Its parameters are numbered `$1`, `$2` … in the order in
/// which they first appear.
protocol SQLDatabase: Sendable {
    /// Runs a body in one transaction that may write.
    ///
    /// Suspends until it is durable; it is not given up when the task is cancelled, since nobody
    /// could tell then what became of it.
    ///
    /// - Parameter body: what to do, on a thread that may block; what it throws undoes everything.
    /// - Returns: what the body returned.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value

    /// Runs a body on one unchanging state of the database.
    ///
    /// Suspends while it waits for a connection and reads; a cancelled task ends the read.
    ///
    /// - Parameter body: what to read, on a thread that may block.
    /// - Returns: what the body returned.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value
}

/// One transaction.
protocol SQLSession {
    /// Runs a statement and hands on each of its rows.
    ///
    /// - Parameters:
    ///   - text: one of ``Statements``.
    ///   - values: one for each parameter.
    ///   - body: takes a row, which is gone when it returns; false ends the reading.
    /// - Throws: what the body threw or what the database said.
    func run(
        _ text: String,
        _ values: [SQLValue],
        each body: (any SQLRow) throws -> Bool
    ) throws
}

extension SQLSession {
    /// Runs a statement whose rows, if it has any, are not wanted.
    ///
    /// - Parameters:
    ///   - text: one of ``Statements``.
    ///   - values: one for each parameter.
    /// - Throws: what the database said.
    func run(_ text: String, _ values: [SQLValue]) throws {
        try run(text, values) { _ in true }
    }

    /// Runs a statement and makes a value of each row.
    ///
    /// - Parameters:
    ///   - text: one of ``Statements``.
    ///   - values: one for each parameter.
    ///   - make: makes the value.
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
    /// - Parameters:
    ///   - text: one of ``Statements``.
    ///   - values: one for each parameter.
    ///   - make: makes the value.
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

/// One row of an answer.
protocol SQLRow {
    /// The value in a column.
    ///
    /// - Parameter column: 0 or more, as the statement lists them.
    func value(_ column: Int) -> SQLValue
}

extension SQLRow {
    /// The integer in a column, or `nil` where there is none.
    ///
    /// - Parameter column: 0 or more.
    /// - Throws: `damaged` when something else is there.
    func optionalInteger(_ column: Int) throws(StoreError) -> Int64? {
        switch value(column) {
        case .null: nil
        case .integer(let integer): integer
        case .text: throw .damaged(detail: "a text is where a number should be")
        }
    }

    /// The text in a column as the person wrote it, or `nil` where there is none.
    ///
    /// - Parameter column: 0 or more.
    /// - Throws: `damaged` when something else is there.
    func optionalText(_ column: Int) throws(StoreError) -> String? {
        switch value(column) {
        case .null: nil
        case .text(let text): NULEscape.unescaped(text)
        case .integer: throw .damaged(detail: "a number is where a text should be")
        }
    }

    /// The integer in a column.
    ///
    /// - Parameter column: 0 or more.
    /// - Throws: `damaged` when there is none.
    func integer(_ column: Int) throws(StoreError) -> Int64 {
        guard let integer = try optionalInteger(column) else {
            throw .damaged(detail: "a number is missing")
        }
        return integer
    }

    /// The text in a column as the person wrote it.
    ///
    /// - Parameter column: 0 or more.
    /// - Throws: `damaged` when there is none.
    func text(_ column: Int) throws(StoreError) -> String {
        guard let text = try optionalText(column) else {
            throw .damaged(detail: "a text is missing")
        }
        return text
    }
}
