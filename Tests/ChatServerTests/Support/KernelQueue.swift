import Foundation

/// What the kernel keeps for the connections of a server.
enum KernelQueue {
    /// The most bytes that wait in the kernel to be taken by any one client.
    ///
    /// - Returns: bytes that were written and not yet acknowledged by the client's kernel.
    /// - Throws: where the system does not tell.
    static func largest(port: Int) throws -> Int {
        // A file without a length of its own is read to its end only by a handle.
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/net/tcp"))
        let table = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        let rows = table.split(separator: "\n").dropFirst().map { row in
            row.split(separator: " ", omittingEmptySubsequences: true)
        }
        let suffix = ":" + String(format: "%04X", port)
        // Source: proc_net_tcp of Linux: the second field is the local address, the fifth holds
        // what waits to be sent.
        return rows.filter { $0.count > 4 && $0[1].hasSuffix(suffix) }
            .compactMap { Int($0[4].prefix(8), radix: 16) }.max() ?? 0
    }
}
