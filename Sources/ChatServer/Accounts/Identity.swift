import ChatProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who sends a request, as far as the credentials tell.
///
/// Source: docs/API.md, section 2.
enum Identity: Hashable, Sendable {
    /// No credentials: may read; what is posted is the shared guest's.
    case reader
    /// A guest by name.
    case guest(MemberName)

    /// Whose streams and read markers these are; nobody's for a reader.
    var member: MemberName? {
        switch self {
        case .reader: nil
        case .guest(let name): name
        }
    }

    /// Under whose name a post appears.
    var author: MemberName { member ?? .guest }

    /// Reads the `Authorization` field in open mode.
    ///
    /// - Parameter authorization: the field's value; `nil` if there is none.
    /// - Throws: `401 bad_credentials` for anything but a guest's name with an empty password.
    init(authorization: String?) throws(Problem) {
        guard let authorization else {
            self = .reader
            return
        }
        let words = authorization.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic",
            let decoded = Data(base64Encoded: String(words[1])),
            let text = String(validating: decoded, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { throw .badCredentials("give a name by Basic authentication: curl -u NAME:") }
        guard text[text.index(after: colon)...].isEmpty else {
            throw .badCredentials("there is no account of that name and password")
        }
        do {
            self = .guest(try MemberName(text[..<colon]))
        } catch {
            throw .badCredentials("this cannot be a member's name: \(error)")
        }
    }
}
