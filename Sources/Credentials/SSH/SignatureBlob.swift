/// A signature by itself: the algorithm, and its value.
///
/// Source: RFC 4253, section 6.6; OpenSSH's PROTOCOL.u2f, "SSH U2F signatures".
struct SignatureBlob: Sendable {
    let algorithm: String
    let value: [UInt8]
    /// What a piece of hardware adds to what it signs.
    let hardware: Hardware?

    struct Hardware: Sendable {
        /// Of which the lowest bit says that somebody touched it.
        let flags: UInt8
        let counter: [UInt8]
    }

    /// Takes a signature; nil if it is not whole, or if there is more.
    init?(_ bytes: [UInt8]) {
        var reader = SSHReader(bytes)
        guard let algorithm = reader.name(), let value = reader.string() else { return nil }
        self.algorithm = algorithm
        self.value = value
        if reader.isAtEnd {
            hardware = nil
        } else {
            guard let flags = reader.byte(), let counter = reader.bytes(4), reader.isAtEnd else {
                return nil
            }
            hardware = Hardware(flags: flags, counter: counter)
        }
    }
}
