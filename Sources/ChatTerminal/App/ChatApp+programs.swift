import ChatProtocol
import ChatTUI
import Glibc
import SmallFiles
import Spawning

/// What other programs and files do for the person.
extension ChatApp {
    /// Has the line written in the person's own editor.
    ///
    /// Blocks until it ends; news waits meanwhile.
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

    /// Leaves the screen, and has the same program go on in lines: at the server and in the room
    /// that show, under the name that the person has there.
    func goOnInLines() {
        let model = workspace.model
        let others = model.followed.filter { $0 != model.frontRoom }
        var arguments = ["--plain", "--server=\(model.server)", "--name=\(model.name)"]
        arguments += ([model.frontRoom] + others).map { "--room=\($0)" }
        // The path is copied by the call.
        if let path = settings.file?.path, unsafe access(path, R_OK) == 0 {
            arguments.append("--config=\(path)")
        }
        successor = arguments
        exitCode = exitCode ?? ExitCodes.done
    }

    /// Shows a text without the screen, so that the terminal's own selection and scrolling have it.
    ///
    /// Blocks until the person presses Enter; news waits meanwhile.
    ///
    /// - Parameter text: safe for a terminal; its lines are the terminal's to wrap.
    func showBare(_ text: String) {
        let whole = text + Self.wayBack
        let isUTF8 = ProcessEnvironment.isUTF8(environment)
        let shown = isUTF8 ? whole : String(whole.map { $0.isASCII ? $0 : "?" })
        terminal.lend {
            guard case .written = StandardOutput.show(shown) else { return }
            awaitEnter()
        }
        take(.resize(terminal.resized()))
    }

    /// Shows a picture without the screen, and removes it.
    ///
    /// Blocks until the person presses Enter; news waits meanwhile.
    ///
    /// - Parameters:
    ///   - path: in a folder of its own.
    ///   - isWanted: whether it is shown at all.
    func showPicture(_ path: String, isWanted: Bool) {
        defer { PictureFolder(of: path).remove() }
        guard isWanted else { return }
        let viewer = PictureViewer(
            workspace.model.options.pictures,
            size: workspace.model.size,
            environment: environment
        )
        var fault: String?
        terminal.lend {
            fault = viewer.show(path, stop: { kill(0, SIGSTOP) })
            guard fault == nil,
                case .written = StandardOutput.show(Self.wayBack)
            else { return }
            awaitEnter()
        }
        discardSignals()
        take(.resize(terminal.resized()))
        if let fault { take(.notice(fault)) }
    }

    private static let wayBack = "\n-- Enter goes back to the screen --\n"

    /// Waits until a line is typed, the terminal is gone, or a signal ends the client.
    private func awaitEnter() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while exitCode == nil {
            var polled = [STDIN_FILENO, signals].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            // The call fills in the values that it is given.
            _ = unsafe poll(&polled, nfds_t(polled.count), -1)
            if polled[1].revents != 0 { discardSignals() }
            guard polled[0].revents != 0 else { continue }
            // The call fills at most as many bytes as there are.
            let got = unsafe read(STDIN_FILENO, &bytes, bytes.count)
            if got < 0, [EINTR, EAGAIN].contains(errno) { continue }
            if got <= 0 || bytes[..<got].contains(UInt8(ascii: "\n")) { return }
        }
    }

    /// Shows an address in the person's browser.
    func open(_ address: String) {
        let browser = Browser(environment: environment)
        if let words = browser.open(address) { refuse(words) }
    }

    /// Writes a text to a file that is not there yet.
    ///
    /// - Parameters:
    ///   - path: from the folder that the client was started in, or with `~` from one's own.
    func save(_ text: String, path: String, from server: Int) {
        let path = WholePath.expanded(path, home: UserFolders(environment).home)
        let bytes = Array(text.utf8)
        if let code = NewFile.write(bytes, to: path) {
            // The text is a constant of the C library, copied at once.
            refuse("\(path): \(unsafe String(cString: strerror(code)))", orderedAt: server)
        } else {
            let place = SafeText(WholePath.ofFile(at: path)).singleLine
            take(.notice("\(bytes.count) bytes written to \(place)"))
        }
    }
}
