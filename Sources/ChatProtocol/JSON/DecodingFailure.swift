/// Why bytes are not what their format promised; after one, a decoder gives nothing more.
package enum DecodingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line, a block or a row is longer than `limit` bytes.
    case lineTooLong(limit: Int)
    case notUTF8
    /// It breaks the format's own grammar.
    case malformed(String)
    /// An event of a known type lacks this field, or has something else in it.
    case wrongField(String)

    /// What breaks JSON's grammar, or holds a number that does not fit.
    static let notJSON = DecodingFailure.malformed("the line cannot be read as JSON")

    package var description: String {
        switch self {
        case .lineTooLong(let limit): "a line is longer than \(limit) bytes"
        case .notUTF8: "the text is not UTF-8"
        case .malformed(let what): what
        case .wrongField(let name): "the field \(name) is missing or wrong"
        }
    }
}
