import ContentHash

extension SHA256 {
    /// The hash of some bytes.
    static func bytes(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes.span)
        return hash.bytes
    }
}
