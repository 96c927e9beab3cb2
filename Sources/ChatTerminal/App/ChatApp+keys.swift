import CTerminal
import ChatClient
import ChatProtocol
import ChatTUI
import Glibc

/// What comes from the terminal: keys and signals.
extension ChatApp {
    /// Reads what was typed, and takes it into account.
    func readKeys() {
        var bytes = [UInt8](repeating: 0, count: Self.readLimit)
        // The call fills at most as many bytes as there are.
        let got = unsafe read(STDIN_FILENO, &bytes, bytes.count)
        if got < 0, [EINTR, EAGAIN].contains(errno) { return }
        if case .reader? = guest {
            // Ctrl-D ends the reading as well.
            if got <= 0 || bytes[..<got].contains(UInt8(ascii: "\n")) { takeBack() }
            return
        }
        guard got > 0 else {
            // The terminal is gone.
            exitCode = ExitCodes.done
            return
        }
        let pause = lastByte.duration(to: .now)
        lastByte = .now
        takeKeys(keys.feed(bytes[..<got], after: pause))
    }

    /// Takes what was typed into account; what changes the line alone is seen before anything
    /// follows from it.
    func takeKeys(_ inputs: [Input]) {
        let tick = workspace.take(.tick(.now()))
        if tick.isSeen { pace.noteNews() }
        var waiting = tick.effects
        var isLineAlone = true
        for (number, input) in inputs.enumerated() {
            // The order before lent the terminal: these are for what comes back.
            guard !terminal.isLent else {
                typedAhead += inputs[number...]
                break
            }
            let outcome = workspace.take(input)
            waiting += outcome.effects
            guard !outcome.isLineAlone else { continue }
            isLineAlone = false
            // What was asked before is answered, or never will be.
            if input == .attributes { terminal.isAsked = false }
            perform(waiting)
            waiting = []
        }
        if !isLineAlone || !drawLine() { pace.noteKey() }
        perform(waiting)
    }

    private static let keySignals = [SIGINT, SIGQUIT, SIGTSTP, SIGCONT]

    /// Takes the signals that came.
    func readSignals() {
        while true {
            let number = terminal_next_signal(signals)
            switch number {
            case 0: return
            case SIGCHLD: serveGuest()
            // The keys' signals are meant for who has the terminal.
            case _ where terminal.isLent && Self.keySignals.contains(number): break
            case SIGWINCH:
                take(.resize(terminal.resized()))
            case SIGTSTP:
                suspend()
            case SIGCONT:
                terminal.resume()
                take(.resize(terminal.resized()))
            default:
                exitCode = 128 + number
            }
        }
    }

    /// Stops the process, with all of it kept, until it is continued.
    func suspend() {
        guard !terminal.isLent else { return }
        save()
        terminal.suspend()
        take(.resize(terminal.resized()))
    }
}
