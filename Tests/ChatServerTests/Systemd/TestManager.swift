import Foundation
import Glibc

/// The socket of a service manager, in a folder of its own or abstract.
final class TestManager: Sendable {
    /// As the environment has it.
    let name: String
    private let descriptor: CInt

    init(isAbstract: Bool = false) throws {
        let id = UUID().uuidString
        name = isAbstract ? "@burble-\(id)" : NSTemporaryDirectory() + "burble-\(id)"
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if isAbstract { bytes[0] = 0 }
        // A path of the system's temporary folder is shorter than the field.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        // The address outlives the call, and its length is told.
        let result = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length)
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRINUSE) }
    }

    deinit {
        close(descriptor)
        unsafe unlink(name)
    }

    /// Waits for the next datagram.
    func next() -> String { receive(0) ?? "" }

    /// Takes a datagram if there is one.
    func waiting() -> String? { receive(CInt(MSG_DONTWAIT)) }

    private func receive(_ flags: CInt) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        // The buffer outlives the call and its own count bounds it.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress, bytes.count, flags)
        }
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
