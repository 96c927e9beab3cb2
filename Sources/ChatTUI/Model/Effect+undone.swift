extension Effect {
    /// Whether a driver, or the workspace, may tell that it came to nothing, where nothing but the
    /// line that was typed says which order that was.
    var mayComeToNothing: Bool {
        switch self {
        case .setTopic, .decide, .serverBan, .account, .save, .connect, .workspace: true
        default: false
        }
    }

    /// Whether the workspace does it, and so tells at once what came of it.
    var isOfWorkspace: Bool {
        if case .workspace = self { true } else { false }
    }
}
