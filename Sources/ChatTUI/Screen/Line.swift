/// One row of cells while it is being put together.
struct Line: Hashable, Sendable {
    /// What stands in the row; a wide cell is followed by its second half.
    private(set) var cells: [Cell] = []
    /// Where the links lead that the cells' styles number.
    private(set) var links = LinkTable()

    /// The ASCII characters as texts, made once.
    private static let ascii = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }

    /// Columns taken.
    var width: Int { cells.count }

    /// Makes an empty line.
    init() {}

    /// Whether another line is this one, and not only equal to it.
    ///
    /// - Returns: `true` if they are the same; `false` says nothing.
    func isSame(as other: Line) -> Bool {
        cells.span.isIdentical(to: other.cells.span) && links.isEmpty && other.links.isEmpty
    }

    /// Makes a line of one style.
    init(_ text: String, _ style: Style = .plain) {
        append(text, style)
    }

    /// Adds text at the end.
    ///
    /// Clusters without a width are left out.
    ///
    /// - Parameter text: safe for a terminal, without line breaks.
    mutating func append(_ text: some StringProtocol, _ style: Style = .plain) {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
            for character in text { append(character, style) }
            return
        }
        // Most text is ASCII, where a byte is a cluster of one cell.
        cells.reserveCapacity(cells.count + text.utf8.count)
        for byte in text.utf8 {
            cells.append(Cell(text: Self.ascii[Int(byte)], width: 1, style: style))
        }
    }

    /// Adds one printable ASCII character.
    ///
    /// - Parameter byte: the character; none is added for another byte.
    mutating func append(ascii byte: UInt8, _ style: Style = .plain) {
        guard byte >= 0x20, byte < 0x7f else { return }
        cells.append(Cell(text: Self.ascii[Int(byte)], width: 1, style: style))
    }

    /// Makes room for cells that are about to come.
    mutating func reserve(_ count: Int) { cells.reserveCapacity(cells.count + count) }

    /// Adds one grapheme cluster; none if it has no width.
    mutating func append(_ character: Character, _ style: Style = .plain) {
        let width = CellWidth.of(character)
        guard width > 0 else { return }
        cells.append(Cell(text: String(character), width: Int8(width), style: style))
        if width == 2 { cells.append(.continuation(style)) }
    }

    /// Adds the cells of another line.
    mutating func append(_ line: Line) {
        guard !line.links.isEmpty else { return cells.append(contentsOf: line.cells) }
        let numbers = line.links.targets.map { number(of: $0) }
        for cell in line.cells {
            var cell = cell
            cell.style.link = cell.style.link.flatMap {
                Int($0) < numbers.count ? numbers[Int($0)] : nil
            }
            cells.append(cell)
        }
    }

    /// The number of a link, for the styles of the cells that belong to it.
    ///
    /// - Parameter target: where it leads: `http` or `https`, in printable ASCII.
    /// - Returns: `nil` when there are too many.
    mutating func number(of target: String) -> UInt16? {
        links.number(of: target)
    }

    /// Takes the links of the lines that cells of this one were copied from, as far as its cells
    /// have them: what a row costs does not grow with what stands in the others.
    ///
    /// - Parameter table: what the cells' numbers mean.
    mutating func adopt(links table: LinkTable) {
        var own = LinkTable()
        for index in cells.indices {
            guard let number = cells[index].style.link else { continue }
            cells[index].style.link = table[number].flatMap { own.number(of: $0) }
        }
        links = own
    }

    /// Adds cells that are whole clusters.
    ///
    /// - Parameter more: with the second halves of wide ones.
    mutating func append(contentsOf more: some Sequence<Cell>) {
        cells.append(contentsOf: more)
    }

    /// Fills with spaces up to a column.
    ///
    /// - Parameter width: columns; nothing happens if they are taken already.
    mutating func pad(to width: Int, _ style: Style = .plain) {
        guard cells.count < width else { return }
        let space = Cell(text: " ", width: 1, style: style)
        cells.append(contentsOf: repeatElement(space, count: width - cells.count))
    }

    /// Cuts off what lies beyond a width, with a mark at the cut.
    ///
    /// - Parameters:
    ///   - width: columns that are left at most.
    ///   - mark: stands in the last column when something was cut off; one cell.
    mutating func truncate(to width: Int, mark: Character? = nil) {
        guard cells.count > max(0, width) else { return }
        guard width > 0 else {
            cells = []
            return
        }
        let style = cells[width - 1].style
        cells.removeLast(cells.count - (mark == nil ? width : width - 1))
        // Half of a wide cluster is no cluster: a space stands where it was cut.
        if let last = cells.last, last.width == 2 {
            cells[cells.count - 1] = Cell(text: " ", width: 1, style: last.style)
        }
        if let mark { append(mark, style) }
    }

    /// Cuts the middle out of what is too wide, so that names that begin alike stay apart.
    ///
    /// - Parameters:
    ///   - width: columns that are left at most.
    ///   - mark: stands at the cut; one cell.
    mutating func shorten(to width: Int, mark: Character) {
        guard cells.count > max(0, width) else { return }
        var end = Array(cells.suffix(max(0, width - 1) / 3))
        // Half of a wide cluster is no cluster.
        if let first = end.first, first.width == 0 {
            end[0] = Cell(text: " ", width: 1, style: first.style)
        }
        truncate(to: width - end.count, mark: mark)
        append(contentsOf: end)
    }

    /// Takes the first cluster away; nothing happens in an empty line.
    mutating func removeFirst() {
        guard let first = cells.first else { return }
        cells.removeFirst(min(cells.count, max(1, Int(first.width))))
    }

    /// Lets what is looked for stand out.
    mutating func highlight(_ search: TextSearch) {
        for range in search.places(in: cells) {
            restyle(range) { style in
                style.reverse.toggle()
                style.bold = true
            }
        }
    }

    /// Changes the look of some cells.
    ///
    /// - Parameter range: which; brought to the cells that there are; `nil` is all.
    mutating func restyle(_ range: Range<Int>? = nil, _ change: (inout Style) -> Void) {
        for index in range?.clamped(to: cells.indices) ?? cells.indices {
            change(&cells[index].style)
        }
    }
}
