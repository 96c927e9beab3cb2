package import ChatProtocol
import Glibc

/// The outbox files of one server and one member: a client has one of its own, and takes over what
/// clients that are gone have left.
package struct OutboxFolder: Hashable, Sendable {
    /// Clients of one server and one name at the same time that keep their messages; further ones
    /// keep theirs in memory alone.
    static let clientLimit = 16

    private static let start = "outbox-"

    private let folder: StateFolder
    private let server: ServerAddress
    private let speaker: MemberName?
    private let stem: String

    /// Names the files; nothing is made yet.
    ///
    /// - Parameter server: whom the messages are for.
    package init(in folder: StateFolder, for server: ServerAddress, as speaker: MemberName?) {
        self.folder = folder
        self.server = server
        self.speaker = speaker
        stem = Self.start + StateFolder.stem(for: server, as: speaker)
    }

    /// Opens a file that no other client has, with what it and the files of clients that are gone
    /// still hold, oldest first: also what the same member said who had begun as somebody else.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: `nil` if ``clientLimit`` clients run already.
    package func claim() throws(FileError) -> OutboxFile? {
        try folder.make()
        for number in 1...Self.clientLimit {
            guard var own = try OutboxFile.open(at: path(number)) else { continue }
            try takeOver(into: &own, from: number)
            return own
        }
        return nil
    }

    /// Moves what the files of clients that are gone still hold: first into ours, then out of
    /// theirs, so that a crash between the two doubles a message in the files alone, never on the
    /// server, which knows its key.
    private func takeOver(into own: inout OutboxFile, from number: Int) throws(FileError) {
        var waiting = own.found
        for other in 1...Self.clientLimit where other != number && isThere(other) {
            try move(from: path(other), into: &own, &waiting) { _ in true }
        }
        if let speaker {
            for name in othersFiles {
                try move(from: folder.file(name), into: &own, &waiting) { message in
                    message.speaker?.folded == speaker.folded
                }
            }
        }
        own.found = waiting.inOrder
        try own.rewrite(with: own.found)
    }

    /// Moves some of what a file holds that no client has open.
    private func move(
        from path: String,
        into own: inout OutboxFile,
        _ waiting: inout [OutgoingMessage],
        where isMoved: (OutgoingMessage) -> Bool
    ) throws(FileError) {
        // A file that cannot be opened is left alone: its messages are still in it.
        guard var left = try? OutboxFile.open(at: path) else { return }
        let found = left.found
        let moved = found.filter(isMoved)
        guard !moved.isEmpty else { return }
        waiting += moved
        try own.rewrite(with: waiting.inOrder)
        if moved.count == found.count {
            try left.empty()
        } else {
            try left.rewrite(with: found.filter { !isMoved($0) })
        }
    }

    /// The names of the files that other members have for the same server.
    private var othersFiles: [String] {
        folder.names(beginning: Self.start).filter { name in
            let parts = name.split(separator: ".")
            guard parts.count == 2, let number = Int(parts[1]), 1...Self.clientLimit ~= number,
                parts[0] != stem
            else { return false }
            return StateFolder.isStem(parts[0].dropFirst(Self.start.count), of: server)
        }
    }

    private func isThere(_ number: Int) -> Bool {
        // The path is copied by the call.
        unsafe access(path(number), F_OK) == 0
    }

    private func path(_ number: Int) -> String {
        folder.file("\(stem).\(number)")
    }
}

extension [OutgoingMessage] {
    /// By the time they were typed, each key once.
    fileprivate var inOrder: [OutgoingMessage] {
        var keys: Set<String> = []
        return filter { keys.insert($0.key).inserted }.sorted { $0.at < $1.at }
    }
}
