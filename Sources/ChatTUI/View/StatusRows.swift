import ChatProtocol

/// How the client and its server are, in rows, with reasons whole.
enum StatusRows {
    /// Columns of what a row is about.
    private static let labelWidth = 12

    /// The rows.
    ///
    /// - Returns: with the hint how to close them.
    static func of(_ model: Model) -> [Line] {
        let width = ScreenLayout(model).pane.width
        var rows = [Line("Status", .bold)]
        rows += row("server", model.server, width)
        rows += row("stream", words(for: model), width)
        rows += row("name", who(model), width)
        rows += row("rooms", model.followed.map(\.description).joined(separator: ", "), width)
        rows += row("not sent", model.unsent.words ?? "nothing", width)
        if let held = model.heldWords { rows += row("held", held, width) }
        if let notice = model.lastNotice { rows += row("last word", notice, width) }
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    private static func words(for model: Model) -> String {
        switch model.health {
        case .connecting: return "connecting"
        case .catchingUp: return "catching up"
        case .live: return "live"
        case .stale(let seconds): return "nothing came for \(max(0, seconds)) s"
        case .offline(let reason, let retryAt):
            guard let retryAt else { return "offline: \(reason)" }
            let time = LocalTime(retryAt, in: model.zone)
            let clock = model.options.time.clock(of: time, hasSeconds: true)
            return "offline: \(reason); the next try is at \(clock)"
        }
    }

    private static func who(_ model: Model) -> String {
        guard let signedIn = model.signedIn else { return "\(model.name), not signed in" }
        return "\(signedIn.name), signed in" + (signedIn.isOperator == true ? ", operator" : "")
    }

    private static func row(_ label: String, _ text: String, _ width: Int) -> [Line] {
        var prefix = Line("  \(label)", .dim)
        prefix.pad(to: labelWidth)
        var wrapper = Wrapper(prefix: prefix, width: width, indent: labelWidth)
        wrapper.add(Line(ShownText.paragraph.of(text)))
        return wrapper.finish()
    }
}
