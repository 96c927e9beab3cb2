import Glibc

extension OtherProgram.End {
    /// How it ended, for people.
    var words: String {
        switch self {
        case .code(let code): "ended with \(code)"
        case .signal(let number): "was ended by signal \(number)"
        case .notStarted(let code):
            // The text is a constant of the C library, copied at once.
            "was not started: \(unsafe String(cString: strerror(code)))"
        }
    }
}
