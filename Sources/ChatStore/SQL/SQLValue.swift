/// A value that goes into a statement or comes out of a row.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)

    /// An integer, or nothing.
    ///
    /// - Parameter integer: `nil` becomes the database's null.
    init(_ integer: Int64?) {
        self = integer.map(Self.integer) ?? .null
    }

    /// A text, or nothing.
    ///
    /// - Parameter text: anything; `nil` becomes the database's null.
    init(_ text: String?) {
        self = text.map(Self.text) ?? .null
    }
}
