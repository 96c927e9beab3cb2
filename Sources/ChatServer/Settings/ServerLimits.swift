import ChatProtocol

/// Every bound of the server, with what happens when it is reached.
///
/// Values come from the command line where there is an option, and from here otherwise.
package struct ServerLimits: Hashable, Sendable {
    /// Bytes of a message's text; a longer one is refused with `413 message_too_long`.
    package var messageBytes = Limits.messageBytes
    /// Bytes of a topic; a longer one is refused with `413 topic_too_long`.
    package var topicBytes = Limits.topicBytes
    /// Bytes of a JSON body; a longer one is refused with `413 body_too_long`.
    package var bodyBytes = Limits.jsonBytes
    /// Bytes of a request's head; a longer one is refused with `400` and the connection closed.
    package var headBytes = 16 * 1024
    /// Messages a second that one member may post for long; 0 is no limit.
    ///
    /// More are refused with `429 rate_limited`, and a two-way stream is slowed down.
    package var messagesPerSecond = 10
    /// Messages that one member may post at once before ``messagesPerSecond`` holds.
    package var messageBurst = 30
    /// Writes a second of one address for long, whatever names they claim, and at once; this
    /// machine itself has no such bound.
    ///
    /// More are refused with `429 rate_limited`. 0 is no limit.
    package var addressWritesPerSecond = 50
    package var addressWriteBurst = 200
    /// Sign-ins by password a minute, of one address and with one name.
    ///
    /// More are refused with `429 rate_limited`.
    package var signInsPerMinute = 30
    /// Passwords that are compared at the same time, with 32 MiB of memory each; up to 64 more
    /// wait, and further ones are refused with `503 overloaded`.
    package var passwordsAtOnce = 2
    /// Accounts in all; one more is refused with `409 too_many`.
    package var accounts = 100_000
    /// Tokens, and public keys, of one account.
    package var tokensOfAccount = 100
    package var keysOfAccount = 20
    /// Invites of one member, and bans of the server.
    package var invitesOfMember = 100
    package var bans = 10_000
    /// Rooms that one account may make; one more is refused with `409 too_many`.
    package var roomsOfAccount = 100
    /// Rooms that one address may make, a day for long and at once; this machine itself has no such
    /// bound.
    ///
    /// More are refused with `429 rate_limited`. 0 is no limit.
    package var roomsOfAddress = 500
    /// Rooms of the server; one more is refused with `403 room_limit`.
    package var rooms = 10_000
    /// Members whose posting rate is remembered; those that posted longest ago are forgotten, half
    /// of them at once.
    package var ratedMembers = 10_000
    /// Connections at once; further ones wait in the kernel's backlog.
    package var connections = 20_000
    /// Connections at once of one address, of IPv6 of one network of 64 bits.
    ///
    /// Further ones are closed at once. `nil` is 1000, or a quarter of all where that is less, and
    /// no bound for this machine itself.
    package var connectionsOfAddress: Int?
    /// The same for addresses of this machine.
    var connectionsOfLoopback: Int { connectionsOfAddress ?? .max }

    /// The same for addresses of other machines: without a setting none of them has all.
    ///
    /// - Parameter all: how many there may be, which is less than ``connections`` where descriptors
    ///   are few.
    /// - Returns: 1 or more.
    func connectionsOfOthers(among all: Int) -> Int {
        connectionsOfAddress ?? max(1, min(1000, all / 4))
    }
    /// Descriptors that are kept for the log, and are neither a connection's nor a file's that one
    /// sends or takes.
    package var reservedDescriptors = 64
    /// Connections that may wait in the kernel to be accepted; more are turned away by it.
    package var backlog = 4096
    /// Seconds that a connection may take to send a request, or stay idle between two.
    ///
    /// Then it is closed. A body has a second more for each 500 bytes that came.
    package var requestSeconds = 60
    /// Seconds of a stream's heartbeat unless the client asks for another.
    package var heartbeatSeconds = 20
    /// Seconds that a stream may make no progress at all before it is ended with `bye slow`, and a
    /// client take nothing of any other answer before it is cut off.
    package var stalledSeconds = 30
    /// Streams that an event loop serves before it looks after anything else.
    package var sliceStreams = 16
    /// Milliseconds for which streams are served at the most, however long the posts before took.
    package var sliceMilliseconds = 4
    /// Streams of one room that are served before the next room that waits.
    package var sliceRoomStreams = 8
    /// Milliseconds that a room may wait for its turn before the next commit waits, so that what is
    /// posted does not outrun what is delivered.
    package var lagMilliseconds = 5
    /// Bytes of memory of what a room has not offered to all of its streams that count as late
    /// after that time too: about as much as a stream is given in one turn.
    package var unofferedBytes = 64 * 1024
    /// Milliseconds that one commit waits for deliveries at the most: then it is made, whatever the
    /// loops are busy with.
    package var pauseMilliseconds = 250
    /// Milliseconds from one batch of a room's events of the moment to the next.
    package var momentMilliseconds = 100
    /// Events of a batch: further ones of its time are dropped.
    package var momentEvents = 64
    /// Bytes that a stream is given in one turn; the rest waits for its next turn.
    package var sliceBytes = 32 * 1024
    /// Bytes that wait in a connection beyond which its client counts as slow: nothing more is
    /// written until half of them have left.
    package var queueBytes = 16 * 1024
    /// Events and bytes of one catch-up read; the next read waits until these have been taken.
    package var pageEvents = 256
    package var pageBytes = 32 * 1024
    /// Bytes of a page of rows that do not follow; the next page is read with the end of this one
    /// under way.
    package var rowPageBytes = 128 * 1024
    /// Bytes of such rows that may wait for their client; nothing more is read until half of them
    /// have left.
    package var rowQueueBytes = 128 * 1024
    /// Bytes of answers made as a whole (pages, lists) that may wait for their clients, of which
    /// one address may have a quarter; more are refused with `503 overloaded`.
    ///
    /// Those of up to 64 KiB are not counted.
    package var answerBytes = 256 * 1024 * 1024
    /// Pages that are kept for other streams that are behind as far; more are read again.
    package var cachedPages = 32
    /// Catch-up reads at once; further streams wait for their turn.
    package var pageReads = 4
    /// Bytes of memory and commits that an event loop remembers for streams that are a little
    /// behind; a stream further behind reads from the store.
    package var ringBytes = 4 * 1024 * 1024
    package var ringCommits = 4096
    /// Events before the start that an event loop remembers, within the same bytes: streams that
    /// come back after a restart find there what they missed.
    package var rememberedEvents = 1024
    /// Members here in one room up to which arrivals and departures are announced; beyond it they
    /// are only counted.
    package var announcedMembers = 100
    /// Seconds between a member's last stream and the announcement that the member left; a stream
    /// that comes back in that time goes unnoticed.
    package var departureSeconds = 5
    /// Seconds in which further typing of the same member in a room is merged into the first.
    package var typingSeconds = 3
    /// Messages of a page, and of a page unless asked otherwise.
    package var pageMessages = 500
    package var defaultPageMessages = 50
    /// Bytes of the text that `match` looks for; a longer one is refused with `400 bad_parameter`.
    package var matchBytes = 256
    /// Words of a search together, in bytes; a longer one is refused with `400 bad_parameter`.
    package var searchBytes = 512
    /// Seconds that a search may take that finds nothing; then it is ended with
    /// `503 search_too_costly`.
    package var searchSeconds = 10
    /// Milliseconds after a commit before the search index takes up what came.
    ///
    /// Posts that come together are indexed together. A search does not wait for it.
    package var searchPauseMilliseconds = 100
    /// Events that the index takes up at once; the next so many wait until these are in.
    package var searchEvents = 256
    /// Events a second that are committed beyond which the index takes a tenth of a core and not a
    /// half: it falls behind then, and catches up when fewer come.
    package var searchGivesWay = 1000
    /// Batches of so many events that a search takes up itself when the index is behind; of those
    /// beyond it says how many there are.
    package var searchBatches = 4
    /// Bytes of a file; a longer one is refused with `413 file_too_long`.
    package var fileBytes = 100 * 1024 * 1024
    /// Bytes of all files and uploads, a block for each at the least; more are refused with
    /// `507 file_quota`.
    package var allFileBytes = 10 * 1024 * 1024 * 1024
    /// The same for one member; more are refused with `507 member_file_quota`.
    package var memberFileBytes = 1024 * 1024 * 1024
    /// The same for what came from one address, other than this machine, since the server started.
    ///
    /// More are refused with `507 file_quota`. `nil` is half of ``allFileBytes``.
    package var addressFileBytes: Int?
    /// Bytes of the data folder's disk that stay free.
    ///
    /// Posts and uploads are refused with `507 disk_floor` below them. 0 is none, `nil` 64 MiB or a
    /// twentieth of a small disk.
    package var diskFloorBytes: Int?
    /// The same, as the store takes it.
    var diskFloor: Int64? { diskFloorBytes.map { Int64($0) } }
    /// Bytes of the log's files, beyond which posts are refused with `507 log_quota`; 0 is none.
    package var logBytes = 0
    /// Days after which a file is removed although messages refer to it; 0 is never.
    package var fileDays = 0
    /// Hours that an unfinished upload is kept after something of it came; then it is removed.
    package var uploadHours = 24
    /// Unfinished uploads in all, each of which keeps a descriptor, of one address and of one
    /// member.
    ///
    /// Where there are as many in all, or of an address, one makes way for one more: an empty one,
    /// else one of the address that has most, or of the address's member. One more of a member, and
    /// of whoever has most, is refused with `503 too_many_uploads`.
    package var unfinishedUploads = 256
    package var addressUploads = 128
    package var memberUploads = 32
    /// Minutes that an upload is kept of which nothing has come.
    package var emptyUploadMinutes = 10
    /// Seconds between two looks for files that are to be removed.
    package var fileSweepSeconds = 600
    /// Seconds that a file stays although no message refers to it: its post may be on its way.
    package var fileGraceSeconds = 3600
    /// Milliseconds after which a file is refused that the caller may not know of: longer than the
    /// look for one that many messages name.
    package var fileRefusalMilliseconds = 25
    /// Seconds that a stopping server gives its streams to take their `bye`, and then requests to
    /// end; whoever is still connected is cut off.
    package var drainSeconds = 3

    /// Makes the defaults.
    package init() {}
}
