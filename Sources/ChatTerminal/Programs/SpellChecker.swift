import ChatTUI
import Glibc

/// The dictionary: hunspell, or aspell where that is not there, which answers as ispell does.
///
/// Source: ispell(1) and hunspell(1), option `-a`.
@MainActor
final class SpellChecker {
    /// Words that wait for an answer; further ones are not asked about.
    private static let waitingLimit = 1_000
    private static let suggestionLimit = 9

    private let companions: Companions
    private let answer: (String, SpellingVerdict) -> Void
    private let tell: (String) -> Void
    private var program: Companion?
    private var waiting: [String] = []
    /// What was said of the first of those.
    private var said: [String] = []
    private var dictionary = "off"
    /// That which could not be used.
    private var refused: String?

    /// Makes one; nothing is started before the first question.
    ///
    /// - Parameters:
    ///   - answer: takes what is said of a word.
    ///   - tell: takes words for the person.
    init(
        companions: Companions,
        answer: @escaping (String, SpellingVerdict) -> Void,
        tell: @escaping (String) -> Void
    ) {
        self.companions = companions
        self.answer = answer
        self.tell = tell
    }

    /// Takes another dictionary from now on.
    ///
    /// - Parameter name: as the configuration has it.
    func use(_ name: String) {
        guard name != (refused ?? dictionary) else { return }
        dictionary = name
        refused = nil
        waiting = []
        said = []
        program?.stop()
        program = nil
    }

    /// Asks about words.
    ///
    /// - Parameter words: letters, with apostrophes between them.
    func ask(_ words: [String]) {
        guard dictionary != "off" else { return }
        if program == nil {
            start(["hunspell", "-i", "utf-8"], otherwise: ["aspell", "--encoding=utf-8"])
        }
        guard let program, waiting.count + words.count <= Self.waitingLimit else { return }
        waiting += words
        // The sign keeps the word from being a command.
        program.send(Array(words.map { "^\($0)\n" }.joined().utf8))
    }

    private func start(_ command: [String], otherwise other: [String]?) {
        let named = dictionary == "auto" ? [] : ["-d", dictionary]
        var isStarted = true
        let started = companions.start(
            command + ["-a"] + named,
            take: { self.take($0.shown) },
            ended: { end in
                guard case .notStarted = end else { return self.ended(command[0], end) }
                isStarted = false
            }
        )
        program = started
        guard !isStarted else { return }
        if let other { return start(other, otherwise: nil) }
        giveUp()
        tell("neither hunspell nor aspell is installed: words are not checked")
    }

    /// One dictionary that cannot be used is told of once, until another is wanted.
    private func giveUp() {
        refused = dictionary
        dictionary = "off"
        program = nil
        waiting = []
        said = []
    }

    private func ended(_ name: String, _ end: OtherProgram.End) {
        // One that was stopped for another dictionary has said all that was wanted.
        guard program?.process != nil, !end.isGood, dictionary != "off", !waiting.isEmpty else {
            return
        }
        giveUp()
        tell("\(name) \(end.words): words are not checked")
    }

    /// `*` is right, `+ root` and `-` too; `& word 3 0: a, b` has others, `# word 0` none.
    ///
    /// A word may be several to the program, each with a line; an empty one ends them.
    private func take(_ line: String) {
        guard !waiting.isEmpty else { return }
        if let sign = line.first {
            if "*+-&#".contains(sign) { said.append(line) }
            return
        }
        let word = waiting.removeFirst()
        let wrong = said.first { "&#".contains($0.prefix(1)) }
        let isOne = said.count == 1
        said = []
        guard let wrong else { return answer(word, .right) }
        // What is better for a part of it is no better word.
        let others = isOne ? wrong.split(separator: ":", maxSplits: 1).dropFirst().first ?? "" : ""
        let suggestions = others.split(separator: ",").map { String($0.drop { $0 == " " }) }
        answer(word, .wrong(Array(suggestions.prefix(Self.suggestionLimit))))
    }
}
