/// Writing what `SSHReader` reads.
enum SSHString {
    /// Some bytes behind their number, which the bounds of our texts keep to a few thousand.
    static func bytes(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let count = UInt32(truncatingIfNeeded: bytes.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + bytes
    }
}
