package import ChatProtocol
import FoundationEssentials

/// The files of one member's state for one server, which all clients of that member share.
package struct KeptFiles: Sendable {
    package let folder: StateFolder
    private let stem: String

    /// Names them; nothing is opened yet.
    package init(in folder: StateFolder, for server: ServerAddress, as speaker: MemberName) {
        self.folder = folder
        stem = StateFolder.stem(for: server, as: speaker)
    }

    /// The rooms that the member was in when the client was left: a line a room, in order.
    package var rooms: StateFile<[RoomName]> {
        file("rooms", upTo: 64 * 1024) { bytes in
            // What is no name was not written by this client.
            Self.lines(bytes).compactMap { try? RoomName($0) }
        } write: { rooms in
            Array(rooms.map { "\($0)\n" }.joined().utf8)
        }
    }

    /// What the member has muted, ignored and looks out for: a line an entry, without line breaks.
    package var preferences: StateFile<[String]> {
        file("preferences", upTo: 256 * 1024) { bytes in
            Self.lines(bytes).map(String.init)
        } write: { lines in
            Array(lines.map { $0 + "\n" }.joined().utf8)
        }
    }

    /// What the member has typed and not sent, by room, which clients of any age read.
    package var drafts: StateFile<[RoomName: String]> { texts("drafts") }

    /// What becomes of the drafts, where they are no messages of their own.
    package var purposes: StateFile<[RoomName: String]> { texts("purposes") }

    /// What the member has sent, by room, the oldest line first; of too much the oldest lines are
    /// left out.
    package var history: StateFile<[RoomName: [String]]> {
        let limit = 1024 * 1024
        return file("history", upTo: limit) {
            Self.byRoom($0)
        } write: { history in
            var lines = history
            var bytes = Self.json(lines)
            while bytes.count > limit, !lines.isEmpty {
                lines = lines.mapValues { Array($0.suffix($0.count / 2)) }.filter {
                    !$0.value.isEmpty
                }
                bytes = Self.json(lines)
            }
            return bytes
        }
    }

    private func texts(_ kind: String) -> StateFile<[RoomName: String]> {
        file(kind, upTo: 1024 * 1024) {
            Self.byRoom($0)
        } write: {
            Self.json($0)
        }
    }

    private func file<Content>(
        _ kind: String,
        upTo limit: Int,
        read: @escaping @Sendable ([UInt8]) -> Content,
        write: @escaping @Sendable (Content) -> [UInt8]
    ) -> StateFile<Content> {
        let name = "\(kind)-\(stem)"
        return StateFile(folder: folder, name: name, byteLimit: limit, read: read, write: write)
    }
}

// MARK: - What stands in them

extension KeptFiles {
    private static func lines(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    private static func byRoom<Value: Decodable>(_ bytes: [UInt8]) -> [RoomName: Value] {
        // What cannot be read is lost; that is no reason not to start.
        let named = (try? JSONDecoder().decode([String: Value].self, from: Data(bytes))) ?? [:]
        var byRoom: [RoomName: Value] = [:]
        for (name, value) in named {
            // A name that is none is left out like any other damage.
            if let room = try? RoomName(name) { byRoom[room] = value }
        }
        return byRoom
    }

    private static func json(_ byRoom: [RoomName: some Encodable]) -> [UInt8] {
        let named = Dictionary(uniqueKeysWithValues: byRoom.map { ($0.key.description, $0.value) })
        // Strings alone are encoded, which cannot fail.
        return (try? JSONEncoder().encode(named)).map(Array.init) ?? []
    }
}
