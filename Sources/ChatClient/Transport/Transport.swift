import AsyncHTTPClient
import ChatProtocol
import NIOCore
import NIOHTTP1
package import NIOSSL
import Synchronization

/// The connections to one server.
///
/// Streams and calls have a pool each, so that they never share a connection and a call can be
/// bounded where a stream is not: between two reads. Redirects are not followed, since a message
/// must not go to another server unasked.
package final class Transport: Sendable {
    /// How long a connection may take to come about.
    private static let connectTimeout = TimeAmount.seconds(10)
    /// How long an answer's head may take; a stream's body may then last for ever.
    private static let headTimeout = TimeAmount.seconds(15)
    /// How long a call's answer may pause.
    private static let readTimeout = TimeAmount.seconds(15)
    /// How long a file that is sent or fetched may stand still.
    private static let fileTimeout = TimeAmount.seconds(30)
    /// How long one request may take to send a file; it goes on with another one then.
    static let sendTimeout = TimeAmount.hours(24)
    /// Bytes of an answer; a longer one is a bad answer.
    ///
    /// A page of 100 messages of 16 KiB fits.
    private static let answerLimit = 4 * 1024 * 1024

    /// Connections that no other kind of request shares.
    enum Pool {
        case streams, calls, files
        /// For messages alone: the server answers a connection that asks for nothing else by its
        /// shortest way.
        case posts
    }

    package let server: ServerAddress
    private let streams: HTTPClient
    private let calls: HTTPClient
    private let posts: HTTPClient
    private let files: HTTPClient
    /// Who is signed in, and the token that goes with each request.
    let signedIn: Mutex<SignedIn?>
    /// Who has signed out, and speaks no more; `nil` once somebody signs in.
    let left = Mutex<MemberName?>(nil)
    private let pinned: PinnedCertificate?

    /// Makes the connections' owner; nothing is connected before the first request.
    ///
    /// - Parameters:
    ///   - signedIn: whose token goes with each request to it; `nil` speaks as a guest.
    ///   - pinned: the one certificate that is trusted; `nil` trusts the system's authorities.
    ///   - roots: authorities that are trusted beside the system's.
    ///   - silence: how long a stream may bring nothing; `nil` is for ever.
    package init(
        to server: ServerAddress,
        as signedIn: SignedIn? = nil,
        pinned: PinnedCertificate? = nil,
        trusting roots: [NIOSSLCertificate] = [],
        silence: Duration? = nil
    ) {
        self.server = server
        self.pinned = pinned
        self.signedIn = Mutex(signedIn)
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        if !roots.isEmpty { configuration.tlsConfiguration = .trusting(also: roots) }
        if let pinned { configuration.tlsConfiguration = .trusting(pinned) }
        configuration.timeout = .init(connect: Self.connectTimeout)
        // A refused connection is told at once: the waits between tries are this module's.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.read = silence.map { TimeAmount($0) }
        streams = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        configuration.timeout.read = Self.readTimeout
        calls = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        posts = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        configuration.timeout.read = Self.fileTimeout
        configuration.timeout.write = Self.fileTimeout
        files = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Speaks as somebody else from now on; requests that are under way are not touched.
    ///
    /// - Parameter signedIn: whose token goes with each request; `nil` speaks as a guest.
    package func use(_ signedIn: SignedIn?) {
        let before = self.signedIn.withLock { known in
            defer { known = signedIn }
            return known
        }
        left.withLock { $0 = signedIn == nil ? before?.name ?? $0 : nil }
    }

    /// Whether a token goes with each request.
    package var isSignedIn: Bool { signedIn.withLock { $0 != nil } }

    /// Closes all connections.
    ///
    /// Suspends until they are closed; nothing may be asked afterwards.
    package func shutdown() async {
        // A second shutdown is the only error, and harmless.
        try? await streams.shutdown()
        try? await calls.shutdown()
        try? await posts.shutdown()
        try? await files.shutdown()
    }

    /// Asks, and takes the whole answer.
    ///
    /// Suspends until it is there or has failed.
    ///
    /// - Returns: an answer of 2xx that is as the request expects.
    /// - Throws: the problem that the server told, or why it did not answer.
    func answer(
        to request: Request,
        over pool: Pool = .calls
    ) async throws(CallFailure) -> Answer {
        let response = try await open(request, over: pool)
        do {
            let body = try await response.body.collect(upTo: Self.answerLimit)
            return Answer(
                status: Int(response.status.code),
                headers: response.headers,
                body: Array(body.readableBytesView)
            )
        } catch {
            throw .unreachable(TransportFailure(error, server: server))
        }
    }

    /// Sends a body of any length, and takes the whole answer.
    ///
    /// Suspends until it is there or has failed.
    ///
    /// - Returns: an answer of 2xx that is as the request expects.
    /// - Throws: the problem that the server told, or why it did not answer.
    func send(
        _ request: Request,
        body: HTTPClientRequest.Body
    ) async throws(CallFailure) -> Answer {
        let timeout = Self.sendTimeout
        let response = try await open(request, over: .files, body, timeout: timeout)
        // Nothing of it is needed but its head.
        let bytes = try? await response.body.collect(upTo: Self.answerLimit)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: bytes.map { Array($0.readableBytesView) } ?? []
        )
    }

    /// Asks, and gives the answer as soon as its head is there.
    ///
    /// Suspends until then; the body is sent on.
    ///
    /// - Parameters:
    ///   - body: as it comes; `nil` for the request's own.
    ///   - timeout: how long it may take until the head is there.
    /// - Returns: an answer of 2xx that is as the request expects, its body yet to be read.
    /// - Throws: the problem that the server told, or why it did not answer.
    func open(
        _ request: Request,
        over pool: Pool,
        _ body: HTTPClientRequest.Body? = nil,
        timeout: TimeAmount = Transport.headTimeout
    ) async throws(CallFailure) -> HTTPClientResponse {
        let client = client(of: pool)
        let response: HTTPClientResponse
        var prepared = prepared(request)
        if let body { prepared.body = body }
        // A body that is given piece by piece is given once.
        let isRepeatable = body == nil && request.isRepeatable
        do throws(CallFailure) {
            response = try await execute(prepared, over: client, timeout: timeout)
        } catch .unreachable(.closed) where isRepeatable {
            // The server may have ended a connection that was kept for this; a new one tells.
            response = try await execute(prepared, over: client, timeout: timeout)
        } catch {
            throw error
        }
        guard (200..<300).contains(response.status.code) else {
            throw await CallFailure(of: response, to: request.method, from: server)
        }
        switch await isExpected(response, by: request.expectation) {
        case true?: return response
        case false?: throw .unreachable(.stranger(server, status: Int(response.status.code)))
        case nil: throw .unreachable(.closed(server))
        }
    }

    private func client(of pool: Pool) -> HTTPClient {
        switch pool {
        case .streams: streams
        case .calls: calls
        case .posts: posts
        case .files: files
        }
    }

    private func execute(
        _ request: HTTPClientRequest,
        over client: HTTPClient,
        timeout: TimeAmount
    ) async throws(CallFailure) -> HTTPClientResponse {
        do {
            return try await client.execute(request, timeout: timeout)
        } catch {
            throw .unreachable(await explained(TransportFailure(error, server: server)))
        }
    }

    /// Tells a certificate that changed from any other trouble with TLS.
    private func explained(_ failure: TransportFailure) async -> TransportFailure {
        guard case .insecure = failure, let pinned,
            // Why it cannot be looked at says less than the failure itself.
            let shown = try? await CertificateProbe.certificate(of: server), shown != pinned
        else { return failure }
        return .changed(server, known: pinned.fingerprint, shown: shown.fingerprint)
    }

    private func prepared(_ request: Request) -> HTTPClientRequest {
        // A path of another form could be read as a part of the server's name.
        let path = request.path.hasPrefix("/") ? request.path : "/" + request.path
        var prepared = HTTPClientRequest(url: server.base + path)
        prepared.method = request.method
        // A socket has no name, and the library sends no field then, which HTTP/1.1 demands.
        if case .socket = server.place { prepared.headers.add(name: "Host", value: "localhost") }
        prepared.headers.add(name: "Accept", value: request.accept)
        authorize(&prepared, as: request)
        for (name, value) in request.headers { prepared.headers.add(name: name, value: value) }
        if let json = request.json {
            prepared.headers.add(name: "Content-Type", value: "application/json")
            prepared.body = .bytes(ByteBuffer(bytes: json))
        }
        return prepared
    }

    /// Redirects are not followed, and the address is the server's own: what proves who speaks goes
    /// nowhere else.
    private func authorize(_ prepared: inout HTTPClientRequest, as request: Request) {
        let token: String?
        switch request.proof {
        case .usual: token = signedIn.withLock { $0?.token }
        case .token(let own): token = own
        case .password(let password):
            let name = request.speaker?.description ?? ""
            return prepared.setBasicAuth(username: name, password: password)
        case .nothing: return
        }
        if let token {
            prepared.headers.add(name: "Authorization", value: "Bearer \(token)")
        } else if let speaker = request.speaker {
            prepared.setBasicAuth(username: speaker.description, password: "")
        }
    }
}
