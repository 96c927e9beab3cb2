import ChatProtocol
import Logging
import NIOSSL
import Synchronization

/// What new connections with TLS are shown; it can be read again while the server runs.
final class Certificate: Sendable {
    private let loaded: Mutex<LoadedCertificate>

    /// Reads the files.
    ///
    /// - Throws: a ``ServerError`` that names the file which cannot be used.
    init(_ files: TLSFiles) throws(ServerError) {
        loaded = Mutex(try files.load())
    }

    /// What a connection is shown that begins now.
    var current: NIOSSLContext { loaded.withLock { $0.context } }

    /// Warns of a certificate that clients do not take, by its dates or by a trial.
    ///
    /// - Parameter logger: told so.
    func warn(_ logger: Logger, at now: Timestamp = .now()) {
        guard let fault = loaded.withLock({ $0 }).fault(at: now) else { return }
        logger.warning("clients do not take the certificate", metadata: ["reason": "\(fault)"])
    }

    /// Reads a pair anew, for connections that begin from now on; a pair that cannot be used leaves
    /// the old one, and so does one that clients do not take while they take the old one.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameter logger: told what became of it.
    /// - Returns: whether the pair is used.
    @discardableResult
    func reload(_ files: TLSFiles, _ logger: Logger, at now: Timestamp = .now()) -> Bool {
        do throws(ServerError) {
            let new = try files.load()
            if let fault = new.fault(at: now), loaded.withLock({ $0 }).fault(at: now) == nil {
                throw .tls(file: files.certificate, reason: fault)
            }
            loaded.withLock { $0 = new }
            logger.notice(
                "the certificate was read again",
                metadata: ["file": "\(files.certificate)"]
            )
            warn(logger, at: now)
            return true
        } catch {
            logger.error("the certificate stays as it was", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
