import ArgumentParser
import ChatProtocol
import Foundation
import NIOCore
import NIOHTTP1

/// `chat-server export`: writes a room's log into a file or to standard output.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export a room's log in a form that import reads.",
        discussion: """
            The file appears when it is complete. Until then it is FILE.part; repeating the \
            command starts over.
            Exit codes: 0 done, 64 usage, 66 no such room, 69 no server, 73 or 74 the file \
            cannot be written, 75 repeat it.
            """
    )

    @Argument(help: "The file; - is standard output.")
    var file = "-"

    @OptionGroup var place: TransferOptions

    /// It reads the options that are not of a subcommand, `--tls-certificate` too.
    @ParentCommand var parent: ChatServerCommand

    @Option(help: ArgumentHelp("csv, ndjson or text.", valueName: "format"))
    var format = "csv"

    @Flag(help: "The messages as they are now, instead of every event.")
    var messages = false

    mutating func run() async throws {
        await Subcommand.run {
            guard ["csv", "ndjson", "text"].contains(format) else {
                throw CommandFailure(.usage, "--format is csv, ndjson or text")
            }
            let link = try place.link(parent.options)
            var target = try TransferTarget(file)
            var shown = ProgressLine()
            var bytes = 0
            let view = messages ? "messages" : "events"
            do {
                try await link.ask(.GET, place.path("/\(view)?format=\(format)"), headers: []) {
                    try target.write($0)
                    bytes += $0.readableBytes
                    shown.show(bytes: bytes, of: nil)
                }
                shown.clear()
                try target.finish()
            } catch {
                shown.clear()
                target.giveUp()
                throw error
            }
        }
    }
}

/// A file that appears when it is whole, or standard output.
struct TransferTarget {
    private let path: String?
    private let descriptor: Int32
    /// Bytes of a line that has not ended yet, where what is written has to be safe to show.
    private var unshown: [UInt8]?

    /// Opens it.
    ///
    /// - Parameter path: of a file, which is replaced; `-` is standard output.
    /// - Throws: ``CommandFailure`` when it cannot be made.
    init(_ path: String) throws(CommandFailure) {
        self.path = path == "-" ? nil : path
        unshown = path == "-" && isatty(STDOUT_FILENO) == 1 ? [] : nil
        guard path != "-" else {
            descriptor = STDOUT_FILENO
            return
        }
        // What lies there, of a crash or of another one's making, is neither written nor followed.
        unsafe unlink(path + ".part")
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        descriptor = unsafe open(path + ".part", flags, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.cannotCreate, "cannot write \(path).part")
        }
    }

    /// Writes a piece.
    ///
    /// Blocks while a pipe is full.
    ///
    /// - Parameter piece: the next.
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
        var rest = bytes[...]
        while !rest.isEmpty {
            // The call reads as many bytes as there are, and keeps none of them.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Foundation.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw CommandFailure(.inputOutput, "the output broke off") }
            rest = rest.dropFirst(count)
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
        guard fsync(descriptor) == 0, unsafe rename(path + ".part", path) == 0 else {
            throw CommandFailure(.inputOutput, "cannot keep \(path)")
        }
    }

    /// Takes away what there is of it.
    func giveUp() {
        guard let path else { return }
        close(descriptor)
        unsafe unlink(path + ".part")
    }
}
