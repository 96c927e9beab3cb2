/// One row of an answer.
protocol SQLRow {
    /// The value in a column, a text as it was before it was stored.
    ///
    /// - Parameter column: 0 or more, as the statement lists them.
    func value(_ column: Int) -> SQLValue

    /// Appends the bytes of a text, as it was before it was stored: where there are many rows, a
    /// text of each costs more than the row.
    ///
    /// - Parameters:
    ///   - column: 0 or more.
    ///   - bytes: to which they are appended, in UTF-8.
    /// - Returns: false where there is none, and nothing was appended.
    func append(_ column: Int, to bytes: inout [UInt8]) -> Bool

    /// Whether nothing is in a column.
    ///
    /// - Parameter column: 0 or more.
    /// - Returns: true for null.
    func isNull(_ column: Int) -> Bool
}

extension SQLRow {
    func append(_ column: Int, to bytes: inout [UInt8]) -> Bool {
        guard case .text(let text) = value(column) else { return false }
        bytes += text.utf8
        return true
    }

    func isNull(_ column: Int) -> Bool {
        if case .null = value(column) { true } else { false }
    }

    /// The integer in a column, or `nil` where there is none.
    ///
    /// - Parameter column: 0 or more.
    /// - Returns: `nil` for null.
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
    /// - Returns: `nil` for null.
    /// - Throws: `damaged` when something else is there.
    func optionalText(_ column: Int) throws(StoreError) -> String? {
        switch value(column) {
        case .null: nil
        case .text(let text): text
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
