/// Which part of the screen is for what.
struct ScreenLayout {
    /// From these columns on the room list shows at its full width.
    private static let wideFrom = 100
    /// From these on a narrow one, if there is more than one room.
    private static let narrowFrom = 80
    /// What a room list is wide: few widths, so that a count that grows seldom moves the messages.
    private static let listWidths = [12, 16, 20]
    /// The part of a wide screen that the list may take for its names.
    private static let wideShare = 5
    /// From these columns on the members show by themselves.
    private static let membersFrom = 140
    /// What the list of members is wide.
    private static let members = 16
    /// Columns that are left to the messages where a list shows at the person's wish.
    private static let leastPane = 40
    /// Rows of a word for the person at most.
    private static let hintRows = 4
    /// Rows of the line editor at most.
    private static let inputRows = 5

    let size: Size
    /// Where the messages stand.
    let pane: Box
    /// The room list at the left; of no width when there is none.
    let list: Box
    /// The list of members at the right; of no width when there is none.
    let members: Box
    let topicRow: Int?
    /// The first row of the hint.
    let hintRow: Int?
    /// What the hint's rows say; one, or none, where it has no row of its own.
    let hint: [Line]
    let statusRow: Int?
    /// The first row of the input line.
    let inputRow: Int
    let input: EditorLayout

    /// A part of the screen.
    struct Box: Hashable {
        var row: Int
        var column: Int
        var width: Int
        var height: Int
    }

    /// Lays out a model's screen.
    init(_ model: Model) {
        let size = model.size
        self.size = size
        input = Self.input(of: model)
        inputRow = size.rows - input.rows.count
        statusRow = inputRow >= 2 ? inputRow - 1 : nil
        let bottom = statusRow ?? inputRow
        topicRow = size.rows >= 6 && !model.reading.isClean ? 0 : nil
        let top = topicRow == nil ? 0 : 1
        hint = HintLine.rows(
            of: model,
            width: size.columns,
            height: min(Self.hintRows, max(1, (bottom - top) / 3))
        )
        hintRow = bottom >= 4 && !hint.isEmpty ? bottom - hint.count : nil
        let height = max(0, (hintRow ?? bottom) - top)
        let listWidth =
            height < 3 || model.reading.isClean
            ? 0
            : Self.listWidth(of: model)
        list = Box(row: top, column: 0, width: listWidth, height: height)
        let left = listWidth > 0 ? listWidth + 1 : 0
        let memberWidth =
            height < 3 || model.reading.isClean
            ? 0 : Self.memberWidth(of: model, beside: left)
        let right = memberWidth > 0 ? memberWidth + 1 : 0
        let column = size.columns - memberWidth
        members = Box(row: top, column: column, width: memberWidth, height: height)
        pane = Box(row: top, column: left, width: size.columns - left - right, height: height)
    }

    /// Lays out the line that is written in.
    ///
    /// - Returns: its rows and the cursor.
    static func input(of model: Model) -> EditorLayout {
        let rows = model.size.rows
        return EditorLayout(
            editor: InputLine.editor(of: model),
            prompt: InputLine.prompt(of: model),
            hint: InputLine.hint(of: model),
            misspelled: model.misspelled,
            columns: model.size.columns,
            rows: rows >= 20 ? inputRows : max(1, rows / 4)
        )
    }

    private static func memberWidth(of model: Model, beside left: Int) -> Int {
        let from =
            switch model.options.members {
            case .off: Int.max
            case .auto: membersFrom
            case .on: left + leastPane + members + 1
            }
        return model.size.columns >= from ? members : 0
    }

    private static func listWidth(of model: Model) -> Int {
        guard model.options.list != .off else { return 0 }
        if model.options.list == .on, model.size.columns >= leastPane + listWidths[0] + 1 {
            let wanted = RoomList.wantedWidth(for: model)
            return listWidths.first { $0 >= wanted && model.size.columns >= leastPane + $0 + 1 }
                ?? listWidths[0]
        }
        if model.size.columns >= wideFrom {
            // Where there is room, long names are whole, and a count that comes moves nothing.
            let most = model.size.columns / wideShare
            let wanted = min(RoomList.wantedWidth(for: model, keepsRoom: true), most)
            return max(listWidths[listWidths.count - 1], wanted)
        }
        let hasSeveral = model.rooms.count > 1 || model.servers.count > 1
        guard model.size.columns >= narrowFrom, hasSeveral else { return 0 }
        let wanted = RoomList.wantedWidth(for: model)
        return listWidths.first { $0 >= wanted } ?? listWidths[listWidths.count - 1]
    }
}
