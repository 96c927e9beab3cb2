import ChatProtocol
import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// Someone who reads: a stream that is cut and stalled at random, and resumed where it was.
struct TrialReader: Sendable {
    private static let pause = Duration.milliseconds(20)
    /// Events after which a connection is cut, and one in so many pieces is not taken for a while.
    private static let life = 1...2000
    private static let stallOdds = 200
    private static let stall = Duration.milliseconds(300)

    /// The reader has had enough of a connection.
    private struct Cut: Error {}

    let name: String
    let number: Int
    let link: TrialLink
    let rooms: [String]
    let format: Format
    let record: TrialRecord

    /// Reads until it is cancelled.
    ///
    /// Suspends for as long.
    ///
    /// - Throws: when what it is sent is no stream.
    func run(seed: UInt64) async throws {
        var generator = TrialRandom(seed: seed, stream: 1000 + UInt64(number))
        var hearing = TrialHearing(name: name, rooms: rooms, format: format, record: record)
        while !Task.isCancelled {
            record.count { $0.connections += 1 }
            let life = Int.random(in: Self.life, using: &generator)
            do {
                try await connection(&hearing, life: life, using: &generator)
            } catch let failure as DecodingFailure {
                throw CommandFailure(.protocolFault, "reader \(name): \(failure)")
            } catch let failure as CommandFailure where failure.exit == .protocolFault {
                throw failure
            } catch {
                // Cut, by whomever.
            }
            // Cancelled, it ends at once, and so does the loop.
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func connection(
        _ hearing: inout TrialHearing,
        life: Int,
        using generator: inout TrialRandom
    ) async throws {
        try await hearing.find(link)
        let isFirst = hearing.cursor == nil
        let since = hearing.cursor.map { "\($0)" } ?? "all"
        let types = format == .text ? "&types=message" : ""
        let path =
            "/stream?rooms=\(rooms.joined(separator: ","))&since=\(since)"
            + "&format=\(format)&heartbeat=5" + types
        var left = life
        var (heard, numbers) = (hearing, generator)
        defer { (hearing, generator) = (heard, numbers) }
        heard.begin()
        try await link.link.ask(.GET, path, headers: []) { piece in
            if !isFirst { record.resume(name) }
            left -= try heard.take(piece.readableBytesView)
            // Each is cut once at the least, so that it is known how it goes on.
            guard left > 0, !isFirst || !heard.isBegun else { throw Cut() }
            if Int.random(in: 1...Self.stallOdds, using: &numbers) == 1 {
                try await Task.sleep(for: Self.stall)
            }
        }
    }
}
