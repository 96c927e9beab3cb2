/// What lies over the messages right above the input: a list of candidates, or a question.
///
/// It never covers the input line, and is cut to what room there is.
struct Sheet {
    /// Rows of candidates at most.
    private static let listRows = 8

    /// From the top.
    private(set) var rows: [Line] = []
    /// Where the rows begin.
    private(set) var column = 0
    /// Columns that the rows take, all of them.
    private(set) var width = 0

    /// Lays out what lies over the messages of a model.
    ///
    /// - Parameter height: rows that may be covered.
    init(_ model: Model, columns: Int, height: Int) {
        guard height > 0 else { return }
        if case .ask(let question) = model.writing.mode {
            ask(question.kind, model, columns: columns, height: height)
        } else if let completion = model.completion, model.overlay == nil {
            list(completion, columns: columns, height: height)
        }
    }

    /// The last rows say what to do; the first one goes last.
    private mutating func ask(_ kind: Question.Kind, _ model: Model, columns: Int, height: Int) {
        let all = QuestionSheet.rows(of: kind, model, width: columns)
        let ending = all.suffix(1)
        let first = Array(all.dropLast().prefix(height - 1))
        rows = first + ending
        width = columns
        finish()
    }

    private mutating func list(_ completion: Completion, columns: Int, height: Int) {
        let count = min(completion.items.count, Self.listRows, height)
        // The one that is chosen is always among those that show.
        let first = max(0, min((completion.index ?? 0) - count / 2, completion.items.count - count))
        let shown = completion.items[first..<first + count]
        let label = shown.map { CellWidth.of(ShownText.label.of($0.label)) }.max() ?? 0
        rows = shown.enumerated().map { number, item in
            Self.row(item, label: label, isChosen: first + number == completion.index)
        }
        width = min(columns, (rows.map(\.width).max() ?? 0) + 1)
        column = max(0, min(completion.start, columns - width))
        finish()
    }

    private static func row(_ item: Completion.Item, label: Int, isChosen: Bool) -> Line {
        let style = isChosen ? Style.reverse : .plain
        var line = Line("\(isChosen ? Glyph.prompt : Glyph.vertical) ", style)
        line.append(ShownText.label.of(item.label), style)
        if !item.help.isEmpty {
            line.pad(to: label + 2, style)
            line.append("  ", style)
            line.append(ShownText.phrase.of(item.help), isChosen ? style : .dim)
        }
        return line
    }

    private mutating func finish() {
        for index in rows.indices {
            let style = rows[index].cells.first?.style.reverse == true ? Style.reverse : .plain
            rows[index].truncate(to: width, mark: Glyph.more)
            rows[index].pad(to: width, style)
        }
    }
}
