import ChatProtocol

/// A room that the person is in, with everything that belongs to it on the screen.
struct Room: Sendable {
    /// Messages that wait for their acknowledgement; at this bound no more are taken from the line.
    static let pendingLimit = 1_000
    /// Members here that are known by name; further ones are only in the server's count.
    static let hereLimit = 10_000
    /// Members whose typing is noted at once; further ones are not shown.
    static let typingLimit = 20

    let name: RoomName
    var topic = ""
    var timeline = Timeline()
    var pending: [Pending] = []
    /// The newest `seq` that the server spoke of.
    var newest: Int64 = 0
    /// The newest `seq` the person has read; `nil` until the server told or something came.
    var read: Int64?
    /// Whether ``read`` is the server's word.
    var isReadTold = false
    /// Whether the person was in it when nothing was said there yet: all of it is news, which no
    /// read marker tells the server.
    var isEnteredEmpty = false
    /// The first unread line stands behind this `seq`.
    var unreadLine: Int64?
    /// Messages of others that the person has not read.
    var unread: Int64 = 0
    /// So many of them show: nothing shows larger numbers.
    var shownUnread: Int64 { min(unread, 9_999) }
    /// Whether more are unread than are counted.
    var isUnreadMore = false
    /// Those of them that name the person.
    var mentions = 0
    /// What the server counted, for where the events themselves are not held.
    var told: ToldCount?
    /// Of the messages that the server counted and that are not held, those that it counts
    /// otherwise than the person does.
    var unheld: [Int64: UnheldMessages.Found] = [:]
    /// What ``unheld`` was asked for last.
    var unheldAsked: UnheldMessages?
    var editor = LineEditor()
    var history = LineHistory()
    var writing = RoomWriting()
    var scroll = Scroll.newest
    var here: Set<MemberName> = []
    /// How many members are here by the server's word; `nil` until it told.
    var hereCount: Int?
    /// Whether ``hereCount`` began with the server's word.
    var isHereTold = false
    /// Whether ``here`` is all who are here, by the server's word since the stream opened.
    var isHereKnown = false
    /// Whether who is here is to be asked for: that was told before the stream opened, or somebody
    /// came or went whom the server's number may count already.
    var isHereStale = false
    /// When who is here was asked for since the stream opened.
    var hereAskedAt: Timestamp?
    /// The oldest `seq` that the server keeps; 0 until it told.
    var oldest: Int64 = 0
    /// Who is typing, and until when that is believed.
    var typing: [MemberName: Timestamp] = [:]
    var members: [MemberSummary] = []
    /// Whether the list of members that the person asked for has not come.
    var awaitsMembers = false
    /// Whether the members were asked for since the stream opened.
    var isMembersAsked = false
    /// Whether the server told that it cannot be read, and it is only kept until one leaves it.
    var isLost = false
    /// Whether it is lost as there seems to be none of its name, and nothing of it was ever seen.
    var isUnknown = false
    /// Whether the server was asked to make it, and it is not followed before that is done.
    var isBeingMade = false
    /// The code by which one is to be let in, until that is done or refused.
    var code: String?
    /// Whether what is held was read by another one, who was signed in before.
    var isOfOther = false
    /// What is said once it is made; it shows as what waits already.
    var held: [OutgoingMessage] = []
    /// What the person may do here; `nil` until the server told.
    var role: Role?
    /// The page of history that is on its way.
    var loading: Load?
    /// Pages on their way that were asked for before the room began anew: they come first.
    var stalePages = 0
    /// Whether history was refused; cleared by the next stream or by scrolling.
    var hasFailedToLoad = false
    /// The newest `seq` for which `markRead` was sent, and when.
    var marked: (seq: Int64, at: Timestamp?) = (0, nil)
    /// Whether others may see the last one that this run sent; `nil` before there is one.
    var isMarkShown: Bool?
    /// When it is asked again how far others have read.
    var receipts = ReceiptSchedule()
    /// How many are members; `nil` until the server told.
    var memberCount: Int?

    /// Messages that are answered and are not held in the timeline; `nil` was asked for.
    var originals = Originals()
    /// From where on the person called it unread, which lasts until they come back to it.
    var keptUnread: UnreadMark?
    /// Whether a start brought it to the front while nobody looked: who does comes back to it.
    var awaitsReturn = false
    /// Whether one reads from the older to the newer: what is missing is loaded from that side.
    var isReadingDown = false

    /// How much is unread by the server's word.
    struct ToldCount: Hashable, Sendable {
        /// The read marker that it counted from.
        var read: Int64
        /// The newest `seq` that it counted.
        var newest: Int64
        var unread: Int64
        var mentions: Int64
        /// Whether the server counted no further.
        var isMore = false

        /// What of it is left when more was read since.
        ///
        /// - Returns: nothing if less was read than was counted from, and that there is more.
        func left(after read: Int64) -> (unread: Int64, mentions: Int64, isMore: Bool) {
            guard read >= self.read else { return (0, 0, true) }
            let most = max(0, newest - read)
            return (min(unread, most), min(mentions, most), isMore && most > unread)
        }
    }

    /// A page of history that was asked for.
    enum Load: Hashable, Sendable {
        /// The one that ends before a `seq`; `nil` is the newest.
        case before(Int64?)
        /// The one that begins after a `seq`.
        case after(Int64)
        /// The one with a `seq` in its middle.
        case around(Int64)
    }

    /// Makes a room of which nothing is known yet.
    init(_ name: RoomName) {
        self.name = name
    }

    /// Whether the person called it unread, and has not come back to it.
    var isKeptUnread: Bool { keptUnread != nil }

    /// Whether the room is a talk with one member.
    var isDirect: Bool { name.directMember != nil }

    /// How many messages of others stand behind an event, of those that are held.
    ///
    /// - Complexity: O(events behind it).
    ///
    /// - Returns: 0 or more.
    func news(after seq: Int64, for reader: NewsReader) -> Int {
        timeline.events[timeline.firstIndex(atOrAfter: seq + 1)...].count {
            isNews($0, for: reader)
        }
    }

    /// Whether an event counts where it is unread: what was taken back since does not.
    ///
    /// - Returns: `true` if it does.
    func isNews(_ event: DurableEvent, for reader: NewsReader) -> Bool {
        reader.isNews(event) && timeline.appliedChanges[event.seq]?.isDeleted != true
    }

    /// Whether the newest event that the server spoke of is held.
    var isUpToDate: Bool { newest == 0 || timeline.last >= newest }

    /// Whether the first event that is held is the oldest that the server keeps.
    var isAtOldest: Bool {
        guard let first = timeline.events.first?.seq else { return false }
        return first <= oldest && !timeline.reachesStart
    }

    /// Whether members may see how far each has read.
    var isSmall: Bool {
        isDirect || memberCount.map { ReceiptSchedule.members ~= $0 } ?? false
    }

    /// Whether nothing of the person's is in it: no words that are typed, none that are not sent.
    var isIdle: Bool {
        guard case .say = writing.purpose else { return false }
        return editor.isEmpty && pending.isEmpty && writing.changes.isEmpty
    }

    /// The name as it stands on the screen.
    var title: String { isDirect ? name.description : "#\(name)" }
}
