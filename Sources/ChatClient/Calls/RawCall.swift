import AsyncHTTPClient
package import NIOCore
package import NIOHTTP1
package import NIOSSL

/// A request of a program that shows what a server answers, such as the subcommands of the server.
///
/// It is sent as it is: without the transport's token, and without a name.
package struct RawCall: Sendable {
    /// What its answer has.
    package typealias Expectation = AnswerExpectation

    /// What is sent behind the head.
    package enum Body: Sendable {
        /// Something small.
        case bytes(ByteBuffer)
        /// Anything, piece by piece; its size in bytes, where that is known.
        case pieces(@Sendable () async throws -> ByteBuffer?, size: Int?)
    }

    package var method: HTTPMethod
    /// From the root, percent-encoded, with its query.
    package var path: String
    /// What its answer has; another one is no answer.
    package var expectation: Expectation
    /// Those beyond what the body needs.
    package var headers: [(String, String)]
    package var body: Body?
    /// After how long an answer that brings nothing counts as broken off; `nil` is never.
    package var silence: Duration?

    /// Makes a request.
    ///
    /// - Parameters:
    ///   - path: from the root, percent-encoded, with its query.
    ///   - expectation: what its answer has; another one is no answer.
    ///   - headers: those beyond what the body needs.
    ///   - body: `nil` for none.
    package init(
        _ method: HTTPMethod,
        _ path: String,
        expecting expectation: Expectation,
        headers: [(String, String)] = [],
        body: Body? = nil
    ) {
        self.method = method
        self.path = path
        self.expectation = expectation
        self.headers = headers
        self.body = body
    }
}

extension Transport {
    /// Asks over a connection of its own, and hands the answer on as it comes.
    ///
    /// Suspends until the answer has come to its end; the body is sent meanwhile.
    ///
    /// - Parameters:
    ///   - roots: authorities that are trusted beside the system's.
    ///   - take: takes each piece of an answer that is as expected.
    /// - Throws: ``CallFailure``, also for an answer that is not as expected; what `take` throws.
    package static func ask(
        _ call: RawCall,
        of server: ServerAddress,
        trusting roots: [NIOSSLCertificate],
        _ take: (ByteBuffer) async throws -> Void
    ) async throws {
        let transport = Transport(to: server, trusting: roots, silence: call.silence)
        do {
            try await transport.ask(call, take)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    private func ask(_ call: RawCall, _ take: (ByteBuffer) async throws -> Void) async throws {
        var request = Request(method: call.method, path: call.path)
        request.accept = call.headers.first { $0.0 == "Accept" }?.1 ?? "*/*"
        request.headers = call.headers.filter { $0.0 != "Accept" }
        request.proof = .nothing
        request.expectation = .anything
        let response = try await begin(request, call.body.map(HTTPClientRequest.Body.init))
        guard call.expectation.isMet(by: response.status.code, response.headers) else {
            let status = Int(response.status.code)
            throw CallFailure.unreachable(.stranger(server, status: status))
        }
        var untaken: (any Error)?
        do {
            for try await piece in response.body {
                do {
                    try await take(piece)
                } catch {
                    untaken = error
                    break
                }
            }
        } catch {
            let failure = TransportFailure(error, server: server)
            // What stops in the middle, or goes on as something else, has broken off.
            let isBroken = [.timedOut(server), .notHTTP(server)].contains(failure)
            throw CallFailure.unreachable(isBroken ? .closed(server) : failure)
        }
        if let untaken { throw untaken }
    }

    /// Tells a connection that ended before an answer from one that ended in it.
    private func begin(
        _ request: Request,
        _ body: HTTPClientRequest.Body?
    ) async throws(CallFailure) -> HTTPClientResponse {
        do throws(CallFailure) {
            return try await open(request, over: .streams, body, timeout: Self.sendTimeout)
        } catch .unreachable(.closed) {
            throw .unreachable(.unanswered(server))
        } catch {
            throw error
        }
    }
}

extension HTTPClientRequest.Body {
    /// What the library sends for a body.
    fileprivate init(_ body: RawCall.Body) {
        switch body {
        case .bytes(let bytes): self = .bytes(bytes)
        case .pieces(let next, let size):
            let length = size.map { HTTPClientRequest.Body.Length.known(Int64($0)) } ?? .unknown
            self = .stream(AsyncThrowingStream(unfolding: next), length: length)
        }
    }
}
