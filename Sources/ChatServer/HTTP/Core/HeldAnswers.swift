import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP
import Synchronization

/// The whole answers that wait for their clients: their bytes are bounded, in all and of one
/// address, since who takes nothing of a large answer still has it made.
///
/// Rows, streams and files hold a part at a time, and are not counted here.
final class HeldAnswers: Sendable {
    /// Bytes up to which an answer is not counted: what a connection may hold anyway.
    static let freeBytes = 64 * 1024

    private struct Counts {
        var all = 0
        var byNetwork: [[UInt8]: Int] = [:]
    }

    /// Some bytes that are counted for as long as this is held.
    private final class Claim: Sendable {
        let answers: HeldAnswers
        let bytes: Int
        let network: [UInt8]?

        init(_ answers: HeldAnswers, _ bytes: Int, _ network: [UInt8]?) {
            self.answers = answers
            self.bytes = bytes
            self.network = network
        }

        deinit { answers.release(bytes, network) }
    }

    private let limit: Int
    private let counts = Mutex(Counts())

    /// Begins with none.
    ///
    /// - Parameter limit: the most bytes in all, of which one address may have a quarter; this
    ///   machine itself may have all. A single answer is made however large it is.
    init(limit: Int) {
        self.limit = limit
    }

    /// The bytes that are held; does not suspend.
    var bytes: Int { counts.withLock(\.all) }

    /// Counts an answer until its client has taken it, or has gone.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - response: any.
    ///   - channel: of its request.
    /// - Returns: the same, written as its client takes it; without room for it `503 overloaded`.
    func keep(_ response: Response, for channel: any Channel) -> Response {
        // What has ranges is read from a file as its client takes it.
        guard let count = response.body.contentLength, count > Self.freeBytes,
            response.headers[.acceptRanges] == nil
        else { return response }
        let peer = channel.remoteAddress.flatMap { IPAddress($0) }
        guard let claim = claim(count, of: peer) else {
            return Response(Problem.answersHeld(limit))
        }
        var kept = response
        kept.body = ResponseBody(contentLength: count) { writer in
            // A large body is given to its connection by parts: the last one when most has left.
            defer { withExtendedLifetime(claim) {} }
            try await response.body.write(writer)
        }
        return kept
    }

    private func claim(_ bytes: Int, of peer: IPAddress?) -> Claim? {
        // A Unix socket's other side has no address, and is this machine too.
        let network = peer.flatMap { $0.isLoopback ? nil : $0.network }
        let isTaken = counts.withLock { counts in
            let own = network.map { counts.byNetwork[$0, default: 0] } ?? 0
            guard counts.all == 0 || counts.all + bytes <= limit,
                own == 0 || own + bytes <= limit / 4
            else { return false }
            counts.all += bytes
            if let network { counts.byNetwork[network] = own + bytes }
            return true
        }
        return isTaken ? Claim(self, bytes, network) : nil
    }

    private func release(_ bytes: Int, _ network: [UInt8]?) {
        counts.withLock { counts in
            counts.all -= bytes
            guard let network, let own = counts.byNetwork[network] else { return }
            counts.byNetwork[network] = own > bytes ? own - bytes : nil
        }
    }
}
