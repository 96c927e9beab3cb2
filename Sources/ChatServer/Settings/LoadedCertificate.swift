import ChatProtocol
import NIOSSL

/// A certificate with its key, as it was read from its files.
struct LoadedCertificate: Sendable {
    /// What every connection is shown.
    let context: NIOSSLContext
    /// When clients begin to take it.
    let start: Timestamp
    /// After which they take it no more.
    let end: Timestamp
    /// Whether a client shook hands with it.
    let isTaken: Bool

    /// Takes over what was read.
    ///
    /// - Parameters:
    ///   - context: what every connection is shown.
    ///   - isTaken: whether a trial of it went well.
    init(_ context: NIOSSLContext, _ certificate: NIOSSLCertificate, isTaken: Bool) {
        self.context = context
        self.isTaken = isTaken
        start = Self.time(Int64(certificate.notValidBefore))
        end = Self.time(Int64(certificate.notValidAfter))
    }

    /// Why clients do not take it: none, or some, since they differ in what they ask of a key.
    ///
    /// - Returns: `nil` where they do, as far as its dates and a trial tell.
    func fault(at now: Timestamp) -> String? {
        guard isTaken else { return "a handshake with it fails, as many clients' would" }
        if now > end { return "the certificate has expired at \(end)" }
        if now < start { return "the certificate is not good before \(start)" }
        return nil
    }

    private static func time(_ seconds: Int64) -> Timestamp {
        // The year of a date has four digits.
        Timestamp(milliseconds: seconds * 1000)
    }
}
