import ChatProtocol
import NIOHTTP1
import Testing

/// Reads a stream's events from a connection, in any format that tells `seq`.
final class EventReader {
    private let connection: TestConnection
    private var decoder: EventDecoder
    private var waiting: ArraySlice<Event> = []

    /// Asks for a stream and reads its head.
    static func open(
        _ connection: TestConnection,
        _ path: String,
        as name: String? = nil,
        format: Format,
        headers: [(String, String)] = []
    ) async throws -> EventReader {
        let mark = path.contains("?") ? "&" : "?"
        try await connection.send(
            .GET,
            path + mark + "format=\(format.rawValue)",
            as: name,
            headers: headers
        )
        let head = try await connection.head()
        try #require(head.status == .ok)
        return EventReader(connection, try #require(EventDecoder(format: format)))
    }

    private init(_ connection: TestConnection, _ decoder: EventDecoder) {
        self.connection = connection
        self.decoder = decoder
    }

    /// The next event; `nil` at the proper end of the stream.
    func next() async throws -> Event? {
        while true {
            if let event = waiting.popFirst() { return event }
            guard let piece = try await connection.piece() else { return nil }
            waiting = try decoder.decode(piece)[...]
        }
    }

    /// The next event of the log.
    func nextDurable() async throws -> DurableEvent {
        while let event = try await next() {
            if case .durable(let durable) = event { return durable }
        }
        throw TestConnection.Ended()
    }

    /// Reads until an event that is wanted.
    func first(_ isWanted: (Event) -> Bool) async throws -> Event {
        while let event = try await next() {
            if isWanted(event) { return event }
        }
        throw TestConnection.Ended()
    }
}
