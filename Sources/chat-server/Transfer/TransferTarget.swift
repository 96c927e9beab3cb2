import CDispatch
import ChatProtocol
import Foundation
import NIOCore
import Spawning

#if os(Linux)
// Of the modules that hold `stat` the compiler takes the one that was loaded first.
import CNIOLinux
#endif

/// What an export is written to: a file that appears when it is whole, or what takes it piece by
/// piece.
struct TransferTarget {
    private let path: String?
    private let descriptor: Int32
    /// Bytes of a line that has not ended yet, where what is written has to be safe to show.
    private var unshown: [UInt8]?

    /// Opens it.
    ///
    /// Blocks until a pipe has a reader.
    ///
    /// - Parameter path: of a file, which is replaced, as a link is; what is neither is written to
    ///   as it is; `-` is standard output.
    /// - Throws: ``CommandFailure`` when it cannot be made.
    init(_ path: String) throws(CommandFailure) {
        let place = try Self.place(of: path)
        self.path = place == .file ? path : nil
        descriptor = try Self.opened(path, place)
        unshown = place != .file && isatty(descriptor) == 1 ? [] : nil
    }

    /// What lies at a path.
    private enum Place: Hashable {
        /// A file, or nothing.
        case file
        /// What one of the process's standard descriptors is open on.
        case output(Int32)
        /// A pipe or a device: nothing can take its place.
        case stream
    }

    private static func place(of path: String) throws(CommandFailure) -> Place {
        guard path != "-" else { return .output(STDOUT_FILENO) }
        var there = stat()
        // Fills one `stat` at an address that lives until the call returns.
        guard unsafe stat(path, &there) == 0 else { return .file }
        // `/dev/stdout` is a link, which must not be replaced.
        if let descriptor = StandardDescriptors.descriptor(at: path) { return .output(descriptor) }
        switch there.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: throw CommandFailure(.cannotCreate, "cannot write \(path): it is a folder")
        default: return .stream
        }
    }

    private static func opened(_ path: String, _ place: Place) throws(CommandFailure) -> Int32 {
        if case .output(let descriptor) = place { return descriptor }
        var (path, flags) = (path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        if place == .file {
            path += ".part"
            // What lies there, of a crash or of another one's making, is neither written nor
            // followed.
            unsafe unlink(path)
            flags |= O_CREAT | O_EXCL | O_NOFOLLOW
        }
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else {
            // The text is a constant of the C library, copied at once.
            let words = unsafe String(cString: strerror(errno))
            throw CommandFailure(.cannotCreate, "cannot write \(path): \(words)")
        }
        return descriptor
    }

    /// Writes a piece.
    ///
    /// Blocks while a pipe is full.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be written.
    mutating func write(_ piece: ByteBuffer) throws {
        guard let unshown else { return try write(Array(piece.readableBytesView)) }
        // A server of ours sends nothing that a terminal obeys; another one might.
        let bytes = unshown + piece.readableBytesView
        let end = bytes.count > Limits.lineBytes ? bytes.count : bytes.lastIndex(of: 0x0a) ?? 0
        self.unshown = Array(bytes[end...])
        try write(Array(SafeText(String(decoding: bytes[..<end], as: UTF8.self)).description.utf8))
    }

    private func write(_ bytes: [UInt8]) throws {
        // Also where nobody reads on: what is there is no whole export.
        if let fault = WholeOutput.write(bytes, to: descriptor).fault {
            throw CommandFailure(.inputOutput, fault)
        }
    }

    /// Lets the file appear.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be kept.
    mutating func finish() throws {
        if let unshown {
            let text = SafeText(String(decoding: unshown, as: UTF8.self)).description
            try write(Array(text.utf8))
        }
        guard let path else { return }
        defer { close(descriptor) }
        // The paths live until the call returns.
        guard fsync(descriptor) == 0, unsafe rename(path + ".part", path) == 0 else {
            // The text is a constant of the C library, copied at once.
            let words = unsafe String(cString: strerror(errno))
            throw CommandFailure(.inputOutput, "cannot keep \(path): \(words)")
        }
    }

    /// Takes away what there is of it.
    func giveUp() {
        guard let path else { return }
        close(descriptor)
        unsafe unlink(path + ".part")
    }
}
