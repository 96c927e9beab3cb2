import Glibc
package import NIOCore

/// An address of IPv4 or IPv6; one of IPv4 that is written as one of IPv6 is of IPv4.
package struct IPAddress: Hashable, Sendable {
    /// Four bytes or sixteen.
    package let bytes: [UInt8]

    /// Parses an address.
    ///
    /// - Parameter text: four numbers with dots, or IPv6 without brackets; `nil` for anything else,
    ///   also for the shorter forms of IPv4 that some programs take.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        if let bytes = Self.parse(text, AF_INET, 4) {
            self.bytes = bytes
        } else if let bytes = Self.parse(text, AF_INET6, 16) {
            self.bytes = Self.unmapped(bytes)
        } else {
            return nil
        }
    }

    /// Takes the address of a socket, without a text between.
    ///
    /// - Parameter address: of one side of a connection; `nil` for a Unix socket's.
    package init?(_ address: SocketAddress) {
        let place: Range<Int>
        switch address {
        case .v4: place = 4..<8
        case .v6: place = 8..<24
        case .unixDomainSocket: return nil
        }
        bytes = unsafe address.withSockAddr { pointer, size in
            // `size` bytes are there for as long as the call lasts. Family and port come before the
            // address, in IPv6 the flow too. Source: netinet/in.h, on Linux and Darwin.
            let all = unsafe UnsafeRawBufferPointer(start: pointer, count: size)
            return unsafe Self.unmapped(Array(all[place]))
        }
    }

    /// Source: RFC 4291, section 2.5.5.2.
    private static func unmapped(_ bytes: [UInt8]) -> [UInt8] {
        let isMapped = bytes.starts(with: mappedStart)
        return isMapped ? Array(bytes.dropFirst(mappedStart.count)) : bytes
    }

    private static let mappedStart = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]

    /// Whether it is this machine itself.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// What connections are counted for: an address of IPv4, or a network of IPv6 of 64 bits, of
    /// which a household has one, and its machines any number of addresses.
    package var network: [UInt8] { bytes.count == 4 || isLoopback ? bytes : Array(bytes.prefix(8)) }

    private static func parse(_ text: String, _ family: CInt, _ count: Int) -> [UInt8]? {
        // The C library would stop there.
        guard !text.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        // Writes as many bytes as an address of the family has.
        return unsafe inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
