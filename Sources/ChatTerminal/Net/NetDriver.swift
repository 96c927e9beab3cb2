import ChatClient
import ChatProtocol
import ChatTUI
import Dispatch
import SmallFiles
import Synchronization

/// Does what `update` asks of the network and the disk, and brings what comes of it to the inbox.
///
/// Effects are taken in order; what needs an answer waits for it in a line of its own, so that a
/// slow page of history holds up no message.
final class NetDriver: Sendable {
    /// Effects that wait at most; a further one is dropped, and the person is told.
    private static let effectLimit = 1_024
    /// Questions that wait at most; the oldest is dropped, since newer ones matter more.
    private static let questionLimit = 256

    let settings: Settings
    private let transfers: TransferDriver
    /// Takes what comes.
    let inbox: ServerInbox
    /// Who asks.
    let speaker: Mutex<MemberName>
    /// How many orders came to nothing.
    let undone = Mutex(0)
    /// How the last stream ended; `nil` while one is open.
    private let lastEnd = Mutex<StreamEnd?>(nil)
    private let effects = AsyncStream.makeStream(
        of: Effect.self,
        bufferingPolicy: .bufferingOldest(effectLimit)
    )
    private let questions = AsyncStream.makeStream(
        of: Effect.self,
        bufferingPolicy: .bufferingNewest(questionLimit)
    )
    /// Questions that counts are mended by, each of which asks a lot; what is looked at does not
    /// wait for them.
    private let counts = AsyncStream.makeStream(
        of: Effect.self,
        bufferingPolicy: .bufferingNewest(questionLimit)
    )
    /// Searches; one that waits gives way to the next, which is what the person wants to see.
    let searches = AsyncStream.makeStream(
        of: SearchRequest.self,
        bufferingPolicy: .bufferingNewest(1)
    )
    private let signs = AsyncStream.makeStream(
        of: Effect.self,
        bufferingPolicy: .bufferingNewest(questionLimit)
    )

    /// Makes a driver; nothing is connected or opened before it runs.
    init(_ settings: Settings, inbox: ServerInbox) {
        self.settings = settings
        self.inbox = inbox
        transfers = TransferDriver(inbox: inbox, folders: UserFolders(settings.environment))
        speaker = Mutex(settings.name)
    }

    /// How much of what a person asked for came to nothing, files among it; what is said is told
    /// by its message.
    var undoneCount: Int { undone.withLock { $0 } + transfers.failed.withLock { $0 } }

    /// Whether something answers there that is no Burble server.
    var meetsStranger: Bool { lastEnd.withLock { $0?.isOfStranger ?? false } }

    /// Hands an effect over.
    ///
    /// Does not suspend.
    ///
    /// - Parameter effect: what is to be done.
    /// - Returns: false if too much waits already, and it will not be done.
    func perform(_ effect: Effect) -> Bool {
        switch effects.continuation.yield(effect) {
        case .dropped: false
        default: true
        }
    }

    /// Ends it once what was handed over before is begun.
    ///
    /// What is not sent then stays on the disk.
    func stop() { effects.continuation.finish() }

    /// Signalled once all that came before ``stop()`` is begun: messages lie on the disk then.
    let handedOver = DispatchSemaphore(value: 0)

    /// Runs the drivers of several servers side by side; none waits for another.
    ///
    /// Suspends until the task is cancelled.
    static func run(_ drivers: [NetDriver]) async {
        await withDiscardingTaskGroup { group in
            for driver in drivers { group.addTask { await driver.run() } }
        }
    }

    /// Runs until the task is cancelled.
    ///
    /// Suspends throughout.
    func run() async {
        let transport = settings.transport
        let stream = EventStream(
            over: transport,
            rooms: [],
            as: settings.name,
            tail: 1,
            clock: LoopClock()
        )
        let outbox = Outbox(file: nil, poster: Poster(over: transport), clock: LoopClock())
        await open(outbox, isFirst: true)
        let news = RoomNews(over: transport, isSignedIn: settings.servers[0].signedIn != nil)
        let account = AccountDriver(settings, over: transport)
        let health = HealthReporter(settings, inbox: inbox)
        // Another program that has signed in since has ended the token before.
        let takeToken = { @Sendable in
            guard account.readAnew() else { return }
            news.follow(true)
            stream.reconnectNow()
            outbox.retryNow()
        }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.follow(stream, outbox, health, takeToken) }
            group.addTask {
                await outbox.run(using: SystemRandomNumberGenerator()) { await self.tell($0) }
            }
            for line in [questions.stream, counts.stream, signs.stream] {
                group.addTask { await self.answer(line, over: transport) }
            }
            group.addTask { await self.search(over: transport) }
            group.addTask { await news.run(into: self.inbox) }
            group.addTask { await self.serve(account, stream, outbox, news) }
            group.addTask {
                await self.transfers.run(over: transport) { self.speaker.withLock { $0 } }
            }
            for await effect in effects.stream {
                if case .account(let order) = effect { account.begin(order) }
                if effect == .reconnect { takeToken() }
                if case .post(let message) = effect {
                    await queue(message, in: outbox, isLive: health.isLive)
                } else {
                    await route(effect, stream: stream, outbox: outbox)
                }
            }
            handedOver.signal()
            group.cancelAll()
        }
        await transport.shutdown()
    }

    /// Reads the stream, once more with a token that is there since it was shut out.
    private func follow(
        _ stream: EventStream<LoopClock>,
        _ outbox: Outbox<LoopClock>,
        _ health: HealthReporter,
        _ takeToken: @escaping @Sendable () -> Void
    ) async {
        await stream.run(using: SystemRandomNumberGenerator()) { report in
            if report == .opened || report.isOfRoom { outbox.retryNow() }
            self.note(report)
            await health.take(report)
            if case .disconnected(let end, _) = report, end.asksForCredentials { takeToken() }
        }
    }

    private func note(_ report: StreamReport) {
        switch report {
        case .opened: lastEnd.withLock { $0 = nil }
        case .disconnected(let end, _): lastEnd.withLock { $0 = end }
        case .connecting, .event, .quiet: break
        }
    }

    /// Does what is ordered of the account.
    private func serve(
        _ account: AccountDriver,
        _ stream: EventStream<LoopClock>,
        _ outbox: Outbox<LoopClock>,
        _ news: RoomNews
    ) async {
        await account.run { input in
            // Who it is decides what the stream shows: it is opened anew.
            if case .signedIn(let signedIn) = input {
                if let signedIn { self.speaker.withLock { $0 = signedIn.name } }
                news.follow(signedIn != nil)
                stream.rename(to: self.speaker.withLock { $0 })
                stream.reconnectNow()
                outbox.retryNow()
            }
            await self.inbox.put(input)
            // What was not sent shows behind the word that says who one is.
            if case .signedIn(.some) = input { await self.open(outbox) }
        }
    }

    private func route(
        _ effect: Effect,
        stream: EventStream<LoopClock>,
        outbox: Outbox<LoopClock>
    ) async {
        switch effect {
        case .follow(let rooms):
            stream.follow(rooms)
        case .rename(let name):
            speaker.withLock { $0 = name }
            stream.rename(to: name)
        case .reconnect:
            stream.reconnectNow()
            outbox.retryNow()
        case .sendNow: outbox.retryNow()
        case .search(let request):
            searches.continuation.yield(request)
        case .loadHistory, .loadAfter, .loadAround, .loadMessage, .loadRooms, .loadMembers,
            .setTopic, .decide, .serverBan, .settle:
            if case .dropped(let lost) = questions.continuation.yield(effect) { await giveUp(lost) }
        case .loadUnheld:
            if case .dropped(let lost) = counts.continuation.yield(effect) { await giveUp(lost) }
        case .markRead, .typing, .refreshMembers:
            signs.continuation.yield(effect)
        case .transfer(let number, let job): await transfers.begin(number, job)
        case .cancelTransfer(let number): transfers.stop(number)
        case .copy, .open, .checkViewer, .save, .listPaths, .showBare, .showPicture,
            .editExternally, .goOnInLines, .bell, .notify, .redraw, .suspend, .connect,
            .disconnect, .execute, .applySettings, .keepSetting, .spell, .account, .workspace,
            .post, .quit:
            break
        }
    }
}
