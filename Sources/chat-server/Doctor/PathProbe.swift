import ChatServer
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Walks the way to a server, and notes what it sees.
///
/// It speaks HTTP over a channel of its own, as an HTTP client hides what is asked for here: each
/// address, the handshake's parts, and when each piece of an answer came.
struct PathProbe {
    /// How long a connection, a handshake and a short answer may take.
    private static let patience = TimeAmount.seconds(PathDiagnosis.patienceSeconds)
    /// How long a stream's beginning is awaited, and rows of one a second, beside what a short
    /// answer took.
    private static let beginning = TimeAmount.seconds(4)
    private static let watched = TimeAmount.seconds(5)

    let address: ProbeAddress
    /// What is trusted beside the system's authorities.
    let roots: [NIOSSLCertificate]
    /// How long a silent stream is watched; `nil` is not at all.
    let idle: Duration?
    private let group = MultiThreadedEventLoopGroup.singleton

    /// Looks at everything, as far as the way goes.
    ///
    /// Suspends for some seconds, and for as long as a silent stream is watched.
    func facts() async -> PathFacts {
        var facts = PathFacts()
        var target: SocketAddress?
        for place in address.addresses() {
            let connect = await connect(to: place)
            if connect.time != nil, target == nil { target = place }
            if !facts.connects.contains(where: { $0.address == connect.address }) {
                facts.connects.append(connect)
            }
        }
        guard let target else { return facts }
        if address.isSecure { facts.secure = await secure(target) }
        facts.health = await ask("/healthz", target)
        guard facts.health.status == 200 else { return facts }
        facts.ready = await ask("/readyz", target)
        facts.metrics = await ask("/metrics", target)
        await addStreams(to: &facts, target)
        return facts
    }

    private func addStreams(to facts: inout PathFacts, _ target: SocketAddress) async {
        let hasBegun = { @Sendable (answer: PathFacts.Answer) in answer.hasOpened }
        // Of whatever rooms a stranger may read: there may be none.
        let stream = "/stream?heartbeat=60&tail=0&format="
        let delay = TimeAmount(facts.health.delay)
        let beginning = Self.beginning + delay
        facts.lines = await ask(stream + "ndjson", target, for: beginning, until: hasBegun)
        facts.events = await ask(stream + "sse", target, for: beginning, until: hasBegun)
        let rows = "/stats/stream?every=1&format=ndjson"
        facts.rows = await ask(rows, target, for: Self.watched + delay) { answer in
            answer.statisticsCount >= PathDiagnosis.pacedRows
        }
        guard let idle else { return }
        let time = TimeAmount.seconds(idle.components.seconds)
        // Nobody says this, whatever else is said meanwhile.
        let silent = stream + "ndjson&types=message&match=\(UUID().uuidString)"
        facts.idle = (await ask(silent, target, for: time), idle)
    }

    // MARK: - The connection

    private func connect(to place: SocketAddress) async -> PathFacts.Connect {
        let clock = ContinuousClock()
        let start = clock.now
        let host = place.ipAddress ?? ""
        let name = (host.contains(":") ? "[\(host)]" : host) + ":\(place.port ?? 0)"
        do {
            let channel = try await ClientBootstrap(group: group).connectTimeout(Self.patience)
                .connect(to: place).get()
            let time = clock.now - start
            // It is closed with the process at the latest.
            channel.close(promise: nil)
            return PathFacts.Connect(address: name, time: time)
        } catch {
            // The C library's text lives as long as the process.
            let words = (error as? IOError).map { unsafe String(cString: strerror($0.errnoCode)) }
            let failure = words ?? "no answer within \(Self.patience.nanoseconds / 1_000_000_000) s"
            return PathFacts.Connect(address: name, time: nil, failure: failure)
        }
    }

    /// Shakes hands as a browser would, and then without asking whom it trusts, to see the
    /// certificate all the same.
    private func secure(_ target: SocketAddress) async -> PathFacts.Secure {
        var secure = PathFacts.Secure()
        do {
            _ = try await handshake(target, isChecked: true)
            secure.isTrusted = true
        } catch {
            secure.isForAnotherName = error as? NIOSSLExtraError == .failedToValidateHostname
        }
        // Whatever it was shows again, unless it was about trust.
        guard let seen = try? await handshake(target, isChecked: false) else {
            secure.failure = "the other side does not speak TLS 1.2 or later"
            return secure
        }
        secure.version = seen.version
        secure.application = seen.application
        let now = Int64(Date().timeIntervalSince1970)
        secure.secondsLeft = seen.certificate.map { Int64($0.notValidAfter) - now }
        secure.secondsUntilGood = seen.certificate.map { Int64($0.notValidBefore) - now }
        return secure
    }

    private typealias Seen = (version: String, application: String, certificate: NIOSSLCertificate?)

    private func handshake(_ target: SocketAddress, isChecked: Bool) async throws -> Seen {
        let done = group.next().makePromise(of: String?.self)
        do {
            let context = try context(isChecked: isChecked, protocols: ["h2", "http/1.1"])
            let channel = try await ClientBootstrap(group: group).connectTimeout(Self.patience)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(try tls(context))
                        try pipeline.addHandler(HandshakeWatch(done, limit: Self.patience))
                    }
                }
                .connect(to: target).get()
            let application = try await done.futureResult.get()
            let version = try await channel.nioSSL_tlsVersion().get()
            let certificate = try await channel.nioSSL_peerCertificate().get()
            channel.close(promise: nil)
            let name = version == .tlsv13 ? "TLS 1.3" : "TLS 1.2"
            return (name, application ?? "", certificate)
        } catch {
            done.fail(error)
            throw error
        }
    }

    private func context(isChecked: Bool, protocols: [String]) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = protocols
        if !isChecked { configuration.certificateVerification = .none }
        configuration.additionalTrustRoots = [.certificates(roots)]
        return try NIOSSLContext(configuration: configuration)
    }

    private func tls(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
        // What is no address in digits is a name.
        let isAddress = (try? SocketAddress(ipAddress: address.host, port: 0)) != nil
        return try NIOSSLClientHandler(
            context: context,
            serverHostname: isAddress ? nil : address.host
        )
    }

    // MARK: - Requests

    /// Asks once, over a connection of its own, by whatever certificate: that has been judged.
    private func ask(
        _ path: String,
        _ target: SocketAddress,
        for time: TimeAmount = patience,
        until isEnough: @escaping @Sendable (PathFacts.Answer) -> Bool = { _ in false }
    ) async -> PathFacts.Answer {
        let done = group.next().makePromise(of: PathFacts.Answer.self)
        do {
            let context =
                try address.isSecure ? context(isChecked: false, protocols: ["http/1.1"]) : nil
            _ = try await ClientBootstrap(group: group).connectTimeout(Self.patience)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let context { try pipeline.addHandler(try tls(context)) }
                        try pipeline.addHTTPClientHandlers()
                        try pipeline.addHandler(
                            ProbeHandler(head(path), limit: time, isEnough: isEnough, done: done)
                        )
                    }
                }
                .connect(to: target).get()
            return try await done.futureResult.get()
        } catch {
            var none = PathFacts.Answer()
            none.end = .cut
            done.succeed(none)
            return none
        }
    }

    /// A stream is asked for as a browser does, which can unpack what was compressed.
    private func head(_ path: String) -> HTTPRequestHead {
        HTTPRequestHead(
            version: .http1_1,
            method: .GET,
            uri: address.base + path,
            headers: [
                "Host": address.authority, "Connection": "close",
                "Accept-Encoding": path.contains("stream") ? "gzip" : "identity",
                "User-Agent": "chat-server doctor",
            ]
        )
    }
}
