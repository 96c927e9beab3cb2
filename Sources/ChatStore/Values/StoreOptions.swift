/// The bounds of a store.
package struct StoreOptions: Sendable, Hashable {
    /// Events in one transaction; what waits beyond it goes into the next.
    package var commitLimit = 4096
    /// Bytes in one transaction, of texts and a fixed share per event; the rest goes into the next.
    package var commitByteLimit = 8 * 1024 * 1024
    /// Appends and read marks that wait for a transaction; more are refused with `overloaded`.
    package var queueLimit = 16_384
    /// Bytes that wait for a transaction; more are refused with `overloaded`.
    package var queueByteLimit = 64 * 1024 * 1024
    /// Rooms in the log; another one is refused with `tooManyRooms`.
    package var roomLimit = 10_000
    /// Reads of each ``ReadKind`` that wait for a connection; more are refused with
    /// `tooManyWait`.
    package var waitingReads = 1024
    /// Steps of the database's machine that one read may take, some ten for each row.
    ///
    /// It is ended with `tooCostly` beyond them; reads that can be long are cut into parts before.
    package var readSteps = 50_000_000
    /// How long one statement of a read may take in a database that counts no steps; it is ended
    /// with `tooCostly` beyond that.
    package var readTime = Duration.seconds(10)
    /// How long a database is waited for that a server has which does not share it: as long as it
    /// may take until the end of one whose machine is gone is noticed.
    package var claimTime = Duration.seconds(15)
    /// How long a write waits for a database that does not answer; what becomes of one whose commit
    /// broke off is found out within it, or left open.
    package var writeWait = Duration.seconds(5)
    /// How long a server of several goes without a look at what the others have committed, unless
    /// it is told of it.
    package var tick = Duration.seconds(1)
    /// Whether the times of a log that several write are by the clock of their database.
    package var usesDatabaseClock = true
    /// How long a search reads for one page; a page that is not full then ends there.
    package var searchPartTime = Duration.milliseconds(250)
    /// How long a search for what matches best reads; one that found nothing then is ended with
    /// `searchTooCostly`.
    package var searchTime = Duration.seconds(10)
    /// How long a search index that cannot be opened is not tried again.
    package var searchRetry = Duration.seconds(5)
    /// The most matches that are put in order of their weight; older ones are left out, since every
    /// match has to be weighed before the first is known.
    package var rankedMatches = 2000
    /// Events that are looked at to count what a member has not read, and what it may cost to look
    /// for the member's name in their texts: some nanoseconds for each step, as
    /// ``Mention/isIn(_:steps:)`` counts them, and a step for each byte at the least.
    package var unreadEvents = 100_000
    package var unreadSteps = 8 * 1024 * 1024
    /// What it may cost in one room, however few there are.
    package var unreadStepsOfRoom = 1024 * 1024
    /// How long an idempotency key gives the first event again; afterwards it makes a new one.
    package var keyLifetime = Duration.seconds(24 * 60 * 60)
    /// Bytes that stay free on the log's disk.
    ///
    /// What would grow the log is refused with `diskFloor` below them. 0 is none, `nil` the usual
    /// of a ``DiskSpace``.
    package var diskFloor: Int64? = 0
    /// Bytes of the log's files, from which on what would make them grow is refused with
    /// `logQuota`; 0 is no quota.
    package var logQuota: Int64 = 0
    /// Bytes of a file that is checked whole when it is opened, which takes 4 to 5 ms for each MiB;
    /// damage inside a larger one shows when the page is read.
    package var checkedBytes: Int64 = 4 * 1024 * 1024
    /// What this server is called among those that write one log.
    package var nodeName = ""
    /// The version of its program.
    package var nodeVersion = ""

    /// Makes the defaults.
    package init() {}
}
