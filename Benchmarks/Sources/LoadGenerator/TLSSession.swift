import COpenSSL

/// What the TLS sessions of one loop share; nothing is verified, since all of it is loopback.
///
/// Proof of safety: the context is freed with this value, and each session counts as a user of it
/// in OpenSSL's own count of references.
@safe
final class TLSContext {
    fileprivate let context: OpaquePointer

    /// A context for clients.
    ///
    /// - Throws: `LoadError` when OpenSSL gives none.
    init() throws(LoadError) {
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
            throw LoadError("OpenSSL gives no context")
        }
        unsafe self.context = unsafe context
        let mode =
            SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
            | SSL_MODE_RELEASE_BUFFERS
        unsafe SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(mode), nil)
    }

    deinit { unsafe SSL_CTX_free(context) }
}

/// One connection's TLS, over a socket that does not block.
///
/// Proof of safety: the session is freed with this value, and only its loop's thread uses it.
@safe
final class TLSSession {
    /// How far the handshake is.
    enum Handshake {
        case done
        case unfinished
        case failed
    }

    private let session: OpaquePointer

    /// A session whose handshake has not begun.
    ///
    /// - Parameters:
    ///   - context: the loop's.
    ///   - socket: a descriptor; it is not closed with the session.
    /// - Throws: `LoadError` when OpenSSL gives none.
    init(context: TLSContext, socket: Int32) throws(LoadError) {
        guard let session = unsafe SSL_new(context.context) else {
            throw LoadError("OpenSSL gives no session")
        }
        unsafe self.session = unsafe session
        unsafe SSL_set_fd(session, socket)
        unsafe SSL_set_connect_state(session)
    }

    deinit { unsafe SSL_free(session) }

    /// Goes on with the handshake, as far as what was received allows.
    ///
    /// - Returns: whether it has ended.
    func handshake() -> Handshake {
        let result = unsafe SSL_do_handshake(session)
        if result == 1 { return .done }
        return isWaiting(result) ? .unfinished : .failed
    }

    /// Reads what is there, at most one record.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are writable there.
    ///   - count: at least 1.
    /// - Returns: how many came.
    @unsafe
    func receive(_ bytes: UnsafeMutableRawPointer, count: Int) -> Socket.Outcome {
        outcome(unsafe SSL_read(session, bytes, Int32(clamping: count)))
    }

    /// Writes what fits.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are readable there.
    ///   - count: at least 1.
    /// - Returns: how many were taken.
    @unsafe
    func send(_ bytes: UnsafeRawPointer, count: Int) -> Socket.Outcome {
        outcome(unsafe SSL_write(session, bytes, Int32(clamping: count)))
    }

    private func outcome(_ result: Int32) -> Socket.Outcome {
        if result > 0 { return .bytes(Int(result)) }
        return isWaiting(result) ? .wouldBlock : .ended
    }

    private func isWaiting(_ result: Int32) -> Bool {
        let error = unsafe SSL_get_error(session, result)
        if error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE { return true }
        // What is left in the thread's queue would be taken for the next session's error.
        ERR_clear_error()
        return false
    }
}
