import Spawning

extension OtherProgram.End {
    /// How it ended, for people.
    var words: String {
        switch self {
        case .code(let code): "ended with \(code)"
        case .signal(let number): "was ended by signal \(number)"
        case .notStarted(let code):
            "was not started: \(ProgramStart.Failure(code: code).words)"
        }
    }
}
