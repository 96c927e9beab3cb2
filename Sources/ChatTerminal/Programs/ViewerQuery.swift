import ChatTUI

/// The question whether anybody can see the terminal, where something stands between the two.
@MainActor
struct ViewerQuery {
    /// How long tmux may take for an answer.
    private static let limit = Duration.seconds(2)

    let environment: [String: String]
    let companions: Companions

    /// Asks.
    ///
    /// - Parameter answer: takes what came of it; where nobody can say, somebody looks.
    func ask(_ answer: @escaping (Bool) -> Void) {
        switch Multiplexer(environment: environment) {
        case .tmux(let pane):
            var said: Bool?
            companions.start(
                Multiplexer.question(pane: pane),
                input: [],
                atMost: Self.limit,
                take: { said = said ?? Multiplexer.isSeen($0.shown) },
                ended: { _ in answer(said ?? true) }
            )
        case .screen(let socket): answer(Multiplexer.isSeen(socket: socket) ?? true)
        case nil: answer(true)
        }
    }
}
