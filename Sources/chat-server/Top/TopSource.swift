import ChatServer
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
    /// - Returns: the numbers.
    /// - Throws: ``CommandFailure``.
    func once() async throws -> TopFigures {
        var bytes: [UInt8] = []
        try await link.ask(.GET, "/stats?every=\(every)", headers: credentials) { piece in
            guard bytes.count < Self.lineLimit else { return }
            bytes += piece.readableBytesView
        }
        guard let figures = TopFigures.read(bytes) else { throw stranger }
        return figures
    }

    /// Follows over one connection.
    ///
    /// Suspends until it ends.
    ///
    /// - Parameters:
    ///   - format: `text` or `ndjson`.
    ///   - take: takes each line, without its end.
    /// - Returns: why it ended.
    func followOnce(
        format: String,
        _ take: ([UInt8]) throws -> Void
    ) async -> CommandFailure {
        var rest: [UInt8] = []
        do {
            let path = "/stats/stream?format=\(format)&every=\(every)"
            try await link.ask(.GET, path, headers: credentials) { piece in
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
