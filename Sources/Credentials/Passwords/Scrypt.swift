internal import COpenSSL

/// The function that makes a key of a password, slowly and with much memory.
///
/// Source: RFC 7914.
enum Scrypt {
    /// A key, or nil if there is no memory for the work.
    ///
    /// By `memoryLimit` a test may give it less memory than it needs.
    static func key(
        of password: [UInt8],
        salt: [UInt8],
        cost: PasswordCost,
        count: Int,
        memoryLimit: Int? = nil
    ) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: count)
        let limit = UInt64(memoryLimit ?? cost.byteCount)
        let isMade = Library.succeeds {
            // The arrays outlive the call, and have the lengths that it is told.
            unsafe password.withUnsafeBytes { password in
                unsafe EVP_PBE_scrypt(
                    password.baseAddress?.assumingMemoryBound(to: CChar.self),
                    password.count,
                    salt,
                    salt.count,
                    1 << UInt64(cost.logN),
                    UInt64(cost.r),
                    UInt64(cost.p),
                    limit,
                    &key,
                    count
                ) == 1
            }
        }
        return isMade ? key : nil
    }
}
