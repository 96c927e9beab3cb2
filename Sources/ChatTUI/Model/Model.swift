package import ChatProtocol

/// Everything the client knows: what `update` changes and `view` draws.
package struct Model: Sendable {
    /// Rooms of the server that are kept for completion; further ones are not offered.
    static let knownRoomLimit = 2_000
    /// Columns and rows of the largest terminal; a larger one is drawn in its upper left.
    static let sizeLimit = 1_000

    /// Under which name the person speaks.
    package internal(set) var name: MemberName
    /// The server's address, for people.
    package let server: String
    /// The names of all servers of the workspace, this one's among them.
    var servers: [String] = []
    /// This server's name among them.
    var serverName = ""
    /// Whether it was connected to in this run, and the next start does not have it by itself.
    var isVisited = false
    package internal(set) var size: Size
    package internal(set) var health: StreamHealth
    /// Whether somebody answers at the server's address, also where there is no stream.
    var serverAnswers = false
    /// The time of the last tick.
    package internal(set) var now: Timestamp
    /// For the times on the screen.
    package let zone: LocalZone
    /// What the person wants to be otherwise than it is by default.
    package internal(set) var options: ClientOptions
    /// The colours; `nil` is as the terminal's capabilities have them.
    package var theme: Theme?
    /// Who is signed in; `nil` speaks as a guest.
    package var signedIn: SignedInAccount?

    /// How one signs in where this is shown.
    package var signInHelp = SignInHelp.screen

    /// Never empty; in the order of the room list.
    var rooms: [Room]
    /// Which room shows: an index of ``rooms``.
    private(set) var front = 0
    /// How the person moves, and what they look at.
    var reading = Reading()
    var isFocused = true
    /// Whether somebody looks, where the terminal does not say.
    var viewerCheck = ViewerCheck()
    /// Whether the terminal said that its ground is light.
    package var isGroundLight = false
    /// Whether the wheel and clicks are taken from the terminal.
    var takesMouse: Bool
    /// When the person was called last.
    var lastCall: Timestamp?
    var ring = KillRing()
    var overlay: Overlay?
    /// Whether the server's list of rooms has come.
    var isDirectoryTold = false
    /// Whether the server is to be asked what is read, as rooms began anew.
    var needsReadStates = false
    /// Whether the list of rooms that the person asked for has not come.
    var awaitsDirectory = false
    /// Who is kept out of the server, as it told last; `nil` is not known.
    var serverBans: [OutcastBan]?
    /// Whether the list of them that the person asked for has not come.
    var awaitsServerBans = false
    /// Of whom `/whois` told last, and what.
    var whois: (member: MemberName, words: String)?
    /// A word for the person in a line of its own, until the next key.
    var notice: String? {
        didSet {
            guard notice != nil else { return }
            lastNotice = notice
            noticeCount &+= 1
        }
    }
    /// Another number after each word for the person.
    private(set) var noticeCount = 0
    /// The last one that the person saw, or could have.
    var lastNotice: String?
    /// Whether the line of the first run shows, which is gone for good once it was read.
    var showsWelcome: Bool {
        get { !writing.preferences.isWelcomed }
        set { writing.preferences.isWelcomed = !newValue }
    }
    var completion: Completion?
    var writing = Writing()
    /// The server's rooms, followed or not.
    var directory: [RoomSummary] = []
    /// The log that the timelines are of; `nil` before the first cursor.
    var log: LogName?
    /// Between `open` and `live`: what comes may be old.
    var isReplaying = true
    var lastTyping: Timestamp?
    /// Whether the list of rooms is to be asked for when the next stream opens.
    var needsDirectory = true

    /// What makes this run's idempotency keys its own.
    private let session: String
    private var nextKey = 0
    /// How many lines that were typed elsewhere than on the screen were mistakes, or no answers.
    package internal(set) var mistakes = 0
    /// The files on their way, the oldest first; at most ``Transfer/limit``.
    var transfers: [Transfer] = []
    var nextTransfer = 0

    /// What covers the messages.
    enum Overlay: Hashable, Sendable {
        /// The keys and commands, scrolled down by some rows.
        case help(scrolled: Int)
        /// The members of the room in front.
        case members(scrolled: Int)
        /// A list to choose from.
        case chooser(Chooser)
        /// The server's rooms.
        case rooms(scrolled: Int)
        /// Who is kept out of the server.
        case serverBans(scrolled: Int)
        /// A message of the room in front, what it answers and what answers it.
        case thread(Int64, scrolled: Int)
        /// What is known of a message of the room in front.
        case details(Int64, scrolled: Int)
        /// How the client and its server are, with reasons whole.
        case status(scrolled: Int)
        /// The settings with their values.
        case settings(scrolled: Int)
        /// What a line of the shell said.
        case output(CommandOutput, scrolled: Int)

        /// Whether it is about a message of the room in front.
        var isOfMessage: Bool {
            switch self {
            case .thread, .details: true
            default: false
            }
        }
    }

    /// Makes the state that the first frame shows.
    ///
    /// - Parameters:
    ///   - name: under which the person speaks.
    ///   - rooms: to follow, the first in front; `general` if there is none.
    ///   - zone: for the times on the screen.
    ///   - options: what the person wants to be otherwise than it is by default.
    ///   - session: what makes this run's idempotency keys its own, at most 40 printable ASCII
    ///     characters; drawn from `now` if `nil`.
    package init(
        name: MemberName,
        rooms: [RoomName],
        server: String,
        size: Size,
        now: Timestamp,
        zone: LocalZone,
        options: ClientOptions = ClientOptions(),
        session: String? = nil
    ) {
        self.name = name
        self.server = server
        self.size = Self.bounded(size)
        self.now = now
        self.zone = zone
        self.options = options
        takesMouse = options.takesMouse
        self.session = session ?? String(now.milliseconds, radix: 36)
        health = .connecting(server: server)
        let unique = Array(rooms.prefix(Limits.streamRooms)).once
        self.rooms = (unique.isEmpty ? Self.defaultRooms : unique).map(Room.init)
    }

    /// `general`: the name is a constant that parses, so the list is never empty.
    package static let defaultRooms: [RoomName] = {
        do throws(NameError) {
            return [try RoomName("general")]
        } catch {
            preconditionFailure("the default room's name is wrong: \(error)")
        }
    }()

    /// A new idempotency key.
    mutating func drawKey() -> String {
        nextKey += 1
        return "\(session)-\(nextKey)"
    }

    /// Whether a message was said in this run.
    ///
    /// - Returns: `false` also where it has none.
    func isOwnKey(_ key: String?) -> Bool { key?.hasPrefix("\(session)-") ?? false }

    /// The size within what is drawn.
    ///
    /// - Parameter size: as the terminal says, which may be nothing.
    /// - Returns: 1 to ``sizeLimit`` columns and rows.
    static func bounded(_ size: Size) -> Size {
        Size(columns: min(max(1, size.columns), sizeLimit), rows: min(max(1, size.rows), sizeLimit))
    }
}

extension Model {
    /// Which key does what.
    var keys: KeyMap { options.keys }
}

// MARK: - Rooms

extension Model {
    /// The room in front.
    var room: Room {
        get { rooms[front] }
        set { rooms[front] = newValue }
        _modify { yield &rooms[front] }
    }

    /// Brings a room to the front: what the person was in the middle of in another one ends.
    ///
    /// - Parameters:
    ///   - index: of ``rooms``.
    ///   - shown: the room that showed, which may have left the list.
    mutating func setFront(_ index: Int, from shown: RoomName) {
        front = index
        guard room.name != shown else { return }
        completion = nil
        if overlay?.isOfMessage == true { overlay = nil }
        endMode(in: self.index(of: shown))
    }

    /// Takes a room for the one in front while something is done in it, which the person does not
    /// see: their mode stays, and the room that shows is to be given back.
    ///
    /// - Parameter index: of ``rooms``.
    mutating func borrowFront(_ index: Int) { front = index }

    /// Where a room stands.
    ///
    /// - Returns: an index of ``rooms``; `nil` if it is not followed.
    func index(of name: RoomName) -> Int? {
        rooms.firstIndex { $0.name == name }
    }
}
