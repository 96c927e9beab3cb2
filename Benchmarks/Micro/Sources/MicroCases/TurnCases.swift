import ChatProtocol
import ChatStore
import Logging
import NIOCore
import NIOEmbedded
import StreamingHTTP

@testable import ChatServer

/// A commit on its way through a shard to its streams, without the sockets.
///
/// Counted by the turn of a stream, which is given all events of the commit at once.
enum TurnCases {
    /// The cases.
    ///
    /// - Returns: one room with many streams, many rooms with few, and many events at once.
    static func all() -> [MicroCase] {
        [
            turn("room turn", rooms: 1, streams: 1000, events: 1),
            turn("room turn of 64 events", rooms: 1, streams: 1000, events: 64),
            turn("shard turn", rooms: 100, streams: 10, events: 1),
            turn("shard turn of 64 events", rooms: 100, streams: 10, events: 64),
        ]
    }

    private static func turn(
        _ name: String,
        rooms: Int,
        streams: Int,
        events: Int
    ) -> MicroCase {
        MicroCase(name) { count in
            try TemporaryStore.with { store in
                let scene = try TurnScene(store, rooms: rooms, streams: streams)
                let perCommit = rooms * streams
                var done = 0
                while done < count {
                    try scene.commit(eventsOfEachRoom: events)
                    done += perCommit
                }
                return scene.byteCount
            }
        }
    }
}
