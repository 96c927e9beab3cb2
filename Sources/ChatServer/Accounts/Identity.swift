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
    /// Whoever holds the operator's token.
    case `operator`

    /// Whose streams and read markers these are; nobody's for a reader.
    var member: MemberName? {
        switch self {
        case .reader: nil
        case .guest(let name): name
        case .operator: .operator
        }
    }

    /// Under whose name a post appears.
    var author: MemberName { member ?? .guest }

    /// True for the operator.
    var isOperator: Bool { self == .operator }

    /// Reads the `Authorization` field in open mode.
    ///
    /// - Parameters:
    ///   - authorization: the field's value; `nil` if there is none.
    ///   - token: the operator's.
    /// - Throws: `401 bad_credentials` for anything but a guest's name with an empty password, or
    ///   the operator's token.
    init(authorization: String?, operator token: OperatorToken) throws(Problem) {
        guard let authorization else {
            self = .reader
            return
        }
        let words = authorization.split(separator: " ", maxSplits: 1)
        if words.count == 2, words[0].lowercased() == "bearer" {
            guard token.matches(words[1]) else {
                throw .badCredentials("there is no such token")
            }
            self = .operator
            return
        }
        guard words.count == 2, words[0].lowercased() == "basic",
            let decoded = Data(base64Encoded: String(words[1])),
            let text = String(validating: decoded, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { throw .badCredentials("give a name by Basic authentication: curl -u NAME:") }
        guard text[text.index(after: colon)...].isEmpty else {
            throw .badCredentials("there is no account of that name and password")
        }
        let name: MemberName
        do {
            name = try MemberName(text[..<colon])
        } catch {
            throw .badCredentials("this cannot be a member's name: \(error)")
        }
        guard name != .operator else {
            throw .badCredentials("operator is who holds the operator's token")
        }
        self = .guest(name)
    }
}
