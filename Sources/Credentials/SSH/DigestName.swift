internal import COpenSSL

/// A hash by its name in SSH's signatures.
///
/// Source: FIPS 180-4.
enum DigestName: String, Sendable {
    case sha256, sha384, sha512

    /// How OpenSSL knows it: a table of the library's own that is there for good.
    var method: OpaquePointer? {
        switch self {
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }

    private var count: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The hash of some bytes; nil only if there is no memory.
    func digest(of bytes: [UInt8]) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: count)
        let isMade = Library.succeeds {
            // The arrays outlive the call: one has the length that it is told, one the hash's.
            unsafe EVP_Digest(bytes, bytes.count, &digest, nil, method, nil) == 1
        }
        return isMade ? digest : nil
    }
}
