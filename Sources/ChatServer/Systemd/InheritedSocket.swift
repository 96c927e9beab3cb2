import Glibc
import NIOCore

/// A socket that a service manager listens on already, and that this process takes over.
///
/// It stays open while the service is restarted: who connects meanwhile waits in its backlog.
package struct InheritedSocket: Hashable, Sendable {
    /// The first descriptor that is handed over.
    ///
    /// Source: sd_listen_fds(3), `SD_LISTEN_FDS_START`.
    static let first: CInt = 3

    let descriptor: CInt
    /// Where it listens.
    package let address: ListenAddress

    /// Takes a socket that was handed over.
    ///
    /// - Throws: why it cannot be served.
    init(_ descriptor: CInt) throws(Systemd.Refusal) {
        guard Self.option(SO_ACCEPTCONN, of: descriptor) == 1,
            Self.option(SO_TYPE, of: descriptor) == CInt(SOCK_STREAM.rawValue)
        else {
            throw Systemd.Refusal(
                description: "LISTEN_FDS: descriptor \(descriptor) is not a listening stream socket"
            )
        }
        guard let address = Self.address(of: descriptor) else {
            throw Systemd.Refusal(
                description: "LISTEN_FDS: descriptor \(descriptor) is neither TCP nor a Unix path"
            )
        }
        // A socket that stays in a child would keep the address for it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
        self.address = address
    }

    private static func option(_ name: CInt, of descriptor: CInt) -> CInt? {
        var value: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        // The call fills in the value, whose size it is told.
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &length)
        return result == 0 ? value : nil
    }

    private static func address(of descriptor: CInt) -> ListenAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // The storage has room for every kind of address, and its size is told.
        let result = unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getsockname(descriptor, address, &length)
            }
        }
        guard result == 0 else { return nil }
        switch CInt(storage.ss_family) {
        case AF_INET, AF_INET6: return tcp(storage)
        case AF_UNIX: return unix(storage, Int(length))
        default: return nil
        }
    }

    private static func tcp(_ storage: sockaddr_storage) -> ListenAddress? {
        // The family tells which of the two it is, and the storage is large enough for both.
        let address = unsafe withUnsafePointer(to: storage) { storage -> SocketAddress in
            if CInt(unsafe storage.pointee.ss_family) == AF_INET {
                return unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    unsafe SocketAddress($0.pointee)
                }
            }
            return unsafe storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                unsafe SocketAddress($0.pointee)
            }
        }
        guard let host = address.ipAddress, let port = address.port else { return nil }
        return .tcp(host: host, port: port)
    }

    /// A path; an abstract name and none at all are no address that a client could be told.
    private static func unix(_ storage: sockaddr_storage, _ length: Int) -> ListenAddress? {
        let bytes = unsafe withUnsafeBytes(of: storage) { storage in
            unsafe Array(storage.prefix(length).dropFirst(MemoryLayout<sa_family_t>.size))
        }
        let path = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return path.isEmpty ? nil : .unix(path: path)
    }
}
