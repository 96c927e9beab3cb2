internal import COpenSSL

/// Comparing what somebody may guess at.
enum ConstantTime {
    /// Whether two arrays are equal, in a time that depends on their length alone.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        // Both arrays outlive the call, and have the length that it is told.
        return unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                guard let first = left.baseAddress, let second = right.baseAddress else {
                    return true
                }
                return unsafe CRYPTO_memcmp(first, second, left.count) == 0
            }
        }
    }
}
