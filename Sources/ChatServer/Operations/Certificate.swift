import Logging
import NIOSSL
import Synchronization

/// What new connections with TLS are shown; it can be read again while the server runs.
final class Certificate: Sendable {
    private let context: Mutex<NIOSSLContext>

    /// Reads the files.
    ///
    /// - Parameter files: the pair.
    /// - Throws: a ``ServerError`` that names the file which cannot be used.
    init(_ files: TLSFiles) throws(ServerError) {
        context = Mutex(try files.context())
    }

    /// What a connection is shown that begins now.
    var current: NIOSSLContext { context.withLock { $0 } }

    /// Reads a pair anew, for connections that begin from now on; a pair that cannot be used leaves
    /// the old one.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameters:
    ///   - files: the pair.
    ///   - logger: told what became of it.
    /// - Returns: whether the pair can be used.
    @discardableResult
    func reload(_ files: TLSFiles, _ logger: Logger) -> Bool {
        do {
            let new = try files.context()
            context.withLock { $0 = new }
            logger.notice(
                "the certificate was read again",
                metadata: ["file": "\(files.certificate)"]
            )
            return true
        } catch {
            logger.error("the certificate stays as it was", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
