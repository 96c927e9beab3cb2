import CPages
import CTerminal
import ChatClient
import ChatProtocol
import ChatTUI
import Glibc

/// The screen: one loop that takes keys, news and the time, updates the model and draws it.
///
/// It owns the main thread and blocks it in `poll`; nothing else of this process needs that thread.
@MainActor
final class ChatApp {
    /// News that is taken between two looks at the keys: about a millisecond of work.
    private static let newsLimit = 128
    /// The longest sleep, so that the model's time is never older.
    private static let longestSleep = Duration.seconds(60)
    /// Bytes of a terminal that are taken in one go.
    static let readLimit = 16 * 1024

    /// Keys that a picture lets pass at most before it is drawn whole.
    private static let delayLimit = 8

    private let errors: ErrorLog
    let terminal: CursesTerminal
    private let wake: WakePipe
    let inbox: Inbox
    /// A driver for each server.
    var nets: [NetDriver]
    /// By which number each driver is known to the inbox, which stays when others are left.
    var numbers: [Int]
    /// That of the next server.
    var nextNumber: Int
    let signals: CInt
    /// What each server keeps on the disk.
    var kept: [KeptState]
    /// What each server keeps of what is said.
    var logs: [LogKeeper]
    /// The settings of each server.
    var servers: [Settings]
    let settings: Settings
    let environment: [String: String]
    let companions = Companions()
    let outlets: Outlets
    /// The dictionary, made at the first question.
    lazy var spelling = SpellChecker(
        companions: companions,
        answer: { self.take(.spelled($0, $1)) },
        tell: { self.take(.notice($0)) }
    )
    var workspace: Workspace
    var keys: KeyParser
    /// When the last byte of a key came.
    var lastByte = ContinuousClock.now
    var pace = FrameLimiter<ContinuousClock.Instant>()
    private var thrift = MemoryTrimmer<ContinuousClock.Instant>()
    private let memo = RowMemo()
    /// Where somebody has signed in on the screen, by ``numbers``.
    var signedInServers: Set<Int> = []
    /// How often keys came before the picture that is due.
    private var delays = 0
    /// `nil` while the screen has the terminal.
    var guest: Guest?
    /// Keys that came before a guest did, and wait until it has gone.
    var typedAhead: [Input] = []
    var exitCode: CInt?
    /// What the program is told that goes on where this one ends; `nil` if none does.
    var successor: [String]?

    /// Takes the terminal over; `nil` if nothing can be drawn on it, which is then as it was.
    ///
    /// - Parameters:
    ///   - settings: what the client was told.
    ///   - control: where other programs come; `nil` for nowhere.
    init?(_ settings: Settings, control: ControlSocket? = nil) {
        // Before there is another thread, which would inherit what is taken here.
        signals = terminal_signals()
        let errors = ErrorLog(in: settings.state)
        guard signals >= 0, let wake = WakePipe(),
            let terminal = ChatApp.terminal(settings, errors)
        else {
            errors.end()
            terminal_signals_end(signals)
            return nil
        }
        self.errors = errors
        self.terminal = terminal
        self.wake = wake
        let inbox = Inbox(waking: wake)
        self.inbox = inbox
        environment = settings.environment
        self.settings = settings
        outlets = Outlets(companions: companions, socket: control)
        let delay = settings.options.escapeDelay
        keys = KeyParser(escapeDelay: EscapeDelay.of(delay, environment: environment))
        let servers = settings.ofEachServer
        self.servers = servers
        logs = servers.map { LogKeeper($0) }
        nets = servers.enumerated().map { number, settings in
            NetDriver(settings, inbox: ServerInbox(inbox: inbox, server: number))
        }
        numbers = Array(servers.indices)
        nextNumber = servers.count
        let restored = servers.map { ChatApp.restored($0, size: terminal.size) }
        kept = restored.map { $0.kept }
        workspace = Workspace(restored.map { $0.model }, names: servers.map(\.serverTitle))
        if let type = terminal.unknownType {
            let words = "TERM=\(type) is not known here: drawn as \(CursesTerminal.usualType)"
            _ = workspace.take(.notice(words))
        }
    }

    private static func terminal(_ settings: Settings, _ errors: ErrorLog) -> CursesTerminal? {
        let place = errors.path.map { "; what it said is in \($0)" } ?? ""
        return CursesTerminal(
            environment: settings.environment,
            theme: settings.theme,
            crashMessage: "chat-tui stopped by an error of its own\(place).\r\n"
        )
    }

    /// A server's model with what was kept of it, and what keeps it from now on.
    static func restored(_ settings: Settings, size: Size) -> (model: Model, kept: KeptState) {
        var model = Model(settings, size: size)
        if Multiplexer(environment: settings.environment) != nil { model.requireViewerCheck() }
        let kept = KeptState(settings, restoringInto: &model)
        return (model, kept)
    }

    /// Runs until the person leaves.
    ///
    /// Blocks the thread.
    func run() -> CInt {
        // The first picture owes nothing to the network, which starts behind it.
        draw()
        terminal.askGround()
        let nets = nets
        // The process's entry point: there is no task to be a child of.
        Task.detached { await NetDriver.run(nets) }
        perform(workspace.start())
        startHooks()
        while exitCode == nil {
            wait(for: sleep())
            // What a key does is seen before the news behind it is looked at.
            drawIfDue()
            takeNews()
            drawIfDue()
            giveBackIfDue()
            for (kept, model) in zip(kept, workspace.models) { kept.note(model, now: .now) }
            for (log, model) in zip(logs, workspace.models) {
                if let words = log.note(model) { take(.notice(words)) }
            }
        }
        endGuest()
        save()
        companions.stop()
        outlets.end()
        terminal.close()
        errors.end()
        // Who goes on here is not to inherit that they are taken.
        if successor != nil, exitCode == ExitCodes.done {
            awaitHandover()
            terminal_signals_end(signals)
        }
        // The terminal is the person's again by now.
        companions.awaitEnd()
        return exitCode ?? ExitCodes.done
    }

    /// Keeps what is to be kept now.
    func save() {
        for (kept, model) in zip(kept, workspace.models) { kept.save(model) }
    }
}

extension ChatApp {
    /// How long nothing can happen by itself.
    private func sleep() -> Duration {
        var sleep = Self.longestSleep
        if let wakeAt = workspace.wakeAt {
            let wait = wakeAt.milliseconds - Timestamp.now().milliseconds
            sleep = min(sleep, .milliseconds(wait))
        }
        if let flush = keys.flushAfter {
            sleep = min(sleep, flush - lastByte.duration(to: .now))
        }
        if terminal.canDraw {
            if let picture = pace.wait(at: .now) { sleep = min(sleep, picture) }
            if let pause = thrift.wait(at: .now) { sleep = min(sleep, pause) }
        }
        if inbox.hasNews { sleep = .zero }
        if let programs = companions.wait { sleep = min(sleep, programs) }
        for kept in kept {
            if let save = kept.saveIn(now: .now) { sleep = min(sleep, save) }
        }
        return max(sleep, .zero)
    }

    private func wait(for sleep: Duration) {
        var polled = [STDIN_FILENO, signals, wake.reading].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        if case .program? = guest { polled[0].fd = -1 }
        polled += [terminal.output.polled] + companions.polled + outlets.polled
        // Rounded up: a sleep that ends too soon would be followed by one of nothing.
        let limit = CInt(clamping: sleep.milliseconds + (sleep > .zero ? 1 : 0))
        // The call fills in the values that it is given.
        _ = unsafe poll(&polled, nfds_t(polled.count), limit)
        if polled[0].revents != 0 { readKeys() }
        if polled[1].revents != 0 { readSignals() }
        if polled[2].revents != 0 { wake.drain() }
        if polled[3].revents != 0 { terminal.output.flush() }
        companions.serve()
        serveOutlets()
    }

    /// Takes some of the news, and the time, into account.
    private func takeNews() {
        if let flush = keys.flushAfter, lastByte.duration(to: .now) >= flush {
            for input in keys.flush() { take(input) }
            pace.noteKey()
            drawIfDue()
        }
        let news = inbox.take(atMost: Self.newsLimit)
        if news.count == Self.newsLimit { thrift.noteWork(at: .now, isMuch: true) }
        let now = Timestamp.now()
        let isDue = workspace.wakeAt.map { $0 <= now } ?? false
        let age = now.milliseconds - workspace.model.now.milliseconds
        let isOld = age >= Self.longestSleep.milliseconds
        if !news.isEmpty || isDue || isOld { take(.tick(now)) }
        for news in news {
            // One that was left may have said something before it ended.
            guard let server = index(ofNumber: news.server) else { continue }
            tellOutlets(of: news.input, from: server)
            take(news.input, from: server)
        }
    }

    /// Takes an input into account, and does what follows from it.
    ///
    /// - Parameter input: what happened at the terminal, or the time.
    func take(_ input: Input) {
        perform(workspace.take(input))
    }

    func take(_ input: Input, from server: Int) {
        perform(takeTelling(input, from: server))
        if case .signedIn(let account?) = input { keep(server, for: account.name) }
    }

    func perform(_ outcome: Workspace.Outcome) {
        if outcome.isSeen { pace.noteNews() }
        perform(outcome.effects)
    }

    private func drawIfDue() {
        if terminal.canDraw, pace.wait(at: .now) == .zero { draw() }
    }

    /// Draws all of it; a key that comes meanwhile is served first, and the rest is drawn then.
    private func draw() {
        let frame = view(workspace, capabilities: terminal.capabilities, memo: memo)
        thrift.noteWork(at: .now)
        let isPatient = delays < Self.delayLimit
        guard terminal.draw(frame, unless: { isPatient && hasKeys }) else {
            delays += 1
            return pace.noteKey()
        }
        delays = 0
        pace.noteDrawn(at: .now)
    }

    /// Whether something is typed that was not read.
    private var hasKeys: Bool {
        var polled = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        // The call fills in the value that it is given.
        return unsafe poll(&polled, 1, 0) > 0
    }

    /// Draws the line that is written in over the picture that shows, which may wait for its turn.
    ///
    /// - Returns: false if the whole picture is to be made.
    func drawLine() -> Bool {
        guard terminal.canDraw, let shown = terminal.shown,
            let frame = viewLine(of: workspace, over: shown)
        else { return false }
        terminal.draw(frame)
        thrift.noteWork(at: .now)
        return true
    }

    /// In a pause, gives back the memory of what the start or a flood alone needed.
    private func giveBackIfDue() {
        guard terminal.canDraw, thrift.wait(at: .now) == .zero else { return }
        burble_give_back_pages()
        // What the next key's picture needs is there again before that key.
        draw()
        _ = drawLine()
        thrift.noteGivenBack()
    }
}
