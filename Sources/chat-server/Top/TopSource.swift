import ChatClient
import ChatProtocol
import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// Where `top` has its numbers from.
struct TopSource: Sendable {
    /// Between two tries to connect.
    static let pause = Duration.seconds(1)
    /// Bytes of a line; a server that sends a longer one is none of ours.
    private static let lineLimit = 65_536

    let link: ServerLink
    /// What the requests have beside; none where nobody in particular asks.
    let credentials: [(String, String)]
    let every: Int

    /// Asks once.
    ///
    /// Suspends until the answer is there.
    ///
    /// - Throws: ``CommandFailure``.
    func once() async throws -> TopFigures {
        var bytes: [UInt8] = []
        let path = "/stats?every=\(every)"
        try await link.ask(.GET, path, expecting: .json, headers: credentials) { piece in
            guard bytes.count < Self.lineLimit else { return }
            bytes += piece.readableBytesView
        }
        guard let figures = TopFigures.read(bytes) else { throw stranger }
        return figures
    }

    /// Follows the numbers over one connection.
    ///
    /// Suspends until it ends.
    ///
    /// - Parameter take: takes the numbers of each row.
    func followFigures(_ take: (TopFigures) throws -> Void) async -> CommandFailure {
        await followOnce(.ndjson) { row in
            guard !row.isEmpty else { return }
            if let figures = TopFigures.read(row) { return try take(figures) }
            // A row that is not of numbers, such as a sign of life, says what it is.
            guard let other = try? JSONDecoder().decode(OtherRow.self, from: Data(row)),
                other.type != "stats"
            else { throw stranger }
        }
    }

    /// Follows the rows, as lines for people, over one connection.
    ///
    /// Suspends until it ends.
    ///
    /// - Parameter take: takes each line, without its end.
    func followLines(_ take: ([UInt8]) throws -> Void) async -> CommandFailure {
        await followOnce(.text) { line in
            if line.isEmpty || line.starts(with: "#".utf8) { return }
            guard Self.beginsWithTime(line) else { throw stranger }
            try take(line)
        }
    }

    /// A row that is not of numbers.
    private struct OtherRow: Decodable {
        var type: String
    }

    /// Whether a line begins as those of numbers do: `07:40:00 `.
    private static func beginsWithTime(_ line: [UInt8]) -> Bool {
        let form = Array("00:00:00 ".utf8)
        guard line.count >= form.count else { return false }
        return zip(line, form).allSatisfy { byte, model in
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            return model == UInt8(ascii: "0") ? isDigit : byte == model
        }
    }

    private func followOnce(
        _ format: Format,
        _ take: ([UInt8]) throws -> Void
    ) async -> CommandFailure {
        var rest: [UInt8] = []
        do {
            let path = "/stats/stream?format=\(format)&every=\(every)"
            let expectation = RawCall.Expectation.rows(of: format)
            try await link.ask(.GET, path, expecting: expectation, headers: credentials) { piece in
                rest += piece.readableBytesView
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    try take(Array(rest[..<end]))
                    rest.removeSubrange(...end)
                }
                guard rest.count < Self.lineLimit else { throw stranger }
            }
            return CommandFailure(.temporary, "\(link.address) ended the stream")
        } catch let failure as CommandFailure {
            return failure
        } catch {
            return CommandFailure(.temporary, "\(link.address) broke off")
        }
    }

    private var stranger: CommandFailure {
        CommandFailure(.protocolFault, "\(link.address) does not tell numbers as burble does")
    }
}
