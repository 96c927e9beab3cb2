internal import COpenSSL

/// A public key in OpenSSL's hands, to check signatures with.
///
/// Safe, since the pointer is private, and freed at the end of the one value that has it.
@safe struct VerifyingKey: ~Copyable {
    private let key: OpaquePointer

    /// Takes a key; nil if OpenSSL finds that it is none.
    ///
    /// - Parameter encoded: a `SubjectPublicKeyInfo` of DER.
    init?(_ encoded: [UInt8]) {
        var key: OpaquePointer?
        let isRead = Library.succeeds {
            // The array outlives the call, which reads as many bytes as it is told.
            unsafe encoded.withUnsafeBufferPointer { encoded in
                var start = encoded.baseAddress
                unsafe key = d2i_PUBKEY(nil, &start, encoded.count)
                return unsafe key != nil
            }
        }
        guard isRead, let key = unsafe key else { return nil }
        unsafe self.key = key
    }

    deinit {
        unsafe EVP_PKEY_free(key)
    }

    /// Whether a signature is of this key.
    ///
    /// - Parameters:
    ///   - signature: in the form of the key's algorithm in OpenSSL.
    ///   - digest: the hash that the algorithm takes; nil if it has one of its own.
    /// - Returns: true if it is.
    func verifies(_ signature: [UInt8], of message: [UInt8], digest: DigestName?) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer { unsafe EVP_MD_CTX_free(context) }
        return Library.succeeds {
            // Context and key live until the end, and the arrays have the lengths that it is told.
            unsafe EVP_DigestVerifyInit(context, nil, digest?.method, nil, key) == 1
                && EVP_DigestVerify(
                    context,
                    signature,
                    signature.count,
                    message,
                    message.count
                ) == 1
        }
    }
}
