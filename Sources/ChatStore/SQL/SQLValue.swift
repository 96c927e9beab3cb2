/// A value that goes into a statement or comes out of a row.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    /// Holds no NUL: no database here keeps one in a text.
    case text(String)

    /// An integer, or nothing.
    ///
    /// - Parameter integer: `nil` becomes the database's null.
    init(_ integer: Int64?) {
        self = integer.map(Self.integer) ?? .null
    }

    /// A text from a person, or nothing.
    ///
    /// - Parameter text: anything, NUL too; `nil` becomes the database's null.
    init(_ text: String?) {
        self = text.map { .text(NULEscape.escaped($0)) } ?? .null
    }
}
