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
        let before = clusters.starts[clusters.cursor]
        let stride = max(1, room / 2)
        let skipped = before < room ? 0 : ((before - room) / stride + 1) * stride
        var line = prompt
        for number in 0..<clusters.characters.count {
            if number == clusters.cursor { cursor.column = min(line.width, columns - 1) }
            let cells = clusters.cells(of: number)
            guard clusters.starts[number] >= skipped, line.width + cells.count <= columns else {
                continue
            }
            line.append(contentsOf: cells)
        }
        if clusters.cursor >= clusters.characters.count {
            cursor.column = min(line.width, columns - 1)
        }
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
            let cells = clusters.cells(of: number)
            let needed = clusters.wordWidth(at: number) ?? cells.count
            let isWordMoved =
                needed <= columns - indent && line.width > (all.isEmpty ? prompt.width : indent)
            if character != "\n", line.width + (isWordMoved ? needed : cells.count) > columns {
                breakLine()
            }
            if number == clusters.cursor {
                // The cursor stands on a cell of its own, also behind a full row.
                if line.width >= columns { breakLine() }
                cursor = Frame.Position(row: all.count, column: line.width)
            }
            if character == "\n" { breakLine() } else { line.append(contentsOf: cells) }
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
        var characters: ArraySlice<Character>
        /// Where the cursor stands among them.
        var cursor: Int
        /// The cells of all of them, one after the other.
        var line = Line()
        /// Where each one's cells begin, and where the last one's end.
        var starts = [0]
        private var blanks: [Bool] = []

        init(_ characters: ArraySlice<Character>, cursor: Int) {
            self.characters = characters
            self.cursor = cursor
            starts.reserveCapacity(characters.count + 1)
            blanks.reserveCapacity(characters.count)
            line.reserve(characters.count)
            for character in characters {
                let byte = character.utf8.count == 1 ? character.utf8.first : nil
                if let byte, byte >= 0x20, byte < 0x7f {
                    line.append(ascii: byte)
                } else if character == "\n" {
                    line.append("\(Glyph.newline)", .dim)
                } else {
                    line.append(character.shown)
                }
                starts.append(line.width)
                blanks.append(
                    byte.map { $0 == 0x20 || (9...13).contains($0) } ?? character.isWhitespace
                )
            }
        }

        /// The cells of one of them.
        func cells(of place: Int) -> ArraySlice<Cell> {
            line.cells[starts[place]..<starts[place + 1]]
        }

        /// The columns of the word that begins at a place; `nil` inside of one and on a blank.
        func wordWidth(at place: Int) -> Int? {
            guard !blanks[place], place == 0 || blanks[place - 1] else { return nil }
            let end = blanks[place...].firstIndex(of: true) ?? blanks.count
            return starts[end] - starts[place]
        }
    }

    private func clusters(of editor: LineEditor) -> Clusters {
        let from = max(0, (editor.cursor / Self.step - 1) * Self.step)
        let to = min(editor.characters.count, from + 3 * Self.step)
        var clusters = Clusters(editor.characters[from..<to], cursor: editor.cursor - from)
        for word in misspelled {
            let places = word.clamped(to: from..<to)
            let cells =
                clusters.starts[
                    places.lowerBound - from
                ]..<clusters.starts[places.upperBound - from]
            clusters.line.restyle(cells) { $0 = Style(foreground: .role(.failed), underline: true) }
        }
        return clusters
    }
}
