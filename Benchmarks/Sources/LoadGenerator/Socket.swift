import Glibc

/// The few calls on a socket that the loops make; none of them blocks.
///
/// Proof of safety: each call hands the kernel a pointer to a local value or to bytes that its
/// caller vouches for, with their size.
enum Socket {
    /// What came of a read or a write.
    enum Outcome {
        case bytes(Int)
        case wouldBlock
        case ended
    }

    /// Connections from one source address to a server, at most.
    ///
    /// The kernel looks for a free port one by one, the longer the more are taken: opening 19,000
    /// from one address, it spent 77 % of the time on that. So each few thousand come from another
    /// loopback address.
    static let connectionsPerSource = 4000

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - address: whom to.
    ///   - receiveBytes: the size asked of the kernel's receive buffer; nothing leaves it alone.
    ///   - source: 0 for the usual source address, n for the n-th loopback address after it.
    /// - Returns: a descriptor, which is connected once it is writable.
    /// - Throws: `LoadError` when the kernel refuses.
    static func connect(
        to address: Address,
        receiveBytes: Int32? = nil,
        source: Int = 0
    ) throws(LoadError) -> Int32 {
        let socket = try open(receiveBytes: receiveBytes, source: source)
        var peer = address.socketAddress
        let result = unsafe withUnsafePointer(to: &peer) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 || errno == EINPROGRESS { return socket }
        let error = LoadError.lastCall("connect")
        close(socket)
        throw error
    }

    /// Whether a connection that became writable is one.
    ///
    /// - Parameter socket: its descriptor.
    /// - Returns: 0, or the error's number.
    static func pendingError(_ socket: Int32) -> Int32 {
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &number, &size)
        return number
    }

    /// Writes what fits.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are readable there.
    ///   - count: at least 1.
    ///   - socket: where to.
    /// - Returns: how many were taken.
    @unsafe
    static func send(_ bytes: UnsafeRawPointer, count: Int, to socket: Int32) -> Outcome {
        let sent = unsafe Glibc.send(
            socket,
            bytes,
            count,
            Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
        )
        return outcome(sent)
    }

    /// Reads what is there.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are writable there.
    ///   - count: at least 1.
    ///   - socket: where from.
    /// - Returns: how many came; `ended` also when the connection broke.
    @unsafe
    static func receive(
        _ bytes: UnsafeMutableRawPointer,
        count: Int,
        from socket: Int32
    ) -> Outcome {
        let received = unsafe recv(socket, bytes, count, Int32(MSG_DONTWAIT))
        return received == 0 ? .ended : outcome(received)
    }

    private static func outcome(_ count: Int) -> Outcome {
        if count >= 0 { return .bytes(count) }
        return errno == EAGAIN || errno == EINTR ? .wouldBlock : .ended
    }

    private static func open(receiveBytes: Int32?, source: Int) throws(LoadError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(AF_INET, kind, 0)
        guard socket >= 0 else { throw LoadError.lastCall("socket") }
        set(socket, level: Int32(IPPROTO_TCP), option: TCP_NODELAY, to: 1)
        if let receiveBytes {
            set(socket, level: SOL_SOCKET, option: SO_RCVBUF, to: receiveBytes)
        }
        if source > 0 {
            // The port is chosen by connect, which need not keep it free of all other peers.
            set(socket, level: Int32(IPPROTO_IP), option: IP_BIND_ADDRESS_NO_PORT, to: 1)
            bind(socket, loopback: UInt32(source))
        }
        return socket
    }

    private static func set(_ socket: Int32, level: Int32, option: Int32, to value: Int32) {
        var value = value
        unsafe setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func bind(_ socket: Int32, loopback: UInt32) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = (0x7F00_0001 + loopback).bigEndian
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe Glibc.bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
