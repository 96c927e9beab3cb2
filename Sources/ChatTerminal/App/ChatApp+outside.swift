import ChatClient
import ChatProtocol
import ChatTUI
import Glibc

/// What the person and other programs do through the client.
extension ChatApp {
    /// How long a line of the shell may run.
    private static let commandLimit = Duration.seconds(30)

    /// Runs a line of the shell; what it says is taken when it has ended.
    ///
    /// - Parameter room: where it goes; `nil` shows it.
    func execute(_ line: String, room: RoomName?, from server: Int) {
        let number = numbers[server]
        var lines: [String] = []
        var fault: String?
        companions.start(
            ["sh", "-c", line],
            input: [],
            atMost: Self.commandLimit,
            joinsErrors: true,
            take: { line in
                if lines.count <= CommandOutput.lineLimit { lines.append(line.shown) }
                fault = fault ?? line.fault
            },
            ended: { end in
                let output = CommandOutput(
                    command: line,
                    lines: lines,
                    ending: end.isGood ? "" : "it \(end.words)",
                    fault: fault
                )
                guard let server = self.index(ofNumber: number) else { return }
                self.take(.executed(output, room: room), from: server)
            }
        )
    }

    /// Starts the hooks of the configuration folder.
    func startHooks() {
        guard let folder = HookFolder.path(environment) else { return }
        let paths = HookFolder.programs(in: folder)
        guard !paths.isEmpty else { return }
        outlets.start(
            hooks: paths,
            greeting: ProgramLine.hello(workspace),
            obey: { line, name in
                let obeyed = self.obey(line)
                if obeyed.isRefused { self.take(.notice("\(name): \(obeyed.words ?? "")")) }
            },
            tell: { self.take(.notice($0)) }
        )
    }

    /// Takes what the programs at the control socket say.
    func serveOutlets() {
        outlets.serve(greeting: { ProgramLine.hello(self.workspace) }) { line in
            ProgramLine.result(self.obey(line))
        }
    }

    /// Gives the events among the news to those who want them.
    ///
    /// - Parameter server: whose driver says so.
    func tellOutlets(of input: Input, from server: Int) {
        guard case .event(let event) = input, !outlets.isEmpty else { return }
        outlets.send(event, of: name(of: server))
    }

    /// Takes an input into account, and tells those who want to know what came of it.
    ///
    /// - Parameter server: whose driver says so.
    func takeTelling(_ input: Input, from server: Int) -> Workspace.Outcome {
        // One that has left may have ordered what comes now.
        guard !outlets.isEmpty || workspace.owesPrograms else {
            return workspace.take(input, from: server)
        }
        let (outcome, words) = workspace.takeSpeaking(input, from: server)
        for words in words { outlets.tell(words, of: name(of: server)) }
        return outcome
    }

    /// A server's name, where there are several.
    private func name(of server: Int) -> String? {
        let models = workspace.models
        return models.count > 1 && server < models.count ? models[server].title : nil
    }

    private func obey(_ line: String) -> Workspace.Obeyed {
        take(.tick(.now()))
        var obeyed = workspace.obey(line)
        let counts = workspace.noticeCounts
        let refused = workspace.refusals
        perform(obeyed.effects)
        // What is done at once is told with the answer, or that it was not.
        obeyed.add(workspace.notices(since: counts))
        if workspace.refusals != refused { obeyed.isRefused = true }
        pace.noteNews()
        return obeyed
    }

    /// Says why something that was ordered is not done.
    ///
    /// - Parameter server: where a command ordered it; `nil` where a key did.
    func refuse(_ words: String, orderedAt server: Int? = nil) {
        perform(workspace.refuse(words, orderedAt: server))
    }

    /// Connects to one more server, and goes there.
    func connect(_ text: String, from server: Int) {
        do throws(AddressError) {
            let address = try ServerAddress(text)
            var settings = self.settings
            let name = workspace.model.name
            if let known = servers.firstIndex(where: { $0.server == address && $0.name == name }) {
                let title = workspace.models[known].title
                return refuse("it is \(title); /server goes there", orderedAt: server)
            }
            settings.servers = [
                ServerProfile(
                    title: ServerProfile.title(of: address),
                    address: address,
                    name: name,
                    rooms: Model.defaultRooms
                )
            ]
            add(settings.withTokens)
        } catch {
            refuse("\(SafeText(text).singleLine): \(error)", orderedAt: server)
        }
    }

    private func add(_ settings: Settings) {
        let net = NetDriver(settings, inbox: ServerInbox(inbox: inbox, server: nextNumber))
        numbers.append(nextNumber)
        nextNumber += 1
        let (model, kept) = ChatApp.restored(settings, size: terminal.size)
        self.kept.append(kept)
        logs.append(LogKeeper(settings))
        servers.append(settings)
        nets.append(net)
        // The driver lives as long as the process, as those of the start do.
        Task.detached { await net.run() }
        perform(workspace.connect(model, name: settings.serverTitle))
        pace.noteNews()
    }

    /// Where a server stands now.
    ///
    /// - Parameter number: of ``numbers``.
    /// - Returns: `nil` if it was left.
    func index(ofNumber number: Int) -> Int? { numbers.firstIndex(of: number) }

    /// Leaves a server: what it has is kept, and its driver ends.
    ///
    /// - Parameter server: not the one in front.
    func disconnect(_ server: Int) {
        guard nets.indices.contains(server), server != workspace.front else { return }
        kept[server].save(workspace.models[server])
        nets[server].stop()
        nets.remove(at: server)
        numbers.remove(at: server)
        kept.remove(at: server)
        logs.remove(at: server)
        servers.remove(at: server)
        perform(workspace.remove(server))
    }

    /// Does what changed settings say of the terminal.
    func applySettings() {
        let delay = workspace.model.options.escapeDelay
        keys.escapeDelay = EscapeDelay.of(delay, environment: environment)
        if let theme = workspace.model.theme { terminal.take(theme) }
        spelling.use(workspace.model.options.spelling)
    }

    /// Writes a setting into the configuration file.
    func keepSetting(section: String, key: String, value: String) {
        guard let file = settings.file else { return take(.notice("set; no file keeps it")) }
        do throws(ConfigurationFile.Failure) {
            try file.keep(section: section, key: key, value: value)
            take(.notice("\(key) = \(value), also in \(SafeText(file.path).singleLine)"))
        } catch {
            let words = error.sentences.joined(separator: "; ")
            take(.notice("\(key) = \(value) for now: \(words)"))
        }
    }
}
