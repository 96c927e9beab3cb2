import ChatServer
import Dispatch
import Foundation

/// The screen of `top`: what comes in, and what is drawn.
struct TopApp: Sendable {
    /// What can happen.
    private enum Input: Sendable {
        case figures(TopFigures)
        case lost(String)
        case key(UInt8)
        case resized
        case stop
    }

    /// Inputs that wait while the terminal is slow; older ones are dropped, the newest tells all.
    private static let waiting = 64

    let source: TopSource
    let server: String

    /// Shows the screen until the person leaves it, or the server refuses for good.
    ///
    /// Suspends for as long; the terminal is then as it was.
    ///
    /// - Throws: ``CommandFailure`` when to ask again is in vain.
    func run() async throws(CommandFailure) {
        let (inputs, feed) = AsyncStream.makeStream(
            of: Input.self,
            bufferingPolicy: .bufferingNewest(Self.waiting)
        )
        guard let terminal = TopTerminal() else {
            Exit.inputOutput.leave(saying: "the terminal cannot be set up")
        }
        defer { terminal.restore() }
        let events = listen(feed)
        defer { for event in events { event.cancel() } }
        let failure: CommandFailure? = await withTaskGroup(of: CommandFailure?.self) { group in
            group.addTask { await follow(feed) }
            await show(inputs, on: terminal)
            group.cancelAll()
            return await group.next() ?? nil
        }
        if let failure { throw failure }
    }

    private func show(_ inputs: AsyncStream<Input>, on terminal: TopTerminal) async {
        var model = TopModel(server: server)
        terminal.draw(model)
        for await input in inputs {
            switch input {
            case .figures(let figures): model.take(figures)
            case .lost(let reason): model.lose(reason)
            case .resized: break
            case .stop: return
            case .key(let key):
                // Ctrl-C, Ctrl-D, q and Q; 0 is the end of the terminal.
                guard ![0, 3, 4, UInt8(ascii: "q"), UInt8(ascii: "Q")].contains(key) else {
                    return
                }
            }
            terminal.draw(model)
        }
    }

    /// Follows the numbers, and again after each end that may pass.
    ///
    /// - Returns: why they are not to be had, and the screen ends; `nil` once nobody looks.
    private func follow(_ feed: AsyncStream<Input>.Continuation) async -> CommandFailure? {
        while !Task.isCancelled {
            let failure = await source.followFigures { feed.yield(.figures($0)) }
            guard !Task.isCancelled else { return nil }
            guard failure.exit.mayPass else {
                feed.finish()
                return failure
            }
            feed.yield(.lost("\(failure); trying again"))
            do {
                try await Task.sleep(for: TopSource.pause)
            } catch {
                return nil
            }
        }
        return nil
    }

    /// Listens to the keys and to the signals.
    private func listen(_ feed: AsyncStream<Input>.Continuation) -> [any DispatchSourceProtocol] {
        let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO)
        keys.setEventHandler {
            var key: UInt8 = 0
            // The call fills in the one byte that it is given.
            let count = unsafe read(STDIN_FILENO, &key, 1)
            feed.yield(.key(count == 1 ? key : 0))
        }
        let signals = [SIGWINCH, SIGTERM, SIGHUP, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { feed.yield(number == SIGWINCH ? .resized : .stop) }
            return source
        }
        let all: [any DispatchSourceProtocol] = [keys] + signals
        for source in all { source.activate() }
        return all
    }
}
