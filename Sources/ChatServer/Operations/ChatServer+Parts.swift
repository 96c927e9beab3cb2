import ChatProtocol
import ChatStore
import Logging
import NIOCore
import NIOPosix

// MARK: - Parts that are made of several others

extension ChatServer {
    /// Makes what decides who may do what.
    ///
    /// Suspends to read who is known, and for the operator's token.
    ///
    /// - Parameters:
    ///   - live: the settings as they are later.
    ///   - rooms: what is remembered of the rooms.
    ///   - traces: where they go; `nil` for none.
    ///   - uptime: a clock that never goes back.
    /// - Returns: the gate, with the accounts.
    /// - Throws: what the store said, or why the operator's token cannot be used.
    static func gate(
        _ settings: ServerSettings,
        _ live: LiveSettings,
        _ store: ChatStore,
        _ rooms: Rooms,
        _ logger: Logger,
        _ traces: Traces?,
        _ uptime: @escaping @Sendable () -> Duration
    ) async throws -> Gate {
        let accounts = try await Accounts(
            store: store,
            passwords: PasswordPool(
                width: settings.limits.passwordsAtOnce,
                cost: settings.passwordCost
            )
        )
        return Gate(
            settings: live,
            accounts: accounts,
            store: store,
            rooms: rooms,
            operatorToken: try await operatorToken(settings, store, logger),
            rates: Rates(live, isShared: store.isShared),
            proxies: settings.proxies,
            traces: traces,
            uptime: uptime
        )
    }

    /// Makes the way of commits to the streams.
    ///
    /// Suspends to read the newest events, and until each loop has made its shard.
    ///
    /// - Parameters:
    ///   - limits: the sizes of slices and rings.
    ///   - catchUp: reads the log for streams that are behind.
    ///   - gate: tells who may still see what.
    /// - Throws: when a loop has been shut down.
    static func delivery(
        _ store: ChatStore,
        _ limits: ServerLimits,
        _ catchUp: CatchUp,
        _ gate: Gate
    ) async throws -> Delivery {
        let head = store.head
        // Without them streams that come back read the store, which is only slower.
        let earlier =
            (try? await store.events(through: head, count: limits.rememberedEvents)) ?? []
        return try await Delivery(
            group: MultiThreadedEventLoopGroup.singleton,
            head: head,
            log: store.log,
            limits: limits,
            catchUp: catchUp,
            access: gate.streamAccess,
            earlier: CommitBatch.pieces(of: earlier, through: head),
            node: store.node.number
        )
    }

    /// Puts the parts together, with those that need no other one to begin with.
    ///
    /// Suspends for the log; blocks for the disk.
    ///
    /// - Parameters:
    ///   - gate: decides who may do what, with the log and the rooms.
    ///   - catchUp: reads the log for streams that are behind.
    ///   - logger: where the server tells of itself.
    ///   - logBook: what the logger writes to beside.
    /// - Returns: what every route works with.
    /// - Throws: why the files cannot be opened.
    static func services(
        _ settings: ServerSettings,
        _ gate: Gate,
        _ delivery: Delivery,
        _ catchUp: CatchUp,
        logger: Logger,
        logBook: LogBook
    ) async throws -> Services {
        let (store, folder) = (gate.store, settings.dataFolder)
        let presence = PresenceTracker(
            rooms: gate.rooms,
            delivery: delivery,
            isShared: store.isShared,
            logger: logger
        )
        // They are the services': what each tells the other keeps neither of them.
        delivery.whenMoved { [weak presence] in presence?.moved($0, $1, $2) }
        gate.accounts.whenChanged { [weak delivery] in delivery?.review(of: $0) }
        return Services(
            delivery: delivery,
            catchUp: catchUp,
            presence: presence,
            gate: gate,
            search: SearchFollower(store: store, limits: settings.limits, logger: logger),
            files: try await Files(
                in: folder,
                store: store,
                settings: gate.settings,
                logger: logger
            ),
            sampler: Sampler(
                store: store,
                rooms: gate.rooms,
                delivery: delivery,
                presence: presence,
                folder: folder,
                traces: gate.traces,
                uptime: gate.uptime
            ),
            logBook: logBook
        )
    }
}
