import ChatStore
import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SmallFiles
import StreamingHTTP

// MARK: - Where connections come in

extension ChatServer {
    /// Listens at all addresses, and serves what comes in.
    var listener: Listener {
        Listener(
            acceptor: acceptor,
            addresses: systemd.sockets.isEmpty ? settings.listen.map(\.address) : [],
            connections: connections,
            limits: settings.limits
        )
    }

    private var acceptor: Acceptor {
        Acceptor(
            settings.listen.indices.map { place(settings.listen[$0], at: $0) },
            options: AcceptorOptions(
                connections: connectionLimit,
                connectionsOfAddress: connectionsOfOthers,
                connectionsOfLoopback: settings.limits.connectionsOfLoopback,
                backlog: settings.limits.backlog
            ),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: quietLogger,
            onListening: { listening(on: $0) }
        )
    }

    private var connectionsOfOthers: Int {
        settings.limits.connectionsOfOthers(among: connectionLimit)
    }

    /// One of the addresses: connections are served on their event loop where they can be, and with
    /// TLS if that is asked for.
    private func place(_ place: ListenPlace, at index: Int) -> AcceptorPlace {
        let bind = binding(of: place.address, at: index)
        guard place.isSecure, let certificate else {
            return AcceptorPlace(channel(place, isSecure: false), bind: bind)
        }
        let secure = SecureHTTPChannel(
            certificate: { certificate.current },
            responder: responder(place, isSecure: true),
            http1: channel(place, isSecure: true),
            requestTime: requestTime,
            stalledTime: stalledTime,
            connections: connections,
            sendsContinue: { _ in false }
        )
        return AcceptorPlace(secure, bind: bind)
    }

    /// HTTP/1.1 at an address.
    private func channel(_ place: ListenPlace, isSecure: Bool) -> DirectHTTPChannel {
        let services = services.reached(safely: isSecure)
        return DirectHTTPChannel(
            responder: responder(place, isSecure: isSecure),
            direct: DirectRoutes(
                services: services,
                streams: StreamRoutes(services: services),
                logger: logger
            ),
            group: MultiThreadedEventLoopGroup.singleton,
            options: DirectOptions(
                requestTime: requestTime,
                stalledTime: stalledTime,
                headBytes: settings.limits.headBytes,
                queueBytes: settings.limits.queueBytes,
                isPlain: !isSecure,
                connections: connections,
                sendsContinue: { _ in false },
                gate: front(at: place.address, isSecure: isSecure)
            )
        )
    }

    private func responder(_ place: ListenPlace, isSecure: Bool) -> HTTPChannelHandler.Responder {
        let front = front(at: place.address, isSecure: isSecure)
        return routes(of: services.reached(safely: isSecure), behind: front)
            .responder().onConnections(name: "burble", logger: quietLogger)
    }

    private var requestTime: TimeAmount { .seconds(Int64(settings.limits.requestSeconds)) }
    private var stalledTime: TimeAmount { .seconds(Int64(settings.limits.stalledSeconds)) }

    /// Listens at an address, or at the socket that the service manager has there.
    private func binding(
        of address: ListenAddress,
        at index: Int
    ) -> @Sendable (ServerBootstrap) -> EventLoopFuture<any Channel> {
        let others = settings.listen.map(\.address)
        let sockets = systemd.sockets
        return { bootstrap in
            let bound =
                sockets.isEmpty
                ? address.bind(bootstrap, beside: others)
                : bootstrap.withBoundSocket(sockets[index].descriptor)
            return bound.flatMapErrorThrowing { error in
                throw ServerError(listening: address, error)
            }.map { channel in
                if sockets.isEmpty { address.leaveNothing(of: channel) }
                return channel
            }
        }
    }

    /// Tells everybody where the server listens, once it listens everywhere.
    private func listening(on channels: [any Channel]) {
        let addresses = zip(settings.listen, channels).map { place, channel in
            guard case .tcp(let host, _) = place.address, let port = channel.localAddress?.port
            else { return place.address }
            return .tcp(host: host, port: port)
        }
        // Who reads that it listens may ask with the folder's token at once.
        note(addresses)
        for (place, address) in zip(settings.listen, addresses) { tell(address, place.isSecure) }
        if connectionLimit < settings.limits.connections {
            logger.warning(
                "there are too few descriptors for connection-limit",
                metadata: [
                    "descriptors": "\(DescriptorLimit.descriptors)",
                    "connection_limit": "\(settings.limits.connections)",
                    "connections": "\(connectionLimit)",
                ]
            )
        }
        if settings.isOpenUnsaid {
            logger.warning(
                """
                host or trusted-proxy says that others come, and anyone may speak under any name: \
                set auth to accounts, or to open if that is meant
                """
            )
        }
        services.lifecycle.serve()
        tellReady()
        onListening(addresses)
    }

    private func tell(_ address: ListenAddress, _ isSecure: Bool) {
        var metadata: Logger.Metadata = [
            "address": "\(address)", "data": "\(settings.dataFolder)",
            "log": "\(services.store.log)", "head": "\(services.store.head)",
            "connections": "\(connectionLimit)", "tls": "\(isSecure)",
            "connections_per_address": "\(connectionsOfOthers)",
        ]
        if let database = settings.database { metadata["database"] = "\(database)" }
        logger.info("listening", metadata: metadata)
    }

    /// Notes the addresses in the data folder, one a line, for the programs that send its token.
    private func note(_ addresses: [ListenAddress]) {
        let lines = addresses.map { "\($0.fromAnywhere)\n" }.joined()
        let path = settings.dataFolder + "/address"
        do {
            try SmallFile.replace(path, with: Array(lines.utf8))
        } catch {
            // Of an old one, whoever listens there now would get the token. Only an import that
            // looks for it here misses the note. The path is copied by the call.
            unsafe unlink(path)
            logger.warning("the address was not noted", metadata: ["error": "\(error)"])
        }
    }
}
