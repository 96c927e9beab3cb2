import ChatTUI
import SmallFiles

/// Doing what follows from an input.
extension ChatApp {
    func perform(_ orders: [ServerEffect]) {
        for order in orders {
            switch order.effect {
            case .bell: terminal.ring()
            case .notify(let title, let text): terminal.notify(title: title, text: text)
            case .redraw:
                terminal.redrawAll()
                pace.noteNews()
            case .suspend: suspend()
            case .copy(let text, let isAside):
                if !terminal.copy(text), !isAside { refuse("that is too long for the clipboard") }
            case .checkViewer:
                let question = ViewerQuery(environment: environment, companions: companions)
                question.ask { self.take(.viewerChecked($0)) }
            case .open(let address): open(address)
            case .save(let text, let path): save(text, path: path, from: order.server)
            case .listPaths(let word):
                let home = UserFolders(environment).home
                take(.paths(word, LocalPath.beginning(with: word, home: home)))
            case .showBare(let text): showBare(text)
            case .showPicture(let path, let isWanted): showPicture(path, isWanted: isWanted)
            case .editExternally(let text): editExternally(text)
            case .connect(let address): connect(address, from: order.server)
            case .disconnect: disconnect(order.server)
            case .execute(let line, let room): execute(line, room: room, from: order.server)
            case .applySettings: applySettings()
            case .spell(let words):
                spelling.use(workspace.model.options.spelling)
                spelling.ask(words)
            case .keepSetting(let section, let key, let value):
                keepSetting(section: section, key: key, value: value)
            case .goOnInLines: goOnInLines()
            case .quit: exitCode = exitCode ?? ExitCodes.done
            default: hand(over: order)
            }
        }
    }

    private func hand(over order: ServerEffect) {
        guard !nets[order.server].perform(order.effect) else { return }
        take(Input(undone: order.effect), from: order.server)
    }
}
