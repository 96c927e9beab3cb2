import Glibc

/// The arguments of the process.
package enum CommandLineArguments {
    /// Bytes of them that are read; Linux allows no more at its usual stack.
    private static let byteLimit = 4 * 1024 * 1024

    /// What the process was told, without its own name.
    ///
    /// The runtime looks for them beside the environment, and finds none where a preloaded library
    /// has moved that: not even the program's name. The system still has them. Where a dynamic
    /// loader was named, that has its own arguments before them, and the runtime does not.
    package static var all: [String] {
        told(byRuntime: CommandLine.arguments, bySystem: ofSystem)
    }

    /// Chooses between the two.
    ///
    /// - Parameter kept: without the first of them.
    /// - Returns: without the program's name.
    static func told(byRuntime whole: [String], bySystem kept: [String]) -> [String] {
        whole.isEmpty ? kept : Array(whole.dropFirst())
    }

    /// As the kernel has them; none where it does not tell.
    static var ofSystem: [String] {
        // The path is a constant of the C library's form.
        let descriptor = unsafe open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count < byteLimit {
            // The call fills at most as many bytes as there are.
            let got = unsafe read(descriptor, &chunk, chunk.count)
            guard got > 0 else { break }
            bytes += chunk[..<got]
        }
        return parts(of: bytes)
    }

    /// Each argument ends with a zero.
    ///
    /// - Parameter bytes: as the kernel gives them.
    /// - Returns: without the first one, which is the program's.
    static func parts(of bytes: [UInt8]) -> [String] {
        let whole = bytes.last == 0 ? bytes.dropLast() : bytes[...]
        return whole.split(separator: 0, omittingEmptySubsequences: false).dropFirst().map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
