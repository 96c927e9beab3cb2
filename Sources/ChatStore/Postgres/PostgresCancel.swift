#if Postgres
import CPostgres

/// Ends what a connection's server is doing, from any thread.
///
/// `@unchecked`: libpq lets any thread use it, also while another one uses the connection.
/// Source: https://www.postgresql.org/docs/current/libpq-cancel.html
@safe final class PostgresCancel: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Takes what libpq needs to know of a connection over.
    ///
    /// - Parameter pointer: of `PQgetCancel`, which nobody else frees.
    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe PQfreeCancel(pointer) }

    /// Ends the statement that runs, which then fails; nothing when none does.
    ///
    /// Blocks until the server has been told.
    func call() {
        var words = [CChar](repeating: 0, count: 256)
        // Who cannot be told will find out by the statement's own bound. The buffer outlives the
        // call, which knows its size.
        _ = unsafe words.withUnsafeMutableBufferPointer { buffer in
            unsafe PQcancel(pointer, buffer.baseAddress, Int32(buffer.count))
        }
    }
}
#endif
