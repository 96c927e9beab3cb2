import ChatProtocol

/// The messages of an outbox and the file that keeps them, in step.
struct OutboxQueue: ~Copyable {
    /// Messages that wait at most; a further one is refused.
    static let messageLimit = 1000
    /// Bytes of text that wait at most; a message beyond is refused.
    static let byteLimit = 4 * 1024 * 1024

    /// Oldest first.
    private(set) var waiting: [OutgoingMessage] = []
    private var bytes = 0
    private var file: OutboxFile?

    /// Makes a queue of what a file holds.
    ///
    /// - Parameter file: keeps the messages; `nil` keeps them in memory alone.
    init(file: consuming OutboxFile?) {
        waiting = file?.found ?? []
        bytes = waiting.reduce(0) { $0 + $1.text.utf8.count }
        self.file = file
    }

    /// Adds a message at the end.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter message: what is to be sent.
    /// - Throws: why it was not taken; nothing has then changed.
    mutating func add(_ message: OutgoingMessage) throws(OutboxRefusal) {
        guard waiting.count < Self.messageLimit else { throw .tooMany(limit: Self.messageLimit) }
        let size = message.text.utf8.count
        guard bytes + size <= Self.byteLimit else { throw .tooLarge(limit: Self.byteLimit) }
        do throws(FileError) {
            try file?.add(message)
        } catch {
            throw .notKept(error)
        }
        waiting.append(message)
        bytes += size
    }

    /// Whether a file keeps the messages.
    var hasFile: Bool { file != nil }

    /// Adds messages that were taken before, whatever the bounds; what cannot be kept on the disk
    /// waits in memory.
    ///
    /// - Returns: the keys of those that are on the disk now.
    mutating func adopt(_ messages: [OutgoingMessage]) -> [String] {
        var kept: [String] = []
        for message in messages where !waiting.contains(where: { $0.key == message.key }) {
            waiting.append(message)
            bytes += message.text.utf8.count
            // What is not kept stays in the file in which it was.
            guard hasFile, (try? file?.add(message)) != nil else { continue }
            kept.append(message.key)
        }
        return kept
    }

    /// Takes a message out that is settled.
    ///
    /// - Parameter key: the message's; nothing happens if it does not wait here.
    /// - Throws: what the system said; the message is out all the same, and may be sent again
    ///   after a restart.
    mutating func settle(_ key: String) throws(FileError) {
        guard let place = waiting.firstIndex(where: { $0.key == key }) else { return }
        let message = waiting.remove(at: place)
        bytes -= message.text.utf8.count
        try file?.settle(key, leaving: waiting)
    }
}
