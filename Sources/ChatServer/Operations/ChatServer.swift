import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import StreamingHTTP

/// A server: its parts put together, and run as one service.
package struct ChatServer: Service {
    let house: House
    private let catchUp: CatchUp
    private let connections = Connections()
    private let sharedRequests: SharedRequests
    private let requestIDs = RequestIDs()
    private let certificate: Certificate?
    private let settings: ServerSettings
    /// As was asked for, or as the descriptors are enough for.
    private let connectionLimit: Int
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) -> Void

    /// Opens the log and makes the parts; nothing listens yet.
    ///
    /// Suspends to read the rooms.
    ///
    /// - Parameters:
    ///   - settings: what the operator decided.
    ///   - logger: where the server tells of itself.
    ///   - logBook: what the logger writes to beside, for those who follow it.
    ///   - onListening: told the address once connections are taken; its port is the real one.
    /// - Throws: why the log cannot be opened, or the certificate not be used.
    package init(
        _ settings: ServerSettings,
        logger: Logger,
        logBook: LogBook = LogBook(),
        onListening: @escaping @Sendable (ListenAddress) -> Void = { _ in }
    ) async throws {
        self.settings = settings
        self.logger = logger
        self.onListening = onListening
        certificate = try settings.tls.map { files throws(ServerError) in try Certificate(files) }
        let limits = settings.limits
        connectionLimit = DescriptorLimit.connections(
            wanted: limits.connections,
            reserved: limits.reservedDescriptors
        )
        sharedRequests = SharedRequests(limit: connectionLimit)
        var options = StoreOptions()
        options.roomLimit = limits.rooms
        options.diskFloor = limits.diskFloorBytes.map { Int64($0) }
        options.logQuota = Int64(limits.logBytes)
        options.searchTime = .seconds(limits.searchSeconds)
        let clock = ContinuousClock()
        let start = clock.now
        let uptime: @Sendable () -> Duration = { start.duration(to: clock.now) }
        let store = try ChatStore.open(
            folder: settings.dataFolder,
            options: options,
            now: Timestamp.now,
            onSearchRenewal: { error in
                logger.warning(
                    "the search index was damaged and is made anew; the log is untouched",
                    metadata: ["error": "\(error)"]
                )
            }
        )
        catchUp = CatchUp(store: store, limits: limits, logger: logger)
        let rooms = try await Rooms(store: store, limits: limits, uptime: uptime)
        let accounts = try await Accounts(
            store: store,
            passwords: PasswordPool(width: limits.passwordsAtOnce, cost: settings.passwordCost)
        )
        let gate = Gate(
            admission: settings.admission,
            accounts: accounts,
            store: store,
            rooms: rooms,
            operatorToken: try OperatorToken(folder: settings.dataFolder),
            limits: limits,
            rates: Rates(limits),
            proxies: settings.proxies,
            isEncrypted: certificate != nil,
            lifecycle: Lifecycle(),
            uptime: uptime
        )
        let delivery = try await Delivery(
            group: MultiThreadedEventLoopGroup.singleton,
            head: store.head,
            log: store.log,
            limits: limits,
            catchUp: catchUp,
            access: gate.streamAccess
        )
        let attendance = Attendance(rooms: rooms, delivery: delivery)
        delivery.whenMoved { attendance.moved($0, $1, $2) }
        accounts.whenChanged { delivery.review(of: $0) }
        house = House(
            store: store,
            rooms: rooms,
            delivery: delivery,
            catchUp: catchUp,
            attendance: attendance,
            gate: gate,
            search: SearchFollower(store: store, limits: limits, logger: logger),
            files: try await Files(
                in: settings.dataFolder,
                store: store,
                limits: limits,
                logger: logger
            ),
            sampler: Sampler(
                store: store,
                rooms: rooms,
                delivery: delivery,
                attendance: attendance,
                folder: settings.dataFolder,
                uptime: uptime
            ),
            logBook: logBook,
            limits: limits,
            lifecycle: gate.lifecycle,
            uptime: uptime
        )
    }

    /// Serves until the group that it runs in shuts down, and then drains.
    ///
    /// Suspends for as long. The parts stop in the reverse of this order: the streams get their
    /// `bye`, the connections end, and the log commits what it has taken before it closes.
    ///
    /// - Throws: what a part failed with; a ``ServerError`` if the address cannot be listened on.
    package func run() async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    Watchdog(systemd: systemd, group: MultiThreadedEventLoopGroup.singleton),
                    Tail(house: house, catchUp: catchUp), catchUp, house.search, house.sampler,
                    Departures(house: house), house.attendance,
                    FileSweeper(files: house.files, logger: logger),
                    AccessKeeper(house: house, logger: logger),
                    RoomKeeper(house: house, logger: logger),
                    listener,
                    Drain(
                        house: house,
                        connections: connections,
                        notifications: systemd.notifications,
                        logger: logger
                    ),
                ],
                logger: quietLogger
            )
        )
        try await group.run()
    }

    /// Reads the certificate and its key again, for connections that begin from now on.
    ///
    /// Blocks for as long as the disk takes. A pair that cannot be used leaves the old one.
    package func reload() {
        guard let certificate else {
            // The manager waits for an answer to each reload.
            systemd.notifications?.tellReloading()
            logger.notice("there is no certificate to read again")
            systemd.notifications?.tellReady(status)
            return
        }
        systemd.notifications?.tellReloading()
        certificate.reload(logger)
        systemd.notifications?.tellReady(status)
    }

    /// Closes every connection that is open now, for a server that is to end at once.
    package func cutOff() {
        connections.closeAll()
    }

    private var systemd: Systemd { settings.systemd }

    /// A line for whoever asks the service manager.
    private var status: String { "serving \(settings.listen)" }

    private var listener: Listener {
        Listener(
            acceptor: acceptor,
            address: settings.listen,
            isInherited: systemd.socket != nil,
            connections: connections,
            limits: settings.limits
        )
    }

    /// Where connections come in: served on their event loop where they can be, and with TLS if
    /// that is asked for.
    private var acceptor: any Service {
        let responder = routes.responder().onConnections(name: "burble", logger: quietLogger)
        let requestTime = TimeAmount.seconds(Int64(settings.limits.requestSeconds))
        let stalledTime = TimeAmount.seconds(Int64(settings.limits.stalledSeconds))
        let invites: @Sendable (HTTPRequest) -> Bool = { !FileRoutes.asksForBody(of: $0) }
        let plain = DirectHTTPChannel(
            responder: responder,
            direct: DirectRoutes(house: house, streams: StreamRoutes(house: house)),
            group: MultiThreadedEventLoopGroup.singleton,
            options: DirectOptions(
                requestTime: requestTime,
                stalledTime: stalledTime,
                headBytes: settings.limits.headBytes,
                queueBytes: settings.limits.queueBytes,
                isPlain: certificate == nil,
                connections: connections,
                invites: invites,
                gate: front
            )
        )
        guard let certificate else { return accepting(plain) }
        return accepting(
            SecureHTTPChannel(
                certificate: { certificate.current },
                responder: responder,
                http1: plain,
                requestTime: requestTime,
                stalledTime: .seconds(Int64(settings.limits.stalledSeconds)),
                connections: connections,
                invites: invites
            )
        )
    }

    private func accepting<Kind: ConnectionKind>(_ kind: Kind) -> Acceptor<Kind> {
        Acceptor(
            kind,
            options: AcceptorOptions(
                connections: connectionLimit,
                connectionsOfAddress: settings.limits.connectionsOfAddress ?? 1000,
                connectionsOfLoopback: settings.limits.connectionsOfAddress ?? .max,
                backlog: settings.limits.backlog
            ),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: quietLogger,
            bind: { [address = settings.listen, socket = systemd.socket] bootstrap in
                socket.map { bootstrap.withBoundSocket($0.descriptor) } ?? address.bind(bootstrap)
            },
            onListening: { listening(on: $0) }
        )
    }

    /// What every request passes first.
    var front: RequestFront {
        RequestFront(
            rules: RequestRules(hosts: settings.hosts, origins: settings.origins),
            shared: sharedRequests,
            ids: requestIDs
        )
    }

    /// The libraries' own words, of which an operator needs the warnings.
    private var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    private func listening(on channel: any Channel) {
        var address = settings.listen
        if case .tcp(let host, _) = address, let port = channel.localAddress?.port {
            address = .tcp(host: host, port: port)
        }
        logger.info(
            "listening",
            metadata: [
                "address": "\(address)", "data": "\(settings.dataFolder)",
                "log": "\(house.store.log)", "head": "\(house.store.head)",
                "connections": "\(connectionLimit)",
            ]
        )
        if connectionLimit < settings.limits.connections {
            logger.warning(
                "there are too few descriptors for connection-limit",
                metadata: [
                    "descriptors": "\(DescriptorLimit.descriptors)",
                    "connection_limit": "\(settings.limits.connections)",
                ]
            )
        }
        do {
            try PrivateFile.write("\(address)\n", to: settings.dataFolder + "/address")
        } catch {
            // Only an import that looks for its token here misses it.
            logger.warning("the address was not noted", metadata: ["error": "\(error)"])
        }
        systemd.notifications?.tellReady(status)
        onListening(address)
    }
}
