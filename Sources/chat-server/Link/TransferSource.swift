import CDispatch
import Foundation
import NIOCore
import NIOPosix
import Spawning

#if os(Linux)
// Of the modules that hold `stat` the compiler takes the one that was loaded first.
import CNIOLinux
#endif

/// A file, or standard input, that is sent piece by piece.
struct TransferSource: Sendable {
    private static let pieceBytes = 64 * 1024

    /// Bytes of it; `nil` for what is no plain file.
    let size: Int?
    private let descriptor: Int32

    /// Opens it.
    ///
    /// - Parameter path: of a file; `-` is standard input.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    init(_ path: String) throws(CommandFailure) {
        let isInput = path == "-"
        // What stands in for a closed one can be opened, and not read.
        guard !isInput || !StandardDescriptors.isInputClosed else {
            throw CommandFailure(.noInput, "there is no standard input")
        }
        let name = isInput ? "standard input" : path
        descriptor = isInput ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        var facts = stat()
        guard descriptor >= 0, unsafe fstat(descriptor, &facts) == 0 else {
            // The text is a constant of the C library, copied at once.
            let words = unsafe String(cString: strerror(errno))
            throw CommandFailure(.noInput, "cannot read \(name): \(words)")
        }
        guard facts.st_mode & S_IFMT != S_IFDIR else {
            throw CommandFailure(.noInput, "cannot read \(name): it is a folder")
        }
        size = facts.st_mode & S_IFMT == S_IFREG && !isInput ? Int(facts.st_size) : nil
    }

    /// Reads the next piece, on a thread that may block.
    ///
    /// Suspends until there is one.
    ///
    /// - Returns: `nil` at the end.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    func next() async throws -> ByteBuffer? {
        let descriptor = descriptor
        return try await NIOThreadPool.singleton.runIfActive {
            var bytes = [UInt8](repeating: 0, count: Self.pieceBytes)
            while true {
                // The array outlives the call, and its own count bounds it.
                let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe read(descriptor, buffer.baseAddress, buffer.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw CommandFailure(.noInput, "the input broke off") }
                return count == 0 ? nil : ByteBuffer(bytes: bytes[..<count])
            }
        }
    }
}
