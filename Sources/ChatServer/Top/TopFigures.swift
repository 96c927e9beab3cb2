#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The numbers that `chat-server top` reads: a row of `/stats/stream`.
package struct TopFigures: Decodable, Hashable, Sendable {
    /// A room and the messages of its last minute.
    struct Room: Decodable, Hashable {
        var room: String
        var messagesPerMinute: Int
    }

    /// Bytes of the log, and bytes free on its disk.
    struct Disk: Decodable, Hashable {
        var data: Int
        var free: Int
    }

    var at: String
    var uptime: Int
    var streams, behind, lag, rooms, members: Int
    var messagesPerSecond, deliveriesPerSecond: Double
    var commitMilliseconds, postMilliseconds, loopDelayMilliseconds: Double
    var waiting, memory, descriptors: Int
    var processor: Double
    var disk: Disk
    var busiest: [Room]

    /// Reads a row.
    ///
    /// - Parameter row: a line of the stream, from any server.
    /// - Returns: `nil` for a row that is none of numbers, such as `bye`.
    package static func read(_ row: some Sequence<UInt8>) -> TopFigures? {
        // A row of another type, or of a server that tells less, is passed over.
        try? JSONDecoder().decode(TopFigures.self, from: Data(row))
    }
}
