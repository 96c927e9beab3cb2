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
    let services: Services
    private let catchUp: CatchUp
    var connections: Connections { services.sampler.connections }
    private let sharedRequests: SharedRequests
    private let heldAnswers: HeldAnswers
    private let requestIDs = RequestIDs()
    private let traces: Traces?
    let certificate: Certificate?
    /// Those of the start.
    let settings: ServerSettings
    let live: LiveSettings
    /// As was asked for, or as the descriptors are enough for.
    let connectionLimit: Int
    let logger: Logger
    let onListening: @Sendable ([ListenAddress]) -> Void

    /// Opens the log and makes the parts; nothing listens yet.
    ///
    /// Suspends to read the rooms.
    ///
    /// - Parameters:
    ///   - logger: where the server tells of itself.
    ///   - logBook: what the logger writes to beside, for those who follow it.
    ///   - traces: where they go; `nil` for none.
    ///   - onListening: told the addresses once connections are taken; their ports are the real
    ///     ones.
    /// - Throws: why the folder, the log or the certificate cannot be used.
    package init(
        _ settings: ServerSettings,
        logger: Logger,
        logBook: LogBook = LogBook(),
        traces: Traces? = nil,
        onListening: @escaping @Sendable ([ListenAddress]) -> Void = { _ in }
    ) async throws {
        let store = try Self.store(settings, logger)
        do {
            try await self.init(
                settings,
                store: store,
                logger: logger,
                logBook: logBook,
                traces: traces,
                onListening: onListening
            )
        } catch {
            // The others must not wait for one that never ran.
            await store.leave()
            throw error
        }
    }

    /// Makes the parts around a log that is open; nothing listens yet.
    ///
    /// Suspends to read the rooms.
    ///
    /// - Parameters:
    ///   - logger: where the server tells of itself.
    ///   - logBook: what the logger writes to beside, for those who follow it.
    ///   - traces: where they go; `nil` for none.
    ///   - onListening: told the addresses once connections are taken.
    /// - Throws: why the certificate cannot be used, or what the store said.
    init(
        _ settings: ServerSettings,
        store: ChatStore,
        logger: Logger,
        logBook: LogBook = LogBook(),
        traces: Traces? = nil,
        onListening: @escaping @Sendable ([ListenAddress]) -> Void = { _ in }
    ) async throws {
        var settings = settings
        let uploads = DescriptorLimit.uploads(wanted: settings.limits.unfinishedUploads)
        settings.limits.unfinishedUploads = uploads
        self.settings = settings
        let live = LiveSettings(settings)
        self.live = live
        self.logger = logger
        self.traces = traces
        self.onListening = onListening
        certificate = try settings.tls.map { files throws(ServerError) in try Certificate(files) }
        certificate?.warn(logger)
        let limits = settings.limits
        connectionLimit = DescriptorLimit.connections(
            wanted: limits.connections,
            reserved: limits.reservedDescriptors,
            uploads: uploads,
            open: ProcessFigures.descriptorCount()
        )
        heldAnswers = HeldAnswers(limit: limits.answerBytes)
        sharedRequests = SharedRequests(
            limit: connectionLimit,
            limitOfAddress: limits.connectionsOfOthers(among: connectionLimit),
            limitOfLoopback: limits.connectionsOfLoopback
        )
        let start = ContinuousClock.now
        let uptime: @Sendable () -> Duration = { start.duration(to: .now) }
        catchUp = CatchUp(store: store, limits: limits, logger: logger)
        let rooms = try await Rooms(store: store, limits: limits, uptime: uptime)
        let gate = try await Self.gate(settings, live, store, rooms, logger, traces, uptime)
        let delivery = try await Self.delivery(store, limits, catchUp, gate)
        services = try await Self.services(
            settings,
            gate,
            delivery,
            catchUp,
            logger: logger,
            logBook: logBook
        )
    }

    /// Serves until the group that it runs in shuts down, and then drains.
    ///
    /// Suspends for as long. The parts stop in the reverse of this order: the streams get their
    /// `bye`, the connections end, and the log commits what it has taken before it closes.
    ///
    /// - Throws: what a part failed with; a ``ServerError`` if the address cannot be listened on.
    package func run() async throws {
        let parts: [any Service] = [
            Watchdog(systemd: systemd, group: MultiThreadedEventLoopGroup.singleton),
            Tail(services: services, catchUp: catchUp), catchUp, services.search,
            services.sampler,
            PresenceTimeouts(services: services), services.presence,
        ]
        let keepers: [any Service] = [
            FileSweeper(files: services.files, logger: logger),
            AccessKeeper(services: services, logger: logger),
            RoomKeeper(services: services, logger: logger),
            MemoryKeeper(logger: logger),
            FolderWatch(store: services.store, logger: logger),
            SpaceWatch(space: services.files.space, logger: logger),
            listener,
            Drain(
                services: services,
                connections: connections,
                notifications: systemd.notifications,
                logger: logger
            ),
        ]
        let group = ServiceGroup(
            configuration: .init(
                services: (parts + nodeLink + keepers).map(Self.configured),
                logger: quietLogger
            )
        )
        try await group.run()
    }

    /// When the log ends, its streams are told so before the server does.
    private static func configured(
        _ part: any Service
    ) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(
            service: part,
            failureTerminationBehavior: part is Tail ? .gracefullyShutdownGroup : .cancelGroup,
            // Without a name the library makes one of all that the part holds, secrets too.
            serviceName: "\(type(of: part))"
        )
    }

    /// What keeps in step with other servers; nothing where there are none.
    private var nodeLink: [any Service] {
        services.store.isShared ? [NodeLink(services: services, logger: logger)] : []
    }

    /// Closes every connection that is open now, for a server that is to end at once.
    package func cutOff() {
        connections.closeAll()
    }

    var systemd: Systemd { settings.systemd }

    /// A line for whoever asks the service manager.
    var status: String {
        "serving " + settings.listen.map(\.address.description).joined(separator: ", ")
    }

    /// What every request passes first that comes in at an address, encrypted or not.
    func front(at address: ListenAddress, isSecure: Bool = false) -> RequestFront {
        RequestFront(
            rules: RequestRules(
                hosts: HostNames(listen: address, further: settings.hosts),
                origins: settings.origins
            ),
            size: HeadSize(limit: settings.limits.headBytes),
            shared: sharedRequests,
            held: heldAnswers,
            proxies: settings.proxies,
            ids: requestIDs,
            counts: services.sampler.answers,
            tracing: traces.map { RequestTracing($0, isSecure: isSecure) }
        )
    }

    /// The libraries' own words, of which an operator needs the warnings.
    var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}
