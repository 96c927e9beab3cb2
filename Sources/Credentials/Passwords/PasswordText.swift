@_spi(_Unicode) import Swift

/// A password as it is compared: the same bytes, whatever keyboard or system it was typed on.
///
/// Source: RFC 8265, section 4.2 (OpaqueString).
enum PasswordText {
    /// The most bytes of UTF-8 in a password as it was typed.
    static let byteLimit = 1024

    /// The text with plain spaces and composed letters (NFC).
    static func prepared(_ password: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in password.unicodeScalars {
            plain.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
        }
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: String(plain)._nfc)
        return String(composed)
    }

    /// The bytes that are hashed, or nil for more than anybody's password has.
    static func bytes(_ password: String) -> [UInt8]? {
        password.utf8.count <= byteLimit ? Array(prepared(password).utf8) : nil
    }
}
