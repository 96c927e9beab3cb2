import CPages
import ChatClient
import ChatProtocol
import ChatTUI
import Glibc
import Spawning

/// The client in lines: no screen, no cursor that moves, and the terminal's own line editing.
///
/// Each line that is typed is sent, or is a command; what happens is said in words. It owns the
/// main thread and blocks it in `poll`.
@MainActor
final class PlainApp {
    /// The longest sleep, so that the model's time is never older.
    private static let longestSleep: Int64 = 60_000
    /// Lines of a pipe that may wait before no more are read.
    private static let waitingLimit = 1_000
    /// Columns and rows that the model lays nothing out for but scrolling.
    private static let size = Size(columns: 80, rows: 24)

    private let wake: WakePipe
    private let inbox: Inbox
    private let net: NetDriver
    private let isUTF8: Bool
    private let environment: [String: String]
    private let companions = Companions()
    private let hasKeyboard = isatty(STDIN_FILENO) == 1
    private let kept: KeptState
    private let log: LogKeeper
    private var workspace: Workspace
    private var voice = PlainVoice()
    private var lines = TypedLines()
    /// Lines of a pipe, which comes at once: each waits until the one before is done, as it would
    /// if a person typed it.
    private var waiting: [InputLines.Line] = []
    private var isAsking = false
    private var thrift = MemoryTrimmer<ContinuousClock.Instant>()
    private var exitCode: CInt?
    /// What of a pipe came to nothing; a person sees it, and can say it again.
    private var notPosted = NotPosted()
    /// Keys of what this run has sent, until it is told what became of it.
    private var underWay: Set<String> = []
    private var patience = Patience()
    /// Whether what is not sent at the end goes out at the next start.
    private let keepsUnsent: Bool

    /// Makes the client; `nil` if the process has no more descriptors.
    init?(_ settings: Settings) {
        guard let wake = WakePipe() else { return nil }
        var settings = settings
        // A password is asked for on the screen alone.
        settings.signInHelp = .plain
        self.wake = wake
        inbox = Inbox(waking: wake)
        net = NetDriver(settings, inbox: ServerInbox(inbox: inbox, server: 0))
        isUTF8 = ProcessEnvironment.isUTF8(settings.environment)
        environment = settings.environment
        keepsUnsent = settings.state != nil
        var model = Model(settings, size: Self.size)
        if Multiplexer(environment: environment) != nil { model.requireViewerCheck() }
        kept = KeptState(
            settings,
            restoringInto: &model,
            keepsDrafts: false,
            keepsHistory: hasKeyboard
        )
        log = LogKeeper(settings)
        workspace = Workspace([model], names: [settings.serverTitle])
        if settings.servers.count > 1 {
            let words = "lines go to \(settings.serverTitle) alone; --server NAME chooses another"
            _ = workspace.take(.notice(words))
        }
    }

    /// Runs until the person leaves, the input ends and all of it is sent, or nobody reads on.
    ///
    /// Blocks the thread.
    func run() -> CInt {
        let net = net
        // The process's entry point: there is no task to be a child of.
        Task.detached { await net.run() }
        perform(workspace.start())
        say()
        while exitCode == nil {
            wait()
            let now = Timestamp.now()
            take(.tick(now))
            for news in inbox.take(atMost: Inbox.limit * 2) {
                if news.input == .settled { isAsking = false }
                let before = workspace.model.refusedCount
                let outcome = workspace.take(news.input, from: news.server)
                noteOutcome(news.input, refused: workspace.model.refusedCount - before)
                perform(outcome.effects)
                say()
            }
            submitWaiting()
            keep()
            giveBackIfDue()
            // What was typed is safe on the disk; one who goes does not wait for a server.
            if exitCode == nil, lines.isAtEnd, hasKeyboard || isDone { exitCode = ExitCodes.done }
            giveUpIfDue()
        }
        kept.save(workspace.model)
        return finish(exitCode ?? ExitCodes.done)
    }

    /// Says to a program what was not posted, as the other pipes do.
    private func finish(_ code: CInt) -> CInt {
        guard !hasKeyboard, code == ExitCodes.done else { return code }
        notPosted.noteLines(net.undoneCount)
        // Nobody will answer any more, and it is not done.
        if workspace.model.awaitsAnswer { notPosted.noteLines() }
        if let words = notPosted.words { StandardError.say(words) }
        return notPosted.code
    }

    /// Ends a pipe that no server takes, as other pipes end then.
    private func giveUpIfDue() {
        let now = ContinuousClock.now
        patience.note(isStuck: !hasKeyboard && !isDone && isAway, at: now)
        guard exitCode == nil, patience.wait(at: now) == .zero else { return }
        let code = net.meetsStranger ? ExitCodes.stranger : ExitCodes.unavailable
        let held = workspace.model.heldCount
        notPosted.noteEnd(code, lines: waiting.count + underWay.count + held)
        if keepsUnsent, !underWay.isEmpty {
            StandardError.say("what was said and is not posted is sent at the next start")
        }
        exitCode = ExitCodes.done
    }

    private var isAway: Bool {
        switch workspace.model.health {
        case .connecting, .offline: true
        case .catchingUp, .live, .stale: false
        }
    }

    private func keep() {
        kept.note(workspace.model, now: .now)
        if let words = log.note(workspace.model) { take(.notice(words)) }
    }

    private func wait() {
        let isFull = lines.isAtEnd || waiting.count > Self.waitingLimit
        var polled = [isFull ? -1 : STDIN_FILENO, wake.reading].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        polled += companions.polled
        let next = workspace.wakeAt.map { $0.milliseconds - Timestamp.now().milliseconds + 1 }
        let pause = thrift.wait(at: .now).map { $0.milliseconds + 1 }
        let sleep = min(next ?? Self.longestSleep, pause ?? Self.longestSleep)
        let programs = companions.wait?.milliseconds ?? Self.longestSleep
        let saving = kept.saveIn(now: .now).map { $0.milliseconds + 1 } ?? Self.longestSleep
        let end = patience.wait(at: .now).map { $0.milliseconds + 1 } ?? Self.longestSleep
        let limit = min(Self.longestSleep, max(0, min(sleep, programs, saving, end)))
        // The call fills in the values that it is given.
        _ = unsafe poll(&polled, nfds_t(polled.count), CInt(clamping: limit))
        if polled[1].revents != 0 { wake.drain() }
        companions.serve()
        guard polled[0].revents != 0 else { return }
        waiting += lines.read(from: STDIN_FILENO)
        if hasKeyboard { while submitNext() {} }
    }

    private var isDone: Bool {
        waiting.isEmpty && !isAsking && !workspace.model.hasUnsent && !workspace.model.isBusy
    }

    /// Does the next line of a pipe if those before it are done.
    private func submitWaiting() {
        guard !hasKeyboard, !isAsking, workspace.model.isSettled, !workspace.model.isBusy else {
            return
        }
        isAsking = submitNext() && net.perform(.settle)
    }

    /// Does the next line; whether there was one.
    private func submitNext() -> Bool {
        guard exitCode == nil, !waiting.isEmpty else { return false }
        perform(workspace.take(.tick(.now())).effects)
        voice.noteLine()
        submit(waiting.removeFirst())
        return true
    }

    /// Does a line; no part of one is said alone, nor another text in its place.
    private func submit(_ line: InputLines.Line) {
        switch line {
        case .text(let text):
            let refused = workspace.model.refusedCount
            let mistakes = workspace.model.mistakes
            let effects = workspace.submit(text)
            // A room that is lost takes no words, and they are not sent.
            notPosted.noteLines(workspace.model.refusedCount - refused)
            notPosted.noteLines(workspace.model.mistakes - mistakes)
            perform(effects)
            say()
        case .tooLong:
            notPosted.noteLines()
            let limit = Limits.messageBytes
            take(.notice("Not sent: the line is longer than the \(limit) bytes of a message."))
        case .notUTF8:
            notPosted.noteLines()
            take(.notice("Not sent: the line is not UTF-8."))
        }
    }

    /// Notes what became of a line of this run; what an earlier one left is another matter.
    private func noteOutcome(_ input: Input, refused count: Int) {
        switch input {
        case .posted(let key, _):
            underWay.remove(key)
            // A stream that is refused is no server that is away.
            patience = Patience()
        case .refused(let key, _, _, _) where underWay.remove(key) != nil:
            patience = Patience()
            notPosted.note(input)
        // What was held for a room that could not be made, and the order to make it.
        case .notEntered(let room, _) where !workspace.model.isBeingMade(room):
            notPosted.noteLines(max(0, count) + 1)
        case .searchFailed: notPosted.noteLines()
        default: break
        }
    }

    /// Notes an effect that is not done, as too much waits.
    private func noteUndone(_ effect: Effect, refused count: Int) {
        switch effect {
        case .decide(_, .enter), .decide(_, .useCode): notPosted.noteLines(max(0, count) + 1)
        case .decide(_, .join): break
        case .post, .setTopic, .decide, .serverBan, .search, .transfer, .account:
            notPosted.noteLines()
        default: break
        }
    }

    private func checkViewer() {
        ViewerQuery(environment: environment, companions: companions).ask { isThere in
            self.take(.viewerChecked(isThere))
        }
    }

    private func take(_ input: Input) {
        perform(workspace.take(input).effects)
        say()
    }

    private func say() {
        let lines = voice.lines(of: workspace)
        if !lines.isEmpty { thrift.noteWork(at: .now) }
        for line in lines {
            let text = isUTF8 ? line : String(line.map { $0.isASCII ? $0 : "?" })
            note(StandardOutput.say(text))
        }
    }

    /// In a pause, gives back the memory of what the start alone needed.
    private func giveBackIfDue() {
        guard thrift.wait(at: .now) == .zero else { return }
        burble_give_back_pages()
        thrift.noteGivenBack()
    }

    private func perform(_ orders: [ServerEffect]) {
        for effect in orders.map(\.effect) {
            switch effect {
            case .bell: note(StandardOutput.ring())
            case .notify, .redraw, .suspend, .listPaths: break
            case .checkViewer: checkViewer()
            case .applySettings, .keepSetting, .spell, .copy(_, isAside: true): break
            case .copy, .open, .save, .showBare, .showPicture, .editExternally, .connect,
                .disconnect, .execute:
                notPosted.noteLines()
                take(.notice("that needs the screen: start chat-tui without --plain"))
            case .goOnInLines: take(.notice("these are lines already"))
            case .quit: exitCode = exitCode ?? ExitCodes.done
            default: hand(over: effect)
            }
        }
    }

    private func hand(over effect: Effect) {
        guard !net.perform(effect) else {
            if case .post(let message) = effect { underWay.insert(message.key) }
            return
        }
        let before = workspace.model.refusedCount
        take(Input(undone: effect))
        noteUndone(effect, refused: workspace.model.refusedCount - before)
    }

    private func note(_ outcome: WholeOutput.Outcome) {
        // One that takes nothing is told of once.
        guard exitCode != ExitCodes.broken else { return }
        if let code = StandardOutput.end(after: outcome) { exitCode = code }
    }
}
