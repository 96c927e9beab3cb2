import ChatProtocol

/// Draws the server in front, with what is to be seen of the others.
///
/// - Complexity: O(cells + rooms); what does not show is not laid out.
///
/// - Parameters:
///   - capabilities: what the terminal can show.
///   - memo: what was laid out for the pictures before.
/// - Returns: the whole screen, at the model's size.
package func view(
    _ workspace: Workspace,
    capabilities: Capabilities,
    memo: RowMemo? = nil
) -> Frame {
    let model = workspace.model
    let layout = ScreenLayout(model)
    var frame = Frame(size: model.size)
    frame.title = title(of: workspace)
    frame.takesMouse = model.takesMouse
    if let row = layout.topicRow { frame.draw(topic(of: model), row: row) }
    drawRooms(workspace, layout, in: &frame)
    drawMembers(model, layout, in: &frame)
    drawPane(workspace, layout, memo, in: &frame)
    if let row = layout.hintRow {
        for (number, line) in layout.hint.enumerated() { frame.draw(line, row: row + number) }
    }
    if let row = layout.statusRow {
        // Where there is no row for it, a word for the person takes the status line's.
        if layout.hintRow == nil, model.notice != nil, let hint = layout.hint.first {
            frame.draw(hint, row: row)
        } else {
            frame.draw(StatusLine.line(of: workspace, width: model.size.columns), row: row)
        }
    }
    drawSheet(model, layout, in: &frame)
    if frame.cursor == nil {
        frame.write(layout.input.rows, cursor: layout.input.cursor)
    } else {
        // A list in which one types has the cursor.
        for (number, line) in layout.input.rows.enumerated() {
            frame.draw(line, row: layout.inputRow + number)
        }
    }
    var shown = capabilities
    if let theme = model.theme { shown.theme = theme }
    frame.adapt(to: shown, isGroundLight: model.isGroundLight)
    return frame
}

/// Draws the line that is written in alone, over a picture that stands.
///
/// - Complexity: O(clusters of the line that show).
///
/// - Returns: the picture with the line as it is now; `nil` if the line had another place in it,
///   and all of the picture is to be made.
package func viewLine(of workspace: Workspace, over shown: Frame) -> Frame? {
    let model = workspace.model
    guard shown.size == model.size, let written = shown.written else { return nil }
    let input = ScreenLayout.input(of: model)
    guard input.rows.count == written.count else { return nil }
    var frame = shown
    frame.write(input.rows, cursor: input.cursor)
    return frame
}

/// `(3) #general - burble`: what waits elsewhere stands first, where tabs are cut off last.
private func title(of workspace: Workspace) -> String {
    var waiting: Int64 = 0
    for (server, model) in workspace.models.enumerated() {
        for (index, room) in model.rooms.enumerated() where model.isWaiting(room) {
            guard server != workspace.front || index != model.front else { continue }
            waiting += room.shownUnread
        }
    }
    let model = workspace.model
    let place = model.room.title + (workspace.hasSeveral ? " (\(model.serverName))" : "")
    return (waiting > 0 ? "(\(waiting)) " : "") + "\(place) - burble"
}

private func topic(of model: Model) -> Line {
    var right = Line()
    if let here = model.room.hereCount, here > 0 { right = Line(" \(here) here ", .reverse) }
    if let day = shownDay(of: model) { right = Line(" \(day) ", Style(bold: true, reverse: true)) }
    var line = Line(" ", .reverse)
    line.append(model.room.title, Style(bold: true, reverse: true))
    if !model.room.topic.isEmpty {
        line.append("  ", .reverse)
        line.append(SafeText(model.room.topic).singleLine, .reverse)
    }
    let width = model.size.columns
    if right.width + 10 > width { right = Line() }
    line.truncate(to: width - right.width, mark: Glyph.more)
    line.pad(to: width - right.width, .reverse)
    line.append(right)
    return line
}

/// The day of what shows, where one has scrolled to another one than today.
private func shownDay(of model: Model) -> String? {
    guard model.room.scroll != .newest, model.overlay == nil else { return nil }
    let events = model.room.timeline.events
    let item = Pane(model).bottom.item
    guard events.indices.contains(item) else { return nil }
    let time = LocalTime(events[item].at, in: model.zone)
    return time.day == LocalTime(model.now, in: model.zone).day ? nil : time.longDate
}

private func drawRooms(_ workspace: Workspace, _ layout: ScreenLayout, in frame: inout Frame) {
    let list = layout.list
    guard list.width > 0 else { return }
    let rows = RoomList.rows(of: workspace, width: list.width, height: list.height)
    for (number, line) in rows.enumerated() {
        frame.draw(line, row: list.row + number, column: list.column, width: list.width)
    }
    let edge = Line("\(Glyph.vertical)", .dim)
    for row in list.row..<list.row + list.height {
        frame.draw(edge, row: row, column: list.width, width: 1)
    }
}

private func drawMembers(_ model: Model, _ layout: ScreenLayout, in frame: inout Frame) {
    let box = layout.members
    guard box.width > 0 else { return }
    let rows = MemberList.rows(of: model, width: box.width, height: box.height)
    let edge = Line("\(Glyph.vertical)", .dim)
    for row in box.row..<box.row + box.height {
        frame.draw(edge, row: row, column: box.column - 1, width: 1)
    }
    for (number, line) in rows.enumerated() {
        frame.draw(line, row: box.row + number, column: box.column, width: box.width)
    }
}

private func drawPane(
    _ workspace: Workspace,
    _ layout: ScreenLayout,
    _ memo: RowMemo?,
    in frame: inout Frame
) {
    let model = workspace.model
    let box = layout.pane
    guard model.overlay == nil else { return drawOverlay(workspace, box, in: &frame) }
    let rows = Pane(model, layout: layout, memo: memo).window().rows
    // The newest stands at the bottom.
    let free = box.height - rows.count
    for (number, line) in rows.enumerated() {
        frame.draw(line, row: box.row + free + number, column: box.column, width: box.width)
    }
    // The last rows say what to do; the status line says the rest already.
    let words = EmptyPane.rows(of: model, width: box.width).suffix(max(0, free))
    let top = box.row + (free - words.count) / 2
    for (number, line) in words.enumerated() {
        let left = box.column + (box.width - line.width) / 2
        frame.draw(line, row: top + number, column: left, width: line.width)
    }
}

/// What lies over the messages ends right above the status line.
private func drawSheet(_ model: Model, _ layout: ScreenLayout, in frame: inout Frame) {
    // A word for the person is read before anything else.
    let hint = model.notice == nil ? nil : layout.hintRow
    let bottom = hint ?? layout.statusRow ?? layout.inputRow
    let height = min(
        bottom,
        max(1, layout.pane.height + (layout.hintRow == nil ? 0 : layout.hint.count))
    )
    let sheet = Sheet(model, columns: model.size.columns, height: height)
    guard !sheet.rows.isEmpty else { return }
    if hint == nil, let row = layout.hintRow {
        var blank = Line()
        blank.pad(to: model.size.columns)
        frame.draw(blank, row: row)
    }
    let top = bottom - sheet.rows.count
    for (number, line) in sheet.rows.enumerated() {
        frame.draw(line, row: top + number, column: sheet.column, width: sheet.width)
    }
}

private func drawOverlay(_ workspace: Workspace, _ box: ScreenLayout.Box, in frame: inout Frame) {
    let model = workspace.model
    if case .chooser(let chooser)? = model.overlay {
        return draw(chooser, of: workspace, box, in: &frame)
    }
    for (number, line) in OverlayRows.window(of: model, height: box.height).enumerated() {
        var line = line
        line.truncate(to: box.width, mark: Glyph.more)
        frame.draw(line, row: box.row + number, column: box.column, width: box.width)
    }
}

private func draw(
    _ chooser: Chooser,
    of workspace: Workspace,
    _ box: ScreenLayout.Box,
    in frame: inout Frame
) {
    let screen = ChooserRows(workspace, chooser, in: box).screen()
    for (number, line) in screen.rows.enumerated() {
        frame.draw(line, row: box.row + number, column: box.column, width: box.width)
    }
    guard let cursor = screen.cursor, box.height > 0 else { return }
    frame.cursor = Frame.Position(row: box.row + cursor.row, column: box.column + cursor.column)
}
