import ChatProtocol

extension Workspace {
    /// Puts one more server at the end, and goes there.
    ///
    /// - Parameter name: for people; it gets a number if it is taken.
    /// - Returns: what the drivers are to do; that of the new one is the last.
    package mutating func connect(_ model: Model, name: String) -> [ServerEffect] {
        guard models.count < Self.serverLimit else { return [] }
        let before = here
        var title = name
        var number = 2
        while models[front].servers.contains(title) {
            title = "\(name)-\(number)"
            number += 1
        }
        let names = models[front].servers + [title]
        var model = model
        model.isFocused = false
        model.serverName = title
        model.isVisited = true
        model.options = models[front].options
        model.theme = models[front].theme
        models.append(model)
        for index in models.indices { models[index].servers = names }
        let server = models.count - 1
        let started = ChatTUI.start(&models[server]).map {
            ServerEffect(server: server, effect: $0)
        }
        let shown = show(server: server)
        noteMove(from: before)
        return started + shown
    }
}
