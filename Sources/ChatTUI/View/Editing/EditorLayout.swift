/// The input line in rows: wrapped, or scrolled sideways where there is one row only.
struct EditorLayout {
    /// Clusters that are laid out around the cursor, in steps, so that a very long text does not
    /// cost a frame its time.
    private static let step = 1_000

    private(set) var rows: [Line] = []
    private let misspelled: [Range<Int>]
    /// Where the cursor stands, from the first of ``rows``.
    private(set) var cursor = Frame.Position(row: 0, column: 0)

    /// Lays out an editor.
    ///
    /// - Parameters:
    ///   - editor: the text and the cursor.
    ///   - prompt: stands before the text; left out where it would leave no room.
    ///   - hint: stands dimmed behind the text where there is room.
    ///   - misspelled: where words stand that are marked.
    ///   - columns: 1 or more.
    ///   - rows: at most so many, 1 or more.
    init(
        editor: LineEditor,
        prompt: Line,
        hint: String?,
        misspelled: [Range<Int>] = [],
        columns: Int,
        rows: Int
    ) {
        self.misspelled = misspelled
        let columns = max(1, columns)
        let prompt = prompt.width + 4 <= columns ? prompt : Line()
        if rows <= 1 {
            layOutSideways(editor, prompt: prompt, columns: columns)
        } else {
            layOutWrapped(editor, prompt: prompt, columns: columns, limit: rows)
        }
        guard let hint, cursor.row == self.rows.count - 1 else { return }
        var last = self.rows[cursor.row]
        guard last.width <= cursor.column, last.width + 3 < columns else { return }
        last.append("  \(hint)", .dim)
        last.truncate(to: columns, mark: Glyph.more)
        self.rows[cursor.row] = last
    }

    // MARK: - One row

    /// The text moves by half the row, so that it stands still while one types.
    private mutating func layOutSideways(_ editor: LineEditor, prompt: Line, columns: Int) {
        let room = columns - prompt.width
        let clusters = clusters(of: editor)
        let before = clusters.cells.prefix(clusters.cursor).reduce(0) { $0 + $1.width }
        let stride = max(1, room / 2)
        let skipped = before < room ? 0 : ((before - room) / stride + 1) * stride
        var line = prompt
        var place = 0
        for (number, cell) in clusters.cells.enumerated() {
            if number == clusters.cursor { cursor.column = min(line.width, columns - 1) }
            if place >= skipped, line.width + cell.width <= columns { line.append(cell) }
            place += cell.width
        }
        if clusters.cursor >= clusters.cells.count { cursor.column = min(line.width, columns - 1) }
        rows = [line]
    }

    // MARK: - Several rows

    private mutating func layOutWrapped(
        _ editor: LineEditor,
        prompt: Line,
        columns: Int,
        limit: Int
    ) {
        let clusters = clusters(of: editor)
        let indent = prompt.width <= columns / 3 ? prompt.width : 0
        var all: [Line] = []
        var line = prompt
        func breakLine() {
            all.append(line)
            line = Line()
            line.pad(to: indent)
        }
        for (number, character) in clusters.characters.enumerated() {
            let cell = clusters.cells[number]
            let needed = clusters.wordWidth(at: number) ?? cell.width
            let isWordMoved =
                needed <= columns - indent && line.width > (all.isEmpty ? prompt.width : indent)
            if character != "\n", line.width + (isWordMoved ? needed : cell.width) > columns {
                breakLine()
            }
            if number == clusters.cursor {
                // The cursor stands on a cell of its own, also behind a full row.
                if line.width >= columns { breakLine() }
                cursor = Frame.Position(row: all.count, column: line.width)
            }
            if character == "\n" { breakLine() } else { line.append(cell) }
        }
        if clusters.cursor >= clusters.characters.count {
            if line.width >= columns { breakLine() }
            cursor = Frame.Position(row: all.count, column: line.width)
        }
        all.append(line)
        let top = max(0, cursor.row - limit + 1)
        rows = Array(all[top..<min(all.count, top + limit)])
        for index in rows.indices { rows[index].truncate(to: columns) }
        cursor.row -= top
        cursor.column = min(cursor.column, columns - 1)
    }

    // MARK: - Clusters

    /// The clusters around the cursor with their cells.
    private struct Clusters {
        var characters: [Character]
        var cells: [Line]
        var cursor: Int

        /// The columns of the word that begins at a place; `nil` inside of one and on a blank.
        func wordWidth(at place: Int) -> Int? {
            guard !characters[place].isWhitespace, place == 0 || characters[place - 1].isWhitespace
            else { return nil }
            return zip(characters[place...], cells[place...]).prefix { !$0.0.isWhitespace }
                .reduce(0) { $0 + $1.1.width }
        }
    }

    private func clusters(of editor: LineEditor) -> Clusters {
        let from = max(0, (editor.cursor / Self.step - 1) * Self.step)
        let to = min(editor.characters.count, from + 3 * Self.step)
        let characters = Array(editor.characters[from..<to])
        var cells = characters.map { character in
            character == "\n" ? Line("\(Glyph.newline)", .dim) : Line(character.shown)
        }
        for word in misspelled {
            for place in word where (from..<to).contains(place) {
                cells[place - from].restyle {
                    $0 = Style(foreground: .role(.failed), underline: true)
                }
            }
        }
        return Clusters(characters: characters, cells: cells, cursor: editor.cursor - from)
    }
}
