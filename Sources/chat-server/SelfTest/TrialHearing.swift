import ChatProtocol
import ChatServer
import NIOCore

/// What a reader has heard, and where it goes on.
///
/// Events in NDJSON and SSE bring their cursor. A line of text or CSV brings none: its reader looks
/// the place up in the log, by the number of the last event, or by how many messages it heard.
struct TrialHearing {
    /// Where the reader is in a room.
    private struct Place {
        /// An event that was heard.
        var seq: Int64 = 0
        /// Messages that were heard after it.
        var messages = 0
    }

    let name: String
    let rooms: [String]
    let format: Format
    let record: TrialRecord

    /// Where the next connection begins; `nil` for the beginning.
    private(set) var cursor: Cursor?
    private var places: [String: Place] = [:]
    /// The room of the last event, until its cursor is known.
    private var last: String?
    private var events: EventDecoder?
    private var lines: TextDecoder?

    /// Whether anything was heard.
    var isBegun: Bool { cursor != nil || last != nil }

    /// Begins with nothing heard.
    ///
    /// - Parameter record: where it is written down.
    init(name: String, rooms: [String], format: Format, record: TrialRecord) {
        self.name = name
        self.rooms = rooms
        self.format = format
        self.record = record
    }

    /// Begins a connection.
    mutating func begin() {
        events = EventDecoder(format: format)
        lines = format == .text ? TextDecoder() : nil
    }

    /// Takes bytes of a stream.
    ///
    /// - Returns: how many events they completed.
    /// - Throws: why it is no stream.
    mutating func take(_ bytes: ByteBufferView) throws -> Int {
        if let told = try lines?.decode(bytes) {
            told.forEach { take($0) }
            return told.count
        }
        let told = try events?.decode(bytes) ?? []
        told.forEach { take($0) }
        return told.count
    }

    private mutating func take(_ event: Event) {
        guard case .durable(let durable) = event, let entry = TestHistory.Entry(event) else {
            return
        }
        if let place = durable.cursor {
            cursor = place
        } else {
            places[entry.room] = Place(seq: entry.seq)
            last = entry.room
        }
        record.hear(entry, by: name)
    }

    private mutating func take(_ line: TextLine) {
        guard case .message(_, let named, let user, let text) = line,
            let room = named?.description ?? rooms.first
        else { return }
        places[room, default: Place()].messages += 1
        last = room
        record.hear(TestHistory.Line(user: user, text), in: room, by: name)
    }

    /// Looks up the cursor of what was heard last, where the format does not bring it.
    ///
    /// Suspends to ask the server.
    ///
    /// - Throws: ``CommandFailure`` when it does not answer, or with something else.
    mutating func find(_ link: TrialLink) async throws {
        guard let room = last, let place = places[room] else { return }
        let isText = format == .text
        let after = isText ? place.seq : place.seq - 1
        // A limit counts all rows that are asked for. Of text only messages are counted, so only
        // they may be asked for.
        let limit = isText ? place.messages : 1
        let query = "&after=\(after)&limit=\(limit)" + (isText ? "&types=message" : "")
        let found = try await link.events(of: room, as: .ndjson, query)
        guard found.count >= limit, case .durable(let event)? = isText ? found.last : found.first,
            isText || event.seq == place.seq
        else {
            throw CommandFailure(.protocolFault, "\(name): what was heard is not in the log")
        }
        cursor = event.cursor
        places[room] = Place(seq: event.seq)
        last = nil
    }
}
