/// What a person wants to be otherwise than it is by default.
package struct ClientOptions: Sendable {
    /// Which key does what.
    package var keys = KeyMap.standard
    /// Which key does what while a message is selected.
    package var selectKeys = SelectKeys.standard
    /// How times are written.
    package var time = TimeFormat.minutes
    /// Whether the wheel and clicks are taken from the start.
    package var takesMouse = false
    /// How long a lone ESC waits for the rest of a key, in milliseconds; `nil` is as usual.
    package var escapeDelay: Int?
    /// For what the person is called.
    package var calls = Calls.mentions
    /// Words that call the person as the own name does.
    package var highlights: [String] = []

    /// Whether the list of rooms shows.
    package var list = Shown.auto
    /// Whether the list of members shows.
    package var members = Shown.auto
    /// How the rooms of a server stand in the list.
    package var sort = RoomOrder.hand
    /// Whether the signs of Markdown show around what they mark.
    package var marks = Switch.on
    /// Whether others are told that the person is typing.
    package var typing = Switch.on
    /// Whether the person and the members of direct and small rooms see how far each has read.
    package var receipts = Switch.on

    /// How pictures are drawn when they are asked for.
    package var pictures = Pictures.off

    /// Whether what is said is kept in files.
    package var log = Switch.off
    /// How the line is edited.
    package var editing = Editing.emacs
    /// Which dictionary marks words: `off`, `auto` for that of the locale, or its name.
    package var spelling = "off"

    /// How the line is edited.
    package enum Editing: String, Hashable, Sendable, CaseIterable {
        case emacs, vi
    }

    /// Whether something is done.
    package enum Switch: String, Hashable, Sendable, CaseIterable {
        case on, off
    }

    /// How pictures are drawn.
    package enum Pictures: String, Hashable, Sendable, CaseIterable {
        case off
        /// As the terminal can: by kitty's protocol, as sixels, or of half blocks.
        case auto
        case kitty, sixel
        /// Half blocks, two pixels a cell.
        case blocks
    }

    /// Whether a list shows beside the messages.
    package enum Shown: String, Hashable, Sendable, CaseIterable {
        /// Where there is much room.
        case auto
        /// Where there is enough.
        case on
        case off
    }

    /// The order of the rooms.
    package enum RoomOrder: String, Hashable, Sendable, CaseIterable {
        /// As they were joined, and as the person moved them.
        case hand
        case name
        /// Those that call first, then those with something unread.
        case unread
    }

    /// Words that are looked for in each message at most.
    package static let highlightLimit = 64

    /// For what the person is called: a bell and a notification.
    package enum Calls: String, Hashable, Sendable, CaseIterable {
        case none
        /// The own name, the highlighted words, and direct rooms.
        case mentions
        case all
    }

    /// Makes options as they are by default.
    package init() {}
}
