import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

/// Turns what a stream tells into what the status line shows.
final class HealthReporter: Sendable {
    private let server: ServerAddress
    private let help: SignInHelp
    private let inbox: ServerInbox
    private let state = Mutex(State())

    private struct State {
        var isLive = false
        var isStale = false
    }

    /// Makes a reporter.
    ///
    /// - Parameter settings: which server, and how one signs in, for people.
    init(_ settings: Settings, inbox: ServerInbox) {
        server = settings.server
        help = settings.signInHelp
        self.inbox = inbox
    }

    /// Whether what was told is how things are: all has come, and the stream is not silent.
    var isLive: Bool { state.withLock { $0.isLive && !$0.isStale } }

    /// Takes what a stream tells.
    ///
    /// Suspends while the inbox is full.
    func take(_ report: StreamReport) async {
        switch report {
        case .connecting:
            state.withLock { $0 = State() }
            await inbox.put(.stream(.connecting(server: server.description)))
        case .opened:
            await inbox.put(.stream(.catchingUp))
        case .event(let event):
            if let health = recovered(by: event) { await inbox.put(.stream(health)) }
            await inbox.put(.event(event))
        case .quiet(let seconds):
            state.withLock { $0.isStale = true }
            await inbox.put(.stream(.stale(seconds: seconds)))
        case .disconnected(let end, let wait):
            state.withLock { $0 = State() }
            await inbox.put(.serverAnswers(end.isAnswer))
            let now = Timestamp.now().milliseconds
            let health = StreamHealth.offline(
                reason: end.description + (end.asksForCredentials ? "; \(help.words)" : ""),
                // Without a wait, only the person can have it tried again.
                retryAt: wait.map { Timestamp(milliseconds: now + $0.milliseconds) }
            )
            await inbox.put(.stream(health))
        }
    }

    /// The health that an event proves, if it is another than before.
    private func recovered(by event: Event) -> StreamHealth? {
        state.withLock { state in
            let wasStale = state.isStale
            state.isStale = false
            if event == .control(.live) {
                state.isLive = true
                return .live
            }
            guard wasStale else { return nil }
            return state.isLive ? .live : .catchingUp
        }
    }
}
