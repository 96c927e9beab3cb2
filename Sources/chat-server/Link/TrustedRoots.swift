import NIOSSL
import SmallFiles

/// The authorities that a subcommand trusts beside those of the system.
enum TrustedRoots {
    /// Bytes of a file at the most; a long chain has some kilobytes.
    private static let byteLimit = 1 << 20

    /// Reads them.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter path: of a PEM file; `nil` for none.
    /// - Throws: ``CommandFailure`` when it cannot be read, or there are none in it.
    static func certificates(in path: String?) throws(CommandFailure) -> [NIOSSLCertificate] {
        guard let path else { return [] }
        let bytes: [UInt8]
        do throws(SmallFileFailure) {
            bytes = try SmallFile(path).bytes(upTo: byteLimit)
        } catch {
            throw CommandFailure(.noInput, "cannot read the certificate in \(error)")
        }
        // The library's words are not for a person.
        guard let roots = try? NIOSSLCertificate.fromPEMBytes(bytes), !roots.isEmpty else {
            throw CommandFailure(.data, "there is no whole certificate in PEM in \(path)")
        }
        return roots
    }
}
