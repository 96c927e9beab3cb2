/// What stands in the middle of a pane that has no events yet.
enum EmptyPane {
    /// The rows.
    ///
    /// - Returns: lines as they are to be centred, the most needed last.
    static func rows(of model: Model, width: Int) -> [Line] {
        guard model.room.timeline.events.isEmpty else { return [] }
        let server = ShownText.phrase.of(model.server)
        switch model.health {
        case .offline(let reason, _):
            let words = "No stream from \(server): \(ShownText.line.of(reason))"
            let more = width < 40 ? "" : "   (or point elsewhere: chat-tui --server URL)"
            let told = wrapped(words, .bold, width: width)
            guard !model.serverAnswers else { return told }
            return told
                + wrapped("Start one here:  chat-server\(more)", .plain, width: width)
        case .connecting: return wrapped("Connecting to \(server)", .dim, width: width)
        case .catchingUp, .live, .stale:
            let isEmpty = model.room.timeline.reachesStart && model.room.pending.isEmpty
            guard isEmpty else { return [] }
            return wrapped("Nothing was said here yet", .dim, width: width)
        }
    }

    private static func wrapped(_ text: String, _ style: Style, width: Int) -> [Line] {
        var wrapper = Wrapper(prefix: Line(), width: width, indent: 0)
        wrapper.add(Line(text, style))
        return wrapper.finish()
    }
}
