package import ChatProtocol

extension Workspace {
    /// How long a picture may stand while nothing comes that changes it, in milliseconds.
    private static let pictureAge: Int64 = 1_000

    /// When the next tick is due; `nil` if nothing changes by itself.
    package var wakeAt: Timestamp? {
        let others = models.indices.lazy.filter { $0 != front }.compactMap { models[$0].dueAt }
        return (Array(others) + [models[front].wakeAt].compactMap(\.self)).min()
    }

    /// What the drivers are to do at first, before any input.
    package mutating func start() -> [ServerEffect] {
        models.indices.flatMap { server in
            ChatTUI.start(&models[server]).map { ServerEffect(server: server, effect: $0) }
        }
    }

    /// Takes an input of the terminal or the clock into account.
    ///
    /// Sizes, the ground and the time are for all servers; everything else is for the one in front.
    package mutating func take(_ input: Input) -> Outcome {
        switch input {
        case .tick(let now): return tick(now)
        case .resize, .ground:
            return seen(models.indices.flatMap { tell($0, input) })
        case .focus(let isFocused):
            self.isFocused = isFocused
            return seen(tell(front, input))
        case .viewerChecked:
            let effects = tell(front, input)
            isFocused = models[front].isFocused
            return seen(effects)
        case .key(let key) where models[front].isBehindEscape(key):
            // Esc may lead to another server, where the sign is typed then.
            let escaped = take(.key(Key(.escape)))
            let typed = take(.key(Key(key.code, key.modifiers.subtracting(.alt))))
            return Outcome(effects: escaped.effects + typed.effects, isSeen: true)
        default:
            let before = here
            // Where nobody knows whether somebody looks, what one does says so.
            if models[front].viewerCheck.isUncertain, input.isOfPerson { isFocused = true }
            let isWriting = models[front].isWriting(input)
            let effects = tell(front, input)
            noteMove(from: before)
            guard isWriting, models[front].isWritingAlone else { return seen(effects) }
            // The time that the rest of the picture tells is that of the last one.
            return Outcome(effects: effects, isSeen: true, isLineAlone: true)
        }
    }

    /// Sends a line that was typed elsewhere than on the screen, does what it commands, or takes it
    /// as the answer to what was asked.
    ///
    /// - Returns: what the drivers are to do.
    package mutating func submit(_ line: String) -> [ServerEffect] {
        let before = here
        let refused = refusals
        if models[front].viewerCheck.isUncertain { isFocused = true }
        let seen = models[front].notePerson()
        let effects = deliver(seen + models[front].submit(line), from: front)
        models[front].mistakes += refusals - refused
        noteMove(from: before)
        return effects
    }

    /// Says why an order is not done.
    ///
    /// - Parameter server: where the command that was typed last ordered it; `nil` where a key did.
    package mutating func refuse(_ words: String, orderedAt server: Int? = nil) -> Outcome {
        refusals += 1
        if let server, models.indices.contains(server) {
            models[server].noteUndone(models[server].writing.order)
        }
        return seen(say(words))
    }

    /// Takes an input of a server's driver into account.
    ///
    /// - Parameter server: whose driver says so; nothing happens if there is none.
    /// - Returns: what follows; what changes nothing that shows need not be drawn.
    package mutating func take(_ input: Input, from server: Int) -> Outcome {
        guard models.indices.contains(server) else { return Outcome(effects: [], isSeen: false) }
        guard server != front, !isListOfAll else { return seen(tell(server, input)) }
        let before = ServerBadge(models[server])
        let effects = tell(server, input)
        guard ServerBadge(models[server]) == before else { return seen(effects) }
        return Outcome(effects: effects, isSeen: false)
    }

    /// Takes what an account kept that has signed in at a server.
    ///
    /// - Parameters:
    ///   - kept: what is muted, ignored and looked out for, aliases, pins, rooms that were left and
    ///     what was called unread; of whoever was there before nothing of it stays.
    ///   - server: where; nothing happens if there is none.
    package mutating func takeOver(_ kept: Preferences, at server: Int) {
        guard models.indices.contains(server) else { return }
        models[server].takeOver(kept)
    }

    private mutating func tick(_ now: Timestamp) -> Outcome {
        let isDue = wakeAt.map { $0 <= now } ?? false
        let isOld = abs(now.milliseconds - seenAt.milliseconds) >= Self.pictureAge
        let effects = models.indices.flatMap { tell($0, .tick(now)) }
        guard isDue || isOld else { return Outcome(effects: effects, isSeen: false) }
        return seen(effects)
    }

    private mutating func seen(_ effects: [ServerEffect]) -> Outcome {
        seenAt = models[front].now
        return Outcome(effects: effects, isSeen: true)
    }

    /// Whether a list is open that shows rooms of all servers.
    private var isListOfAll: Bool {
        guard case .chooser(let chooser)? = models[front].overlay else { return false }
        return chooser.kind != .found
    }

    private mutating func tell(_ server: Int, _ input: Input) -> [ServerEffect] {
        deliver(update(&models[server], input), from: server)
    }

    /// Does what is the workspace's, and passes on the rest.
    ///
    /// - Returns: what the drivers are to do.
    mutating func deliver(_ effects: [Effect], from server: Int) -> [ServerEffect] {
        var orders: [ServerEffect] = []
        orders.reserveCapacity(effects.count)
        for effect in effects {
            switch effect {
            case .workspace(let request):
                do throws(CommandFault) {
                    orders += try perform(request, from: server)
                } catch {
                    // Only commands name what may not be there.
                    orders += refuse(error.words, orderedAt: server).effects
                }
            case .bell:
                // One bell is enough for what comes from two servers together.
                let lastCall = models[server].lastCall
                for index in models.indices { models[index].lastCall = lastCall }
                orders.append(ServerEffect(server: server, effect: effect))
            default: orders.append(ServerEffect(server: server, effect: effect))
            }
        }
        return orders
    }

    /// Notes which room showed before, and ends the ways back that one has left.
    mutating func noteMove(from before: Stop) {
        let here = here
        if here != before { last = before }
        if let tour, tour.origin.led != here { self.tour = nil }
        if let origin, origin.led != here { self.origin = nil }
    }
}
