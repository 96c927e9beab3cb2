import ChatServer
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Where a running server is reached, for the subcommands that ask one.
struct ServerLink: Sendable {
    private typealias Parts = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private static let connectTime = TimeAmount.seconds(10)

    /// Where it is.
    enum Place: Sendable {
        case host(String, port: Int)
        case socket(path: String)
    }

    let address: String
    let place: Place
    private let isSecure: Bool
    private let base: String
    private let certificate: String?
    private let silence: Duration?

    /// Reads an address: `http://HOST:PORT`, `https://HOST`, either with a base path, or
    /// `unix:PATH`.
    ///
    /// - Parameters:
    ///   - address: as it stands on the command line.
    ///   - certificate: a PEM file that is trusted beside the system's; `nil` for none.
    ///   - silence: after which an answer that brings nothing counts as broken off; `nil` for
    ///     never.
    /// - Throws: ``CommandFailure`` when it is none.
    init(
        _ address: String,
        trusting certificate: String?,
        silence: Duration? = nil
    ) throws(CommandFailure) {
        self.address = address
        self.certificate = certificate
        self.silence = silence
        if address.hasPrefix("unix:/") {
            place = .socket(path: String(address.dropFirst("unix:".count)))
            isSecure = false
            base = ""
            return
        }
        let text = address.contains("://") ? address : "http://" + address
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.scheme == "http" || parts.scheme == "https", parts.query == nil
        else {
            throw CommandFailure(.usage, "--server is http://HOST:PORT, https://HOST or unix:PATH")
        }
        isSecure = parts.scheme == "https"
        place = .host(host, port: parts.port ?? (isSecure ? 443 : 80))
        base = parts.path.hasSuffix("/") ? String(parts.path.dropLast()) : parts.path
    }

    /// Whether nobody on the way can read what is sent: over TLS, or within this machine.
    var isConfidential: Bool {
        guard !isSecure, case .host(let name, _) = place else { return true }
        let host = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
        return name == "localhost" || ListenAddress("\(host):1")?.isLoopback ?? false
    }

    /// Asks once, over a connection of its own.
    ///
    /// Suspends until the answer has come to its end; the body is sent meanwhile.
    ///
    /// - Parameters:
    ///   - method: of the request.
    ///   - path: from the server's root, with its query.
    ///   - headers: beyond `Host`.
    ///   - json: the body, a JSON text; `nil` for none.
    ///   - source: the body of a file; `nil` for none.
    ///   - body: the same where it is small; `nil` for none.
    ///   - take: takes each piece of an answer of 2xx.
    /// - Throws: ``CommandFailure``; what `take` throws.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        headers: [(String, String)],
        json: [UInt8]? = nil,
        sending source: TransferSource? = nil,
        body: ByteBuffer? = nil,
        _ take: (ByteBuffer) async throws -> Void
    ) async throws {
        var fields = HTTPHeaders(headers)
        fields.add(name: "Host", value: host)
        fields.add(name: "Connection", value: "close")
        if let body { fields.add(name: "Content-Length", value: "\(body.readableBytes)") }
        if let json {
            fields.add(name: "Content-Type", value: "application/json")
            fields.add(name: "Content-Length", value: "\(json.count)")
        }
        if let source {
            if let size = source.size {
                fields.add(name: "Content-Length", value: "\(size)")
            } else {
                fields.add(name: "Transfer-Encoding", value: "chunked")
            }
        }
        let head = HTTPRequestHead(
            version: .http1_1,
            method: method,
            uri: base + path,
            headers: fields
        )
        try await connected().executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await send(head, json, source, body, to: outbound) }
                try await receive(inbound, take)
                group.cancelAll()
            }
        }
    }

    private func send(
        _ head: HTTPRequestHead,
        _ json: [UInt8]?,
        _ source: TransferSource?,
        _ body: ByteBuffer?,
        to outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    ) async throws {
        do {
            try await outbound.write(.head(head))
            if let body { try await outbound.write(.body(.byteBuffer(body))) }
            if let json { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: json)))) }
            while let piece = try await source?.next() {
                try await outbound.write(.body(.byteBuffer(piece)))
            }
            try await outbound.write(.end(nil))
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            // A server that refuses does not take the rest; its answer tells why.
        }
    }

    private func receive(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        _ take: (ByteBuffer) async throws -> Void
    ) async throws {
        var status = HTTPResponseStatus.ok
        var refusal = ByteBuffer()
        do {
            for try await part in inbound {
                switch part {
                case .head(let head): status = head.status
                case .body(let piece) where status.isGood: try await take(piece)
                case .body(let piece):
                    if refusal.readableBytes < 65_536 { refusal.writeImmutableBuffer(piece) }
                case .end where status.code < 200: continue
                case .end:
                    guard !status.isGood else { return }
                    throw CommandFailure(refusal: refusal, status: status, from: address)
                }
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch is NIOSSLExtraError, is BoringSSLError, NIOSSLError.handshakeFailed {
            throw CommandFailure(.unavailable, "\(address): its certificate is not trusted here")
        } catch {
            throw CommandFailure(.temporary, "\(address) broke off; repeat the command")
        }
        throw CommandFailure(.temporary, "\(address) broke off; repeat the command")
    }

    private var host: String {
        switch place {
        case .host(let name, let port): "\(name):\(port)"
        case .socket: "localhost"
        }
    }

    private func connected() async throws(CommandFailure) -> Parts {
        do {
            let group = MultiThreadedEventLoopGroup.singleton
            let bootstrap = ClientBootstrap(group: group).connectTimeout(Self.connectTime)
            let tls = isSecure ? try secure() : nil
            switch place {
            case .host(let name, let port):
                return try await bootstrap.connect(host: name, port: port) { channel in
                    setUp(channel, tls, name)
                }
            case .socket(let path):
                return try await bootstrap.connect(unixDomainSocketPath: path) { channel in
                    setUp(channel, nil, path)
                }
            }
        } catch {
            throw CommandFailure(.unavailable, "no server is reached at \(address)")
        }
    }

    private func secure() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let certificate { configuration.additionalTrustRoots = [.file(certificate)] }
        return try NIOSSLContext(configuration: configuration)
    }

    private func setUp(
        _ channel: any Channel,
        _ tls: NIOSSLContext?,
        _ name: String
    ) -> EventLoopFuture<Parts> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let tls {
                let isAddress = (try? SocketAddress(ipAddress: name, port: 0)) != nil
                let serverName = isAddress ? nil : name
                try pipeline.addHandler(
                    NIOSSLClientHandler(context: tls, serverHostname: serverName)
                )
            }
            if let silence {
                let watch = IdleStateHandler(readTimeout: TimeAmount(silence))
                try pipeline.addHandlers([watch, SilenceEnd()])
            }
            try pipeline.addHTTPClientHandlers()
            return try Parts(wrappingChannelSynchronously: channel)
        }
    }
}

/// Closes a connection that brings nothing any more.
private final class SilenceEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

extension HTTPResponseStatus {
    /// Whether what was asked is done.
    fileprivate var isGood: Bool { (200..<300).contains(code) }
}
