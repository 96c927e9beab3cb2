import ChatProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the `Authorization` field says, before anyone has looked whether it is true.
enum Authorization: Hashable, Sendable {
    case none
    /// A name with an empty password.
    case name(MemberName)
    case password(MemberName, String)
    case token(String)

    /// Bytes of a password at the most; a longer one is nobody's.
    private static let passwordBytes = 1024

    /// Reads the field.
    ///
    /// - Parameter field: its value; `nil` if there is none.
    /// - Throws: `401 bad_credentials` for what is neither Basic nor Bearer, or names nobody.
    init(_ field: String?) throws(Problem) {
        guard let field else {
            self = .none
            return
        }
        let words = field.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { throw .badCredentials }
        // Source: RFC 9110, section 11.4: one blank or more behind the scheme.
        let credentials = words[1].drop { $0 == " " }
        switch words[0].lowercased() {
        case "bearer": self = .token(String(credentials))
        case "basic": self = try Self.basic(credentials)
        default: throw .badCredentials
        }
    }

    /// Source: RFC 7617, section 2.
    private static func basic(_ encoded: Substring) throws(Problem) -> Authorization {
        guard let decoded = Data(base64Encoded: String(encoded)),
            let text = String(validating: decoded, as: UTF8.self),
            let colon = text.firstIndex(of: ":"),
            // What cannot be a name has no account either.
            let name = try? MemberName(text[..<colon])
        else { throw .badCredentials }
        let password = text[text.index(after: colon)...]
        // Why is clear. An account of before may have a name that paths cannot have.
        let isPart = (try? PathPart.check(name.description)) != nil
        guard isPart || !password.isEmpty else { throw .badCredentials }
        guard password.utf8.count <= passwordBytes else { throw .badCredentials }
        return password.isEmpty ? .name(name) : .password(name, String(password))
    }
}
