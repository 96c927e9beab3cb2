import ChatProtocol
import ChatTUI
import Glibc
import SmallFiles

/// What other programs and files do for the person.
extension ChatApp {
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
