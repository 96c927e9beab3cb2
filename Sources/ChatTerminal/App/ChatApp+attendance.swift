import ChatTUI

extension ChatApp {
    /// How long tmux may take for an answer.
    private static let answerLimit = Duration.seconds(2)

    /// Finds out whether anybody can see the screen.
    ///
    /// Where nobody can say, somebody does.
    func askAttendance() {
        switch Multiplexer(environment: environment) {
        case .tmux(let pane):
            var answer: Bool?
            companions.start(
                Multiplexer.question(pane: pane),
                input: [],
                atMost: Self.answerLimit,
                take: { answer = answer ?? Multiplexer.isSeen($0) },
                ended: { _ in self.take(.attended(answer ?? true)) }
            )
        case .screen(let socket):
            take(.attended(Multiplexer.isSeen(socket: socket) ?? true))
        case nil: take(.attended(true))
        }
    }
}
