#if Postgres
import ChatStore
import Foundation
import Synchronization

/// Stands before a PostgreSQL, and breaks the connection that writes the log after a number of
/// bytes, or lets nothing pass for a while.
final class CuttingProxy: Sendable {
    /// Which way the bytes go that are counted.
    enum Way: String, Sendable, CaseIterable {
        case toServer, toClient
    }

    private struct State {
        /// The connection that writes.
        var writer: Link?
        var cut: (way: Way, bytes: Int)?
        var cuts = 0
        /// Connections that are to be refused.
        var refusals = 0
    }

    /// Two ends that are joined.
    private final class Link: Sendable {
        let client: Int32
        let server: Int32
        private let users = Atomic<Int>(2)

        init(client: Int32, server: Int32) {
            (self.client, self.server) = (client, server)
        }

        func end() {
            for end in [client, server] { _ = shutdown(end, Int32(SHUT_RDWR)) }
        }

        /// Closes both when nobody uses them.
        func leave() {
            end()
            guard users.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
            for end in [client, server] { _ = Foundation.close(end) }
        }
    }

    private let folder: TemporaryFolder
    private let target: String
    private let listener: Int32
    /// Whoever passes something on has it for that long.
    private let pass = DispatchSemaphore(value: 1)
    private let isStanding = Mutex(false)
    private let state = Mutex(State())

    /// Begins to listen.
    ///
    /// - Parameter cluster: what it stands before.
    /// - Throws: when there is no socket.
    init(_ cluster: TestCluster) throws {
        folder = try TemporaryFolder()
        target = cluster.folder + "/.s.PGSQL.5432"
        listener = Self.socket()
        let isBound = unsafe Self.with(folder.path + "/.s.PGSQL.5432") { [listener] in
            unsafe bind(listener, $0, $1)
        }
        guard isBound == 0, Foundation.listen(listener, 64) == 0 else {
            throw POSIXError(.EADDRINUSE)
        }
        Thread.detachNewThread { [self] in accept() }
    }

    /// Ends all, and the cycle with its thread.
    func close() {
        goOn()
        _ = shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Lets nothing pass, and closes nothing: so it looks when PostgreSQL stands still.
    func stand() {
        isStanding.withLock { isStanding in
            guard !isStanding else { return }
            isStanding = true
            // Nobody has it for longer than a write of some kilobytes.
            pass.wait()
        }
    }

    /// Lets everything pass again.
    func goOn() {
        isStanding.withLock { isStanding in
            guard isStanding else { return }
            isStanding = false
            pass.signal()
        }
    }

    /// Where it listens.
    func address(schema: String) -> DatabaseAddress {
        let text =
            "postgres://burble@/postgres?host=\(folder.path)&options=-csearch_path%3D\(schema)"
        guard let address = DatabaseAddress(text) else { fatalError("\(text) is no address") }
        return address
    }

    /// Breaks the connection that writes, once, after some bytes from now on.
    func cut(after bytes: Int, _ way: Way) {
        state.withLock { $0.cut = (way, bytes) }
    }

    /// Breaks the connection that writes, and refuses those that come next.
    func refuse(_ count: Int) {
        state.withLock { state in
            state.refusals = count
            state.writer?.end()
            state.writer = nil
        }
    }

    /// Whether one that has come is to be refused.
    private func takeRefusal() -> Bool {
        state.withLock { state in
            defer { state.refusals = max(0, state.refusals - 1) }
            return state.refusals > 0
        }
    }

    /// How often it has broken one.
    var cuts: Int { state.withLock(\.cuts) }

    // MARK: - Sockets

    private static func socket() -> Int32 {
        #if canImport(Glibc)
        Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        Foundation.socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
    }

    private static func with(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The path ends within the field, which was zero.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
            unsafe field.copyBytes(from: path.utf8.prefix(field.count - 1))
        }
        return unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe body(pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private func accept() {
        while true {
            let client = Foundation.accept(listener, nil, nil)
            guard client >= 0 else { break }
            guard !takeRefusal() else {
                _ = Foundation.close(client)
                continue
            }
            let server = Self.socket()
            guard unsafe Self.with(target, { unsafe connect(server, $0, $1) }) == 0 else {
                _ = Foundation.close(client)
                _ = Foundation.close(server)
                continue
            }
            let link = Link(client: client, server: server)
            for way in Way.allCases {
                Thread.detachNewThread { [self] in
                    pump(link, way)
                    link.leave()
                }
            }
        }
        _ = Foundation.close(listener)
    }

    private func pump(_ link: Link, _ way: Way) {
        let (source, target) =
            way == .toServer ? (link.client, link.server) : (link.server, link.client)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(source, &bytes, bytes.count)
            guard count > 0 else { return }
            let passing = passing(bytes[..<count], link, way)
            pass.wait()
            // Who has gone meanwhile must not end the tests by a signal.
            let written = unsafe send(target, bytes, passing, Int32(MSG_NOSIGNAL))
            pass.signal()
            guard written == passing, passing == count else { return }
        }
    }

    /// How many bytes pass; fewer than there are when the link is to be broken.
    private func passing(_ bytes: ArraySlice<UInt8>, _ link: Link, _ way: Way) -> Int {
        state.withLock { state in
            // Only a connection that writes tells the number of its server.
            if way == .toServer, bytes.firstRange(of: Array("burble.node".utf8)) != nil {
                state.writer = link
            }
            guard state.writer === link, let cut = state.cut, cut.way == way else {
                return bytes.count
            }
            guard cut.bytes < bytes.count else {
                state.cut = (way, cut.bytes - bytes.count)
                return bytes.count
            }
            state.cut = nil
            state.cuts += 1
            return cut.bytes
        }
    }
}
#endif
