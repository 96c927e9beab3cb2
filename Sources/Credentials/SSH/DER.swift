/// The few values of DER in which OpenSSL takes a key or a signature.
///
/// Source: X.690, sections 8 and 10.
enum DER {
    static func sequence(_ values: [UInt8]...) -> [UInt8] { tagged(0x30, values.flatMap(\.self)) }

    /// A number above zero, of what `SSHReader.positiveInteger` reads.
    static func integer(_ bytes: [UInt8]) -> [UInt8] { tagged(0x02, bytes) }

    static func bitString(_ bytes: [UInt8]) -> [UInt8] { tagged(0x03, [0] + bytes) }

    /// The name of an algorithm, whose content is encoded already.
    static func identifier(_ bytes: [UInt8]) -> [UInt8] { tagged(0x06, bytes) }

    static let null: [UInt8] = [0x05, 0]

    private static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        [tag] + length(content.count) + content
    }

    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(count)] }
        let bytes = stride(from: 56, through: 0, by: -8)
            .map { UInt8(truncatingIfNeeded: count >> $0) }
            .drop { $0 == 0 }
        return [0x80 | UInt8(bytes.count)] + bytes
    }
}
