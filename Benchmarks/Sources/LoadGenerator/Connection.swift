/// A socket, or TLS over one: what the loops read and write.
struct Connection {
    let socket: Int32
    let session: TLSSession?

    /// How far the handshake is; without TLS there is none to wait for.
    ///
    /// - Returns: whether requests may be sent.
    func handshake() -> TLSSession.Handshake { session?.handshake() ?? .done }

    /// Reads what is there.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are writable there.
    ///   - count: at least 1.
    /// - Returns: how many came; `ended` also when the connection broke.
    @unsafe
    func receive(_ bytes: UnsafeMutableRawPointer, count: Int) -> Socket.Outcome {
        guard let session else {
            return unsafe Socket.receive(bytes, count: count, from: socket)
        }
        return unsafe session.receive(bytes, count: count)
    }

    /// Writes what fits.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are readable there.
    ///   - count: at least 1.
    /// - Returns: how many were taken.
    @unsafe
    func send(_ bytes: UnsafeRawPointer, count: Int) -> Socket.Outcome {
        guard let session else { return unsafe Socket.send(bytes, count: count, to: socket) }
        return unsafe session.send(bytes, count: count)
    }

    /// Writes a short request whole.
    ///
    /// - Parameter bytes: far fewer than an empty send buffer takes.
    /// - Returns: whether all of it was taken.
    func send(_ bytes: [UInt8]) -> Bool {
        let outcome = unsafe bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return Socket.Outcome.bytes(0) }
            return unsafe send(base, count: bytes.count)
        }
        guard case .bytes(bytes.count) = outcome else { return false }
        return true
    }
}
