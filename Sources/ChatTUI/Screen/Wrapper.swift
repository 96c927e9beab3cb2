/// Breaks paragraphs into rows, between words where it can, with a hanging indent.
struct Wrapper {
    /// Rows of one message; a longer one ends with a mark.
    static let rowLimit = 1_000

    let width: Int
    let indent: Int
    private(set) var rows: [Line] = []
    private var current: Line
    /// Columns of the current row that hold no text: the prefix or the indent.
    private var start: Int
    /// Whether the current row is a row of its own even if nothing is added.
    private var isOpen = true
    /// Where the links of all paragraphs lead.
    private var links = LinkTable()
    /// Stands at the left of the rows of code.
    private static let bar = Line("\(Glyph.vertical) ", .dim)

    /// Begins with a first row.
    ///
    /// - Parameters:
    ///   - prefix: stands before the text.
    ///   - width: columns, at least 1.
    ///   - indent: columns before the text in further rows; brought to half the width.
    init(prefix: Line, width: Int, indent: Int) {
        self.width = max(1, width)
        self.indent = min(max(0, indent), self.width / 2)
        current = prefix
        current.truncate(to: self.width)
        start = current.width
    }

    /// Adds a paragraph; further ones begin a row of their own.
    ///
    /// - Parameter paragraph: cells of a text without line breaks.
    mutating func add(_ paragraph: Line) {
        if !isOpen { breakRow() }
        isOpen = false
        let cells = adopted(paragraph)
        var place = 0
        while place < cells.count, rows.count < Self.rowLimit {
            let blanks = run(cells, from: place) { $0.isBlank }
            let word = run(cells, from: blanks.upperBound) { !$0.isBlank }
            add(blanks: cells[blanks], word: cells[word])
            place = word.upperBound
        }
    }

    /// Adds a line of code: a bar stands at its left, and it is broken only where a row ends.
    ///
    /// - Parameter code: cells of a line, its blanks as they were written.
    mutating func add(code: Line) {
        // Under the first row's prefix the lines of the code would not stand below each other.
        if !isOpen || start != indent { breakRow() }
        isOpen = false
        guard rows.count < Self.rowLimit else { return }
        let bar = indent + Self.bar.width + 2 <= width ? Self.bar : Line()
        current.append(bar)
        for cell in adopted(code) {
            let needed = cell.width == 2 ? 2 : 1
            if cell.width > 0, current.width + needed > width {
                guard rows.count < Self.rowLimit else { return }
                breakRow()
                current.append(bar)
            }
            guard current.width + needed <= width else { continue }
            if cell.width == 0, current.cells.last?.width != 2 { continue }
            current.append(contentsOf: CollectionOfOne(cell))
        }
    }

    /// Ends the last row.
    ///
    /// - Returns: all rows, none wider than the width.
    consuming func finish() -> [Line] {
        var all = rows
        all.append(rows.count < Self.rowLimit ? current : Line("\(Glyph.more)", .dim))
        guard !links.isEmpty else { return all }
        for index in all.indices { all[index].adopt(links: links) }
        return all
    }

    /// The cells of a line, their links numbered as in all of the rows.
    private mutating func adopted(_ line: Line) -> [Cell] {
        guard !line.links.isEmpty else { return line.cells }
        let numbers = line.links.targets.map { links.number(of: $0) }
        return line.cells.map { cell in
            var cell = cell
            cell.style.link = cell.style.link.flatMap {
                Int($0) < numbers.count ? numbers[Int($0)] : nil
            }
            return cell
        }
    }

    private mutating func add(blanks: ArraySlice<Cell>, word: ArraySlice<Cell>) {
        if current.width + blanks.count + word.count <= width {
            current.append(contentsOf: blanks)
            current.append(contentsOf: word)
        } else if word.isEmpty {
            // Blanks at the end of a row say nothing.
            return
        } else if word.count > width - indent, word.isLink {
            addLink(word)
        } else {
            let isFresh = current.width <= start
            if !isFresh || word.count <= width - indent && start > indent { breakRow() }
            fill(with: word)
        }
    }

    /// A long link has rows of its own from the first column, so that it can be clicked or copied.
    private mutating func addLink(_ word: ArraySlice<Cell>) {
        if current.width > 0 { breakRow(indent: 0) }
        fill(with: word, indent: 0)
    }

    /// Breaks a word wherever the row ends, never inside a wide cluster.
    private mutating func fill(with word: ArraySlice<Cell>, indent: Int? = nil) {
        for cell in word {
            let needed = cell.width == 2 ? 2 : 1
            let fits = needed <= width - (indent ?? self.indent)
            if cell.width > 0, fits, current.width + needed > width {
                guard rows.count < Self.rowLimit else { return }
                breakRow(indent: indent ?? self.indent)
            }
            // A wide cluster that no row can hold is left out, both halves.
            guard current.width + (cell.width == 2 ? 2 : 1) <= width else { continue }
            if cell.width == 0, current.cells.last?.width != 2 { continue }
            current.append(contentsOf: CollectionOfOne(cell))
        }
    }

    private mutating func breakRow(indent: Int? = nil) {
        rows.append(current)
        current = Line()
        current.pad(to: indent ?? self.indent)
        start = current.width
    }

    private func run(_ cells: [Cell], from: Int, while matches: (Cell) -> Bool) -> Range<Int> {
        var end = from
        while end < cells.count, matches(cells[end]) { end += 1 }
        return from..<end
    }
}

extension Cell {
    /// Whether a row may be broken here.
    fileprivate var isBlank: Bool { text == " " }
}

extension ArraySlice<Cell> {
    /// Whether the cells hold a web address.
    fileprivate var isLink: Bool { contains { $0.style.link != nil } }
}
