import AsyncHTTPClient
import AsyncSignals
import NIOCore
import NIOHTTP1
package import NIOSSL

/// A collector of the OpenTelemetry Protocol over HTTP.
///
/// It is not believed: its answers are bounded in size and in time, it is not followed elsewhere,
/// and what it says is not put into the log.
package struct Collector: Sendable {
    /// Bytes of an answer that are looked at.
    private static let answerBytes = 64 * 1024

    private let url: String
    private let fields: [(String, String)]
    private let roots: [NIOSSLCertificate]
    private let time: Duration

    /// Names a collector; nothing is connected.
    ///
    /// - Parameters:
    ///   - url: of `http` or `https`, with its path.
    ///   - fields: further fields of each request, which may be secret.
    ///   - roots: authorities that are trusted beside the system's.
    ///   - time: how long a request may take.
    package init(
        _ url: String,
        fields: [(String, String)] = [],
        trusting roots: [NIOSSLCertificate] = [],
        within time: Duration = .seconds(10)
    ) {
        self.url = url
        self.fields = fields
        self.roots = roots
        self.time = time
    }

    /// Makes its connections; they are to be closed.
    ///
    /// Does not suspend.
    package func open() -> some SpanSink {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout = .init(connect: .seconds(5), read: .init(time))
        configuration.connectionPool.retryConnectionEstablishment = false
        // Shorter than the pause between two requests: none meets one that was just closed.
        configuration.connectionPool.idleTimeout = .seconds(1)
        if !roots.isEmpty {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.additionalTrustRoots = [.certificates(roots)]
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        return Link(collector: self, client: client)
    }

    private struct Link: SpanSink {
        let collector: Collector
        let client: HTTPClient

        func send(_ body: [UInt8]) async -> SpanOutcome {
            let outcome = await withinTime(collector.time) { await collector.ask(body, client) }
            return outcome ?? .later("it does not answer in time")
        }

        func close() async {
            // A second shutdown is the only error, and harmless.
            try? await client.shutdown()
        }
    }

    private func ask(_ body: [UInt8], _ client: HTTPClient) async -> SpanOutcome {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        for (name, value) in fields { request.headers.replaceOrAdd(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: .init(time))
            // What cannot be read says no more than its status.
            let bytes = try? await response.body.collect(upTo: Self.answerBytes)
            return SpanAnswer(
                status: Int(response.status.code),
                type: response.headers.first(name: "Content-Type"),
                retryAfter: response.headers.first(name: "Retry-After"),
                body: bytes.map { Array($0.readableBytesView) } ?? []
            ).outcome
        } catch {
            return .later(CollectorFailure.words(for: error))
        }
    }
}
