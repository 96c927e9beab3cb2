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
    private func takeKeys(_ inputs: [Input]) {
        let tick = workspace.take(.tick(.now()))
        if tick.isSeen { pace.noteNews() }
        var waiting = tick.effects
        var isLineAlone = true
        for input in inputs {
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

    /// Takes the signals that came.
    func readSignals() {
        while true {
            let number = terminal_next_signal(signals)
            switch number {
            case 0: return
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

    /// Forgets the keys' signals that were meant for another program; those that end this one
    /// count.
    func discardSignals() {
        while true {
            let number = terminal_next_signal(signals)
            switch number {
            case 0: return
            case SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH: break
            default: exitCode = 128 + number
            }
        }
    }

    /// Stops the process, with all of it kept, until it is continued.
    func suspend() {
        save()
        terminal.suspend()
        take(.resize(terminal.resized()))
    }
}
