import ChatTUI
import Glibc

/// A Unix socket at which other programs take part in what the client does: they get its events as
/// lines of JSON, and say lines for it.
@MainActor
final class ControlSocket {
    /// Programs at once; a further one is turned away.
    private static let clientLimit = 16
    /// Bytes that wait for a program; one that is further behind is turned away.
    private static let waitingLimit = 1 << 20
    nonisolated private static let lineLimit = 64 * 1024

    private let listener: CInt
    private let path: String
    private var clients: [Client] = []

    private final class Client {
        let socket: CInt
        var waiting: [UInt8]
        var splitter = InputLines(byteLimit: ControlSocket.lineLimit)
        /// Whether it says no more; what waits for it is still written.
        var isAtEnd = false
        var isGone = false

        init(socket: CInt, greeting: [UInt8]) {
            self.socket = socket
            waiting = greeting
        }
    }

    /// Why there is no socket.
    struct Failure: Error {
        /// For people.
        var words: String
    }

    /// Opens a socket, for its owner alone.
    ///
    /// - Parameter path: where; what a client that ended left there is replaced.
    /// - Throws: why it cannot be opened.
    init(at path: String) throws(Failure) {
        guard let address = Self.address(path) else {
            throw Failure(words: "--control \(path): a path has 107 bytes at most")
        }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        if unsafe Self.call(with: address, { unsafe connect(socket, $0, length) }) == 0 {
            close(socket)
            throw Failure(words: "--control \(path): another client has it")
        }
        close(socket)
        var facts = stat()
        // The calls read a path, and the first fills a value, that live until they return.
        if unsafe lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFSOCK {
            unsafe unlink(path)
        }
        listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        self.path = path
        let mask = umask(0o177)
        // The address lives until the call returns, and is as long as it is told.
        let isBound = unsafe Self.call(with: address) { unsafe bind(listener, $0, length) } == 0
        let code = errno
        umask(mask)
        guard isBound, listen(listener, CInt(Self.clientLimit)) == 0 else {
            close(listener)
            // The text is a constant of the C library, copied at once.
            throw Failure(words: "--control \(path): \(unsafe String(cString: strerror(code)))")
        }
        Self.prepare(listener)
    }

    /// Gives an address to a function of the C library.
    nonisolated private static func call(
        with address: sockaddr_un,
        _ body: (UnsafePointer<sockaddr>) -> CInt
    ) -> CInt {
        // The address lives until the call returns, and is as long as it is told.
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) }
        }
    }

    private static func prepare(_ socket: CInt) {
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    }

    private static func address(_ path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // One byte is left for the zero at the end.
        let isTaken = unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard !bytes.isEmpty, !bytes.contains(0), bytes.count < place.count else {
                return false
            }
            unsafe place.copyBytes(from: bytes)
            return true
        }
        return isTaken ? address : nil
    }

    /// Whether nobody listens.
    var isEmpty: Bool { clients.isEmpty }

    /// What the loop is to poll.
    var polled: [pollfd] {
        [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            + clients.map { client in
                let out = client.waiting.isEmpty ? 0 : POLLOUT
                let end = client.isAtEnd ? 0 : POLLIN
                return pollfd(fd: client.socket, events: Int16(end | out), revents: 0)
            }
    }

    /// Says something to all.
    func send(_ bytes: [UInt8]) {
        for client in clients where !client.isAtEnd { send(bytes, to: client) }
        forgetGone()
    }

    /// Takes who comes and what they say.
    ///
    /// - Parameters:
    ///   - greeting: what a new one is told first.
    ///   - obey: does what a line says, and gives the answer.
    func serve(greeting: @autoclosure () -> [UInt8], obey: (String) -> [UInt8]) {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { break }
            guard clients.count < Self.clientLimit else {
                close(socket)
                continue
            }
            Self.prepare(socket)
            clients.append(Client(socket: socket, greeting: greeting()))
        }
        for client in clients {
            for line in read(from: client) { send(answer(to: line, obey), to: client) }
            write(to: client)
            if client.isAtEnd, client.waiting.isEmpty { client.isGone = true }
        }
        forgetGone()
    }

    private func answer(to line: InputLines.Line, _ obey: (String) -> [UInt8]) -> [UInt8] {
        switch line {
        case .text(let text): obey(text)
        case .tooLong: ProgramLine.refusal(ProgramLine.tooLong)
        case .notUTF8: ProgramLine.refusal(ProgramLine.notUTF8)
        }
    }

    /// Takes the socket away.
    func end() {
        // First, so that nobody who sees the end finds it.
        unsafe unlink(path)
        for client in clients { close(client.socket) }
        clients = []
        close(listener)
    }

    private func forgetGone() {
        for client in clients where client.isGone { close(client.socket) }
        clients.removeAll { $0.isGone }
    }

    private func send(_ bytes: [UInt8], to client: Client) {
        guard client.waiting.count + bytes.count <= Self.waitingLimit else {
            client.isGone = true
            return
        }
        client.waiting += bytes
        write(to: client)
    }

    private func write(to client: Client) {
        while !client.waiting.isEmpty, !client.isGone {
            // The bytes live until the call returns.
            let put = unsafe Glibc.send(
                client.socket,
                client.waiting,
                client.waiting.count,
                CInt(MSG_NOSIGNAL)
            )
            if put < 0, errno == EINTR { continue }
            if put < 0, errno == EAGAIN { return }
            guard put > 0 else {
                client.isGone = true
                return
            }
            client.waiting.removeFirst(put)
        }
    }

    private func read(from client: Client) -> [InputLines.Line] {
        guard !client.isAtEnd else { return [] }
        var bytes = [UInt8](repeating: 0, count: Companion.readLimit)
        // The call fills at most as many bytes as there are.
        let got = unsafe Glibc.read(client.socket, &bytes, bytes.count)
        if got < 0, [EINTR, EAGAIN].contains(errno) { return [] }
        guard got >= 0 else {
            client.isGone = true
            return []
        }
        guard got > 0 else {
            client.isAtEnd = true
            return client.splitter.end().map { [$0] } ?? []
        }
        return client.splitter.take(bytes[..<got])
    }
}
