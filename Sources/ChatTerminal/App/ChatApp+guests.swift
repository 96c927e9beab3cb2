import ChatProtocol
import ChatTUI
import Glibc
import Spawning

/// Lending the terminal: the loop goes on meanwhile, without drawing and without the client's keys.
extension ChatApp {
    /// Who has the terminal in place of the screen.
    enum Guest {
        /// Another program. What follows is told how it ended; `nil` if it outlives the client.
        case program(pid_t, ended: (OtherProgram.End?) -> Void)
        /// The person, who reads until Enter.
        case reader
    }

    private static let wayBack = "\n-- Enter goes back to the screen --\n"

    /// Has the line written in the person's own editor.
    func editExternally(_ text: String) {
        guard canLend() else { return }
        let editor = ExternalEditor(environment: environment)
        do throws(ExternalEditor.Failure) {
            let file = try editor.file(with: text)
            let (server, room) = (numbers[workspace.front], workspace.model.frontRoom)
            lend(to: editor.command + [file]) { end in
                self.takeBack()
                // Another program may have gone to another room meanwhile.
                guard self.index(ofNumber: server) == self.workspace.front,
                    self.workspace.model.frontRoom == room
                else { return self.take(.notice("for \(room): the text is in \(file)")) }
                // As it ends here, what the editor wrote so far is the draft.
                let last = self.exitCode == nil ? nil : ExternalEditor.read(file)
                let outcome = last.map { .text($0) } ?? end.map { editor.outcome($0, file: file) }
                guard case .text(let text)? = outcome else {
                    if case .failed(let words)? = outcome { self.take(.notice(words)) }
                    return
                }
                self.take(.edited(text))
            }
        } catch { take(.notice(error.words)) }
    }

    /// Shows a text without the screen, so that the terminal's own selection and scrolling have it.
    ///
    /// - Parameter text: safe for a terminal; its lines are the terminal's to wrap.
    func showBare(_ text: String) {
        guard canLend() else { return }
        let whole = SafeText(text + Self.wayBack).description
        let isUTF8 = ProcessEnvironment.isUTF8(environment)
        terminal.lend()
        terminal.write(isUTF8 ? whole : String(whole.map { $0.isASCII ? $0 : "?" }))
        guest = .reader
    }

    /// Shows a picture without the screen, and removes it.
    ///
    /// - Parameters:
    ///   - path: in a folder of its own.
    ///   - isWanted: whether it is shown at all.
    func showPicture(_ path: String, isWanted: Bool) {
        let folder = PictureFolder(of: path)
        guard isWanted, canLend() else { return folder.remove() }
        let viewer = PictureViewer(
            workspace.model.options.pictures,
            size: workspace.model.size,
            environment: environment
        )
        lend(to: viewer.command(for: path)) { end in
            folder.remove()
            guard let end, let fault = PictureViewer.fault(end) else {
                self.terminal.write(Self.wayBack)
                self.guest = .reader
                return
            }
            self.takeBack()
            self.take(.notice(fault))
        }
    }

    /// Whether nobody has the terminal yet; who orders it beside another one is told.
    private func canLend() -> Bool {
        if terminal.isLent { refuse("another program has the terminal") }
        return !terminal.isLent
    }

    private func lend(to arguments: [String], ended: @escaping (OtherProgram.End?) -> Void) {
        terminal.lend()
        do throws(ProgramStart.Failure) {
            guest = .program(try OtherProgram.begin(arguments), ended: ended)
        } catch { ended(OtherProgram.End(error)) }
    }

    /// Takes the terminal back, unless the client ends.
    func takeBack() {
        guest = nil
        guard exitCode == nil else { return }
        terminal.takeBack()
        take(.resize(terminal.resized()))
        let typed = typedAhead
        typedAhead = []
        takeKeys(typed)
    }

    /// Looks whether the program that has the terminal has ended.
    func serveGuest() {
        guard case .program(let child, let ended)? = guest,
            let end = OtherProgram.end(of: child, stop: { kill(0, SIGSTOP) })
        else { return }
        ended(end)
    }

    /// Ends the program that has the terminal, as this one ends.
    func endGuest() {
        guard case .program(let child, let ended)? = guest else { return }
        let number = (exitCode ?? 0) - 128
        ended(OtherProgram.end(child, by: number > 0 ? number : SIGHUP))
    }
}
