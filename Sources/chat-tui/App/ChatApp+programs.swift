import ChatTUI
import Glibc

/// What other programs and files do for the person.
extension ChatApp {
    /// Has the line written in the person's own editor.
    ///
    /// Blocks until it ends; news waits meanwhile.
    ///
    /// - Parameter text: what to begin with.
    func editExternally(_ text: String) {
        terminal.lend {
            let editor = ExternalEditor(environment: environment)
            switch editor.edit(text, stop: { kill(0, SIGSTOP) }) {
            case .text(let text): take(.edited(text))
            case .failed(let words): take(.notice(words))
            }
        }
        discardSignals()
        take(.resize(terminal.resized()))
    }

    /// Shows an address in the person's browser.
    ///
    /// - Parameter address: http or https.
    func open(_ address: String) {
        let browser = Browser(environment: environment)
        if let words = browser.open(address) { take(.notice(words)) }
    }

    /// Writes a text to a file that is not there yet.
    ///
    /// - Parameters:
    ///   - text: what to write.
    ///   - path: from the folder that the client was started in, or with `~` from one's own.
    func save(_ text: String, path: String) {
        var path = path
        if path.hasPrefix("~/"), let home = environment["HOME"] {
            path = home + path.dropFirst(1)
        }
        let bytes = Array(text.utf8)
        if let code = NewFile.write(bytes, to: path) {
            // The text is a constant of the C library, copied at once.
            take(.notice("\(path): \(unsafe String(cString: strerror(code)))"))
        } else {
            take(.notice("\(bytes.count) bytes written to \(path)"))
        }
    }
}
