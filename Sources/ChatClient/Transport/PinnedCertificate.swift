/// The one certificate that a server is known by.
package struct PinnedCertificate: Hashable, Sendable {
    /// DER.
    let bytes: [UInt8]

    package var fingerprint: Fingerprint { Fingerprint(of: bytes) }
}
