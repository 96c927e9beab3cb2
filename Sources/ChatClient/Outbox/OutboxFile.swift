package import ChatProtocol

/// The file that keeps unsent messages: lines are only ever added, and it is emptied when nothing
/// waits.
///
/// Whoever holds the lock beside it is its one writer. Every member blocks on the disk, for the few
/// milliseconds that a line of it takes.
package struct OutboxFile: ~Copyable {
    /// Bytes of a file that are read: what the queue's own bounds allow, escaped, and as much again
    /// of what was settled.
    ///
    /// Beyond it the file is written anew.
    static let byteLimit = 16 * 1024 * 1024

    private let path: String
    private let lock: PosixFile
    private var file: PosixFile
    private var size: Int
    /// What waited when the file was opened, oldest first.
    package internal(set) var found: [OutgoingMessage]

    private init(
        path: String,
        lock: consuming PosixFile,
        file: consuming PosixFile,
        size: Int,
        found: [OutgoingMessage]
    ) {
        self.path = path
        self.lock = lock
        self.file = file
        self.size = size
        self.found = found
    }

    /// Opens a file and takes its lock.
    ///
    /// - Parameter path: the file's; its lock lies beside it.
    /// - Returns: `nil` if another process has the lock.
    static func open(at path: String) throws(FileError) -> OutboxFile? {
        let lock = try PosixFile(path: path + ".lock", appends: false)
        guard lock.locked() else { return nil }
        let file = try PosixFile(path: path, appends: true)
        let size = try file.size()
        let found = OutboxRecord.waiting(in: try file.contents(upTo: byteLimit))
        return OutboxFile(path: path, lock: lock, file: file, size: size, found: found)
    }

    /// Adds a message.
    ///
    /// When this returns, it is on the disk.
    ///
    /// - Throws: what the system said; the message is then not kept.
    mutating func add(_ message: OutgoingMessage) throws(FileError) {
        let before = size
        do {
            try append(OutboxRecord(message).line)
            try file.synchronize()
        } catch {
            // Half a line would spoil the next one; a full disk lets a file be cut.
            try? file.truncate(to: before)
            size = before
            throw error
        }
    }

    /// Notes that a message is settled, so that it is not sent after a restart.
    ///
    /// Not synchronized: if the machine stops before the line is on the disk, the message is sent
    /// again under its key, and the server knows it.
    mutating func settle(_ key: String, leaving waiting: [OutgoingMessage]) throws(FileError) {
        if waiting.isEmpty {
            try empty()
        } else if size > Self.byteLimit / 2 {
            try rewrite(with: waiting)
        } else {
            try append(OutboxRecord(settled: key).line)
        }
    }

    /// Writes the file anew with just these messages; a crash leaves the old file or the new one.
    mutating func rewrite(with waiting: [OutgoingMessage]) throws(FileError) {
        let lines = waiting.flatMap { OutboxRecord($0).line }
        try PosixFile.replace(path, with: lines)
        file = try PosixFile(path: path, appends: true)
        size = lines.count
    }

    /// Removes everything.
    mutating func empty() throws(FileError) {
        try file.truncate(to: 0)
        size = 0
    }

    private mutating func append(_ bytes: [UInt8]) throws(FileError) {
        try file.write(bytes)
        size += bytes.count
    }
}
