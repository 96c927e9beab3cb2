internal import COpenSSL

/// The hash by which a server names a file, of bytes as they come.
///
/// A value: a copy goes on by itself. The work is OpenSSL's, which uses the processor's own
/// instructions for it. Source: FIPS 180-4.
package struct SHA256: Sendable {
    private static let byteCount = 32

    private var state = SHA256_CTX()
    /// Bytes that were taken.
    package private(set) var count: Int64 = 0

    /// Begins with no bytes.
    package init() {
        // The call fills in the value that it is given.
        _ = unsafe SHA256_Init(&state)
    }

    /// Takes further bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        count += Int64(bytes.count)
        // The span outlives the call and its own count bounds it.
        unsafe bytes.withUnsafeBytes { bytes in
            _ = unsafe SHA256_Update(&state, bytes.baseAddress, bytes.count)
        }
    }

    /// The hash of all that was taken, 64 digits in lower case.
    package var hexadecimal: String { bytes.hexadecimal }

    /// The hash of all that was taken, 32 bytes.
    package var bytes: [UInt8] {
        var last = state
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        // The array has room for what the call writes.
        unsafe digest.withUnsafeMutableBufferPointer { digest in
            _ = unsafe SHA256_Final(digest.baseAddress, &last)
        }
        return digest
    }
}
