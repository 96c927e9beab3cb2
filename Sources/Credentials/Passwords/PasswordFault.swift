/// Why a password is not taken.
package enum PasswordFault: Error, Hashable {
    /// It has under `leastCharacters`.
    case tooShort
    /// It has over `byteLimit` bytes of UTF-8.
    case tooLong
    /// It is the name of its account.
    case isName
    /// It has a character that `Authorization: Basic` cannot carry. Source: RFC 7617, section 2.
    case controlCharacter

    /// The fewest characters of Unicode in a password.
    package static let leastCharacters = 10
    /// The most bytes of UTF-8 in one.
    package static let byteLimit = PasswordText.byteLimit

    /// Looks at a password that somebody chose.
    ///
    /// - Parameter name: of the account, whose case does not count.
    /// - Throws: the first fault that is found.
    package static func check(_ password: String, name: String) throws(PasswordFault) {
        guard password.utf8.count <= byteLimit else { throw .tooLong }
        let text = PasswordText.prepared(password)
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .controlCharacter
        }
        guard text.lowercased() != PasswordText.prepared(name).lowercased() else { throw .isName }
        guard text.unicodeScalars.count >= leastCharacters else { throw .tooShort }
    }
}
