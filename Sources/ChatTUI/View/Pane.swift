import ChatProtocol

/// The messages of the room in front as rows: only those that are asked for are laid out.
struct Pane {
    let width: Int
    let height: Int
    let room: Room
    /// Who the person is.
    let name: MemberName
    /// The server's address, safe for a terminal.
    let server: String
    let zone: LocalZone
    /// How times are written.
    let time: TimeFormat
    /// Whether only text shows.
    let isClean: Bool
    /// Whether the signs of Markdown are left out.
    let hidesSigns: Bool
    /// The message that stands out.
    let spot: Int64?
    /// The newest message of one's own, and who has read it.
    let receipt: (seq: Int64, words: String)?
    /// What is looked for, and stands out wherever it is.
    let search: TextSearch?
    /// What is ignored and looked out for.
    let preferences: Preferences
    /// For whom messages are new.
    let reader: NewsReader
    /// What is selected.
    let selected: Scroll.Item?
    /// What was laid out before; `nil` lays everything out.
    private let memo: RowMemo?

    /// Makes the pane of a model.
    init(_ model: Model) {
        self.init(model, layout: ScreenLayout(model))
    }

    /// Makes the pane of a model whose layout is known.
    ///
    /// - Parameter memo: what was laid out before.
    init(_ model: Model, layout: ScreenLayout, memo: RowMemo? = nil) {
        width = layout.pane.width
        height = layout.pane.height
        room = model.room
        name = model.name
        server = ShownText.line.of(model.server)
        zone = model.zone
        time = model.options.time
        isClean = model.reading.isClean
        hidesSigns = model.options.marks == .off
        spot = model.reading.spot
        receipt = model.reading.isClean ? nil : model.receipt
        search = model.reading.find.map { TextSearch($0.query.text) }
        preferences = model.callings
        reader = model.reader
        selected = model.selection?.item
        self.memo = memo
        memo?.prepare(for: setting)
    }

    private var setting: RowMemo.Setting {
        RowMemo.Setting(
            width: width,
            room: room.name,
            name: name,
            server: server,
            time: time,
            isClean: isClean,
            hidesSigns: hidesSigns,
            search: search,
            preferences: preferences
        )
    }

    /// Items: the events, then the messages that wait.
    var count: Int { room.timeline.events.count + room.pending.count }

    /// The item at the bottom, -1 if there is none, and how many of its rows lie below the edge.
    var bottom: (item: Int, clipped: Int) {
        guard case .held(let held, let clipped, _) = room.scroll else { return (count - 1, 0) }
        let events = room.timeline.events.count
        switch held {
        case .event(let seq):
            let item = room.timeline.firstIndex(atOrAfter: seq)
            return (min(item, count - 1), clipped)
        case .pending(let key):
            let place = room.pending.firstIndex { $0.message.key == key }
            return (place.map { events + $0 } ?? count - 1, clipped)
        }
    }

    /// What shows.
    ///
    /// - Returns: at most ``height`` rows, and the items they belong to.
    /// - Complexity: O(rows that show).
    func window() -> (rows: [Line], items: Range<Int>) {
        let start = bottom
        guard start.item >= 0, height > 0 else { return ([], 0..<0) }
        var groups: [[Line]] = []
        var total = 0
        var item = start.item
        while item >= floor, total < height {
            var group = rows(of: item)
            if item == start.item { group.removeLast(min(start.clipped, group.count)) }
            total += group.count
            groups.append(group)
            item -= 1
        }
        let rows = Array(groups.reversed().joined().suffix(height))
        // At the top of the room the rest of the pane is filled from below.
        guard total < height, start.item < count - 1 || start.clipped > 0 else {
            return (rows, item + 1..<start.item + 1)
        }
        return windowFromTop()
    }

    /// The first item that shows at the newest: what was cleared away lies before it.
    private var floor: Int {
        guard room.scroll == .newest, room.writing.clearedThrough > 0 else { return 0 }
        return room.timeline.firstIndex(atOrAfter: room.writing.clearedThrough + 1)
    }

    private func windowFromTop() -> (rows: [Line], items: Range<Int>) {
        var rows: [Line] = []
        var item = 0
        while item < count, rows.count < height {
            rows += self.rows(of: item)
            item += 1
        }
        return (Array(rows.prefix(height)), 0..<item)
    }

    /// The rows of an item, with what stands above it: day, gap, unread line.
    ///
    /// - Parameter item: 0 to ``count`` - 1.
    /// - Returns: none for an event that shows elsewhere, such as an edit.
    func rows(of item: Int) -> [Line] {
        let events = room.timeline.events
        if item < events.count {
            let rows = rows(of: events[item])
            let isSelected = selected == .event(events[item].seq)
            return leading(item) + (isSelected ? rows.map(marked) : rows)
        }
        let place = item - events.count
        guard place < room.pending.count else { return [] }
        let rows = MessageRows(self).rows(of: room.pending[place])
        let isSelected = selected == .pending(key: room.pending[place].message.key)
        return leading(item) + (isSelected ? rows.map(marked) : rows)
    }

    private func rows(of event: DurableEvent) -> [Line] {
        guard let memo, standsAlone(event) else { return MessageRows(self).rows(of: event) }
        return memo.rows(of: event) { MessageRows(self).rows(of: event) }
    }

    /// Whether an event shows as it was said: nothing was done to it, it answers nothing, and it
    /// does not stand out.
    private func standsAlone(_ event: DurableEvent) -> Bool {
        guard event.seq != spot, event.seq != receipt?.seq,
            case .message(let message) = event.content
        else { return false }
        return message.replyTo == nil
            && room.currentMessage(of: event.seq, for: name) == CurrentMessage()
    }

    /// A row of the selected message: its whole width stands out.
    private func marked(_ row: Line) -> Line {
        var row = row
        row.truncate(to: width)
        row.pad(to: width)
        row.restyle { style in
            style.reverse = true
            style.dim = false
        }
        return row
    }
}
