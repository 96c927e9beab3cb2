import AsyncSignals
import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle
import Synchronization

/// Keeps this server and the others of its log in step, in what no event of the log tells: who is
/// here, who types, what was read, what may still be done, and who may do it.
///
/// What has to last is in tables too, and looked at once a second: notices may be lost. Only where
/// ``ChatStore/isShared``.
final class NodeLink: Service {
    /// Between two looks at what other servers changed.
    private static let pause = Duration.seconds(1)
    /// Between two times at which the others are told.
    private static let tellingPause = Duration.milliseconds(250)
    /// Looks between two at which this server tells what it has to do.
    private static let loadLooks = 5

    private struct State {
        var presence = NodePresence()
        /// The servers that are there, but for this one.
        var live: Set<NodeNumber> = []
        /// All servers of which is known, away or not.
        var known: Set<NodeNumber> = []
        var marks = SharedMarks()
    }

    private let services: Services
    private let logger: Logger
    private let state = Mutex(State())
    /// Whether all that this server has in the table of those who are here is to be written anew.
    private let isPresenceDue = Atomic<Bool>(true)
    /// One look at a time, so that an older one does not take the place of a newer one.
    private let looking = AsyncSemaphore(width: 1, limit: 64)

    /// Makes the service.
    ///
    /// - Parameter logger: told when the others cannot be heard.
    init(services: Services, logger: Logger) {
        self.services = services
        self.logger = logger
    }

    private var store: ChatStore { services.store }

    /// Keeps in step until the group shuts down, and then takes this server's members out.
    ///
    /// Suspends for as long.
    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.listen() }
                group.addTask { await self.lookOn() }
                group.addTask { await self.tellOn() }
            }
        }
        // Whoever was here until the end came back elsewhere, or leaves after the usual pause.
        try? await store.clearPresence(at: store.node.number)
        store.bus.send(.presence, PresenceNotice.unknown.text)
    }

    // MARK: - Hearing

    private func listen() async {
        for await news in store.bus.news {
            switch news {
            case .missed: await lookAtAll()
            case .notice(let notice): await take(notice)
            }
        }
    }

    private func take(_ notice: Notice) async {
        switch notice.topic {
        case .presence: await takePresence(notice)
        case .typing:
            guard let typing = TypingNotice(notice.text),
                let event = await services.rooms.room(named: typing.room)?.typing(typing.member)
            else { return }
            services.delivery.publish(event)
        case .read:
            guard let read = ReadNotice(notice.text) else { return }
            services.delivery.publish(.read(room: read.room, seq: read.seq), to: read.member)
        case .spent:
            let now = services.uptime()
            for item in SpentNotice.items(notice.text) {
                services.gate.rates.spend(item, now: now)
            }
        case .dismiss:
            guard let dismissal = DismissNotice(notice.text),
                dismissal.stream.isFrom(store.node.number)
            else { return }
            await trying {
                _ = try await self.services.end(dismissal.stream, by: dismissal.name)
            }
        case .access: await trying { try await self.look() }
        }
    }

    private func takePresence(_ notice: Notice) async {
        switch PresenceNotice(notice.text) {
        case .unknown: await trying { try await self.readPresence() }
        case .changes(let changes):
            services.presence.note(
                others: state.withLock { $0.presence.take(changes, from: notice.from) }
            )
        }
    }

    /// Notices may have been lost: others may not know of this server either.
    private func lookAtAll() async {
        isPresenceDue.store(true, ordering: .releasing)
        await trying {
            try await self.look()
            try await self.lookAtNodes(isAnew: true)
        }
    }

    // MARK: - Looking

    private func lookOn() async {
        await repeatUntilShutdown(every: Self.pause, keeping: 0) { count in
            await self.trying {
                try await self.look()
                try await self.lookAtNodes()
            }
            if count % Self.loadLooks == 0 { await self.tellLoad() }
            // What is outdated may stay until the next time.
            if count % 60 == 59 { try? await self.store.dropOutdated() }
            count += 1
        }
    }

    /// Takes over what other servers changed of accounts and rooms.
    ///
    /// Suspends to read.
    func look() async throws {
        try await looking.enter()
        defer { looking.leave() }
        let marks = try await store.marks()
        let last = state.withLock { $0.marks }
        guard marks != last else { return }
        if marks.audit != last.audit { services.gate.accounts.signal.send() }
        if marks.access != last.access || marks.room != last.room {
            try await services.gate.accounts.follow(marks)
            tell(try await services.rooms.follow())
        }
        state.withLock { $0.marks = marks }
    }

    private func tell(_ news: Rooms.News) {
        guard !news.gone.isEmpty || !news.cut.isEmpty else { return }
        services.catchUp.forgetAll()
        for room in news.cut { services.delivery.withdraw(room) }
        for room in news.gone { services.forget(room) }
    }

    /// Takes the members of servers out that are gone, and those of servers in that are back.
    private func lookAtNodes(isAnew: Bool = false) async throws {
        let nodes = try await store.nodes()
        let live = Set(nodes.filter { !$0.isAway }.map(\.number)).subtracting([store.node.number])
        let hasNew = state.withLock { state in
            defer { state.live = live }
            state.known = Set(nodes.map(\.number))
            services.presence.note(others: state.presence.keep(live))
            return !live.isSubset(of: state.live)
        }
        if hasNew || isAnew { try await readPresence() }
    }

    private func readPresence() async throws {
        let rows = try await store.presence()
        let known = state.withLock { state in
            services.presence.note(others: state.presence.take(whole: rows, of: state.live))
            return state.known
        }
        // What a server left that is gone for good.
        for node in Set(rows.map(\.node)).subtracting(known) {
            try await store.clearPresence(at: node)
        }
    }

    // MARK: - Telling

    private func tellOn() async {
        while !Task.isCancelled {
            // Cancelled, it ends at once: what was spent until then is told once more.
            try? await Task.sleep(for: Self.tellingPause)
            await tellPresence()
            for text in SpentNotice.texts(of: services.gate.rates.takeSpent()) {
                store.bus.send(.spent, text)
            }
        }
    }

    /// Writes who came and left, and tells the others once that can be read.
    private func tellPresence() async {
        let isWhole = isPresenceDue.exchange(false, ordering: .acquiringAndReleasing)
        let changes = isWhole ? [] : services.presence.takeChanges()
        guard isWhole || !changes.isEmpty else { return }
        let all = isWhole ? services.presence.takeAll() : []
        let came = all + changes.filter(\.isHere).map(\.place)
        let left = changes.filter { !$0.isHere }.map(\.place)
        do throws(StoreError) {
            try await store.writePresence(
                came: came.map(present),
                left: left.map(present),
                isWhole: isWhole
            )
        } catch {
            return isPresenceDue.store(true, ordering: .releasing)
        }
        let texts = isWhole ? [PresenceNotice.unknown.text] : PresenceNotice.texts(of: changes)
        let isTold = texts.allSatisfy { store.bus.send(.presence, $0) }
        if !isTold { isPresenceDue.store(true, ordering: .releasing) }
    }

    private func present(_ place: PresencePlace) -> PresentMember {
        PresentMember(place.member, in: place.room, at: store.node.number)
    }

    private func tellLoad() async {
        let load = NodeLoad(
            streams: Int64(await services.delivery.streamCount()),
            isDraining: services.lifecycle.isDraining
        )
        // What cannot be written now is written with the next.
        try? await store.note(load)
    }

    private func trying(_ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            // It is looked at again a second later; that the log is lost is told elsewhere.
            logger.debug("other servers were not heard", metadata: ["error": "\(error)"])
        }
    }
}
