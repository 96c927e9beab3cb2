/// A statement of one transaction, ready to run as often as wanted, and the row it stands on.
///
/// A parameter keeps its value until it is set again.
protocol SQLStatement: AnyObject, SQLRow {
    /// Sets a parameter to an integer.
    ///
    /// - Parameter parameter: its number: 1 for `$1`.
    func set(_ integer: Int64, at parameter: Int)

    /// Sets a parameter to a text.
    ///
    /// - Parameter text: from anyone, NUL too: it is stored as ``NULEscape`` says.
    func set(_ text: String, at parameter: Int)

    /// Sets a parameter to nothing.
    func setNull(at parameter: Int)

    /// Runs the statement as far as its next row.
    ///
    /// - Returns: true when it stands on a row, false when it is done.
    func step() throws -> Bool

    /// Leaves the row, so that the statement can run from its beginning.
    func reset()

    /// Runs the statement to its end; its rows, if it has any, are not wanted.
    ///
    /// A database at the other end of a network may be sent it later, but in its turn. Its failure
    /// then shows at a later statement or at the end of the transaction.
    ///
    /// - Throws: what the database said of it, or of one before it.
    func run() throws
}

extension SQLStatement {
    /// Sets a parameter to an integer or to nothing.
    ///
    /// - Parameter integer: the value; `nil` is the database's null.
    func set(_ integer: Int64?, at parameter: Int) {
        if let integer { set(integer, at: parameter) } else { setNull(at: parameter) }
    }

    /// Sets a parameter to a text or to nothing.
    ///
    /// - Parameter text: the value; `nil` is the database's null.
    func set(_ text: String?, at parameter: Int) {
        if let text { set(text, at: parameter) } else { setNull(at: parameter) }
    }

    /// Sets all parameters.
    ///
    /// - Parameter values: one for each, in order.
    func set(_ values: [SQLValue]) {
        for (index, value) in values.enumerated() {
            switch value {
            case .null: setNull(at: index + 1)
            case .integer(let integer): set(integer, at: index + 1)
            case .text(let text): set(text, at: index + 1)
            }
        }
    }

    func run() throws {
        defer { reset() }
        while try step() {}
    }
}
