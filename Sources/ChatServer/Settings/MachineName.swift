import Glibc

/// What the system calls this machine.
enum MachineName {
    /// Bytes of a name at the most.
    ///
    /// Source: gethostname(2), HOST_NAME_MAX.
    private static let limit = 64

    /// The name; `server` where the system tells none.
    static var own: String {
        var bytes = [CChar](repeating: 0, count: limit + 1)
        // The array outlives the call, which writes at most so many bytes; the last stays zero.
        guard unsafe gethostname(&bytes, limit) == 0 else { return "server" }
        let name = String(
            decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        return name.isEmpty ? "server" : name
    }
}
