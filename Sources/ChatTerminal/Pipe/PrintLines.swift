import ChatClient
import ChatProtocol
import ChatTUI
import Glibc
import Spawning

/// Prints what is said in the rooms, until it is stopped, has all that was asked for, or nobody
/// reads on.
@MainActor
final class PrintLines {
    /// How many of the newest messages come first, as for curl.
    private static let tail = 20
    /// How long no server may answer before one that is to leave by itself gives up.
    private static let patience = Duration.seconds(15)

    private let settings: Settings
    private let script: ScriptOptions
    private let encoder: EventEncoder
    private let wanted: FoldedSearch?
    private let began = ContinuousClock.now
    private var isOffline = false
    /// The code that this ends with, once it is known: nothing is said twice after it.
    private var code: CInt?
    /// Whether what comes is wanted: the last message before the present is not when none was asked
    /// for, and comes only to know where the stream stands.
    private var isWanted: Bool

    /// Makes one.
    ///
    /// - Parameter settings: where from, as whom, and what of it.
    init(_ settings: Settings) {
        self.settings = settings
        script = settings.script
        encoder = EventEncoder(
            format: script.asJSON ? .ndjson : .text,
            namesRooms: settings.rooms.count > 1
        )
        wanted = script.wait.map { FoldedSearch($0) }
        isWanted = Self.firstMessages(script) > 0 || script.since != nil
    }

    private static func firstMessages(_ script: ScriptOptions) -> Int {
        script.tail ?? (script.wait == nil ? tail : 0)
    }

    /// Prints until it is over.
    ///
    /// Suspends throughout.
    func run() async -> CInt {
        let transport = settings.transport
        let stream = EventStream(
            over: transport,
            rooms: settings.rooms,
            as: settings.name,
            tail: Self.firstMessages(script),
            since: script.since,
            clock: ContinuousClock()
        )
        let code = await withTaskGroup(of: CInt.self) { group in
            let (ends, end) = AsyncStream.makeStream(
                of: CInt.self,
                bufferingPolicy: .bufferingOldest(1)
            )
            group.addTask {
                await stream.run(using: SystemRandomNumberGenerator()) { report in
                    if let code = await self.take(report) { end.yield(code) }
                }
                return ExitCodes.done
            }
            if let timeout = script.timeout {
                let code = script.wait == nil ? ExitCodes.done : ExitCodes.timeout
                group.addTask {
                    // Cancelled is over already: the code is then not looked at.
                    try? await Task.sleep(for: timeout)
                    end.yield(code)
                    return code
                }
            }
            if let words = script.refusalOfInput {
                StandardInput.whenTextIsPipedIn {
                    StandardError.say(words)
                    end.yield(ExitCodes.usage)
                }
            }
            var code = ExitCodes.done
            for await told in ends.prefix(1) { code = told }
            group.cancelAll()
            return code
        }
        await transport.shutdown()
        return code
    }

    /// Prints what a stream tells; the exit code if it is over.
    ///
    /// Blocks the main thread while standard output is full, and so slows the stream.
    private func take(_ report: StreamReport) -> CInt? {
        code = code ?? codeOf(report)
        return code
    }

    private func codeOf(_ report: StreamReport) -> CInt? {
        switch report {
        case .connecting, .opened, .quiet: return nil
        case .event(let event):
            isOffline = false
            return take(event)
        case .disconnected(let end, let wait):
            let code = code(for: end) ?? (wait == nil ? ExitCodes.done : nil)
            let help = end.asksForCredentials ? "; \(SignInHelp.plain.words)" : ""
            // One word for each time that it is away, not for each try.
            if !isOffline {
                StandardError.say("\(end)\(help)" + (code == nil ? "; trying on" : ""))
            }
            isOffline = true
            return code
        }
    }

    private func take(_ event: Event) -> CInt? {
        if event == .control(.live) {
            isWanted = true
            if script.once { return script.wait == nil ? ExitCodes.done : ExitCodes.timeout }
        }
        if case .durable = event, !isWanted { return nil }
        guard let wanted else { return write(event) }
        guard case .durable(let durable) = event, case .message(let message) = durable.content,
            wanted.isIn(message.text)
        else { return nil }
        return write(event) ?? ExitCodes.done
    }

    /// Why trying on makes no sense; `nil` if it may.
    private func code(for end: StreamEnd) -> CInt? {
        if end.isShutOut { return ExitCodes.notAllowed }
        if case .refused(let problem) = end {
            if [401, 403].contains(problem.status) { return ExitCodes.notAllowed }
            // A cursor of its own that is gone is given up by the stream; one that was told stays.
            let isOwnCursor =
                ["bad_cursor", "cursor_gone"].contains(problem.code) && script.since == nil
            if problem.status == 400, !isOwnCursor { return ExitCodes.usage }
        }
        guard script.once, began.duration(to: .now) >= Self.patience else { return nil }
        return end.isOfStranger ? ExitCodes.stranger : ExitCodes.unavailable
    }

    private func write(_ event: Event) -> CInt? {
        var bytes: [UInt8] = []
        encoder.append(event, to: &bytes)
        return StandardOutput.end(writing: bytes)
    }
}
