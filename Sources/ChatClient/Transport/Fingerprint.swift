import ContentHash

/// What tells one certificate from another: the SHA-256 of its bytes.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// 64 digits in lower case.
    private let hexadecimal: String

    /// Computes one.
    init(of certificate: [UInt8]) {
        var hash = SHA256()
        hash.update(certificate.span)
        hexadecimal = hash.hexadecimal
    }

    /// Parses one: 64 digits in any case, with or without colons, also after `SHA256:`.
    ///
    /// - Parameter text: any text from anyone; `nil` unless it is one.
    package init?(_ text: String) {
        let upper = text.uppercased()
        let bare = upper.hasPrefix("SHA256:") ? upper.dropFirst("SHA256:".count) : upper[...]
        let digits = bare.filter { $0 != ":" }.lowercased()
        guard digits.utf8.count == 64, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            return nil
        }
        hexadecimal = digits
    }

    /// As `openssl x509 -fingerprint -sha256` writes it.
    package var description: String {
        let digits = Array(hexadecimal.uppercased())
        let pairs = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0...($0 + 1)]) }
        return pairs.joined(separator: ":")
    }
}
