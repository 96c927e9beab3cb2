import Logging
import NIOSSL
import Synchronization

/// What new connections with TLS are shown; it can be read again while the server runs.
final class Certificate: Sendable {
    private let files: TLSFiles
    private let context: Mutex<NIOSSLContext>

    /// Reads the files.
    ///
    /// - Parameter files: the pair.
    /// - Throws: a ``ServerError`` that names the file which cannot be used.
    init(_ files: TLSFiles) throws(ServerError) {
        self.files = files
        context = Mutex(try files.context())
    }

    /// What a connection is shown that begins now.
    var current: NIOSSLContext { context.withLock { $0 } }

    /// Reads the files again; a pair that cannot be used leaves the old one.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameter logger: told what became of it.
    func reload(_ logger: Logger) {
        do {
            let new = try files.context()
            context.withLock { $0 = new }
            logger.notice(
                "the certificate was read again",
                metadata: ["file": "\(files.certificate)"]
            )
        } catch {
            logger.error("the certificate stays as it was", metadata: ["reason": "\(error)"])
        }
    }
}
