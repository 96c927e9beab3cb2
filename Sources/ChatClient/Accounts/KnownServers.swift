import FoundationEssentials

/// The file of the certificates that a person trusts: a line a server, its address and the
/// certificate.
package struct KnownServers: Sendable {
    /// Bytes of the file at most.
    private static let byteLimit = 1024 * 1024
    private static let name = "known_servers"

    private let folder: StateFolder

    /// Names the file; nothing is opened yet.
    package init(in folder: StateFolder) {
        self.folder = folder
    }

    /// The certificate of a server.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: `nil` if none is known.
    package func certificate(of server: ServerAddress) -> PinnedCertificate? {
        lines.lazy.compactMap { Self.parsed($0) }.last { $0.server == server.description }?
            .certificate
    }

    /// Keeps the certificate of a server, in the place of an earlier one.
    ///
    /// Blocks on the disk.
    package func keep(
        _ certificate: PinnedCertificate,
        of server: ServerAddress
    ) throws(FileError) {
        let others = lines.filter { Self.parsed($0)?.server != server.description }
        let own = "\(server) \(Data(certificate.bytes).base64EncodedString())"
        let text = (others.map(String.init) + [own]).joined(separator: "\n") + "\n"
        guard text.utf8.count <= Self.byteLimit else { throw FileError(code: FileError.tooLarge) }
        try folder.make()
        try folder.replace(Self.name, with: Array(text.utf8))
    }

    private var lines: [Substring] {
        let bytes = folder.read(Self.name, upTo: Self.byteLimit) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    private static func parsed(
        _ line: Substring
    ) -> (server: String, certificate: PinnedCertificate)? {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[1])) else {
            return nil
        }
        return (String(parts[0]), PinnedCertificate(bytes: Array(bytes)))
    }
}
