#if Postgres
import CPostgres

/// A connection to PostgreSQL, in libpq's pipeline: what is sent waits there until somebody wants
/// an answer, so that many statements cost one way to the server and back.
///
/// Each statement is prepared once. Values go as texts, which PostgreSQL reads as what the
/// statement needs.
///
/// `@unchecked`: one thread uses it at a time, since whoever uses it has its place alone
/// (``PostgresDatabase``, ``PostgresLane``). Safe to use: each `unsafe` here passes on `pointer`,
/// which is valid until this object ends, or bytes that live until the call returns.
@safe final class PostgresConnection: @unchecked Sendable {
    /// Statements that are sent before the answers are read: what these take has to fit into the
    /// buffers of the socket, or both ends would wait for each other.
    private static let unansweredLimit = 256

    let pointer: OpaquePointer
    /// Asked again and again while an answer is waited for; `nil` waits for as long as it takes.
    let waitsOn: (@Sendable () -> Bool)?
    /// Whether an answer was not waited for any longer.
    var isGivenUp = false
    /// The names of the statements that are prepared, by their texts.
    private var names: [String: String] = [:]
    private var lastName = 0
    /// Texts that were sent to be prepared, and not answered yet.
    private var newTexts: [String] = []
    /// Commands without an answer.
    private var unanswered = 0
    /// Rows that wait for others of their statement.
    private var gathered: [GatheredRows] = []
    /// How long they wait: PostgreSQL ends a transaction that leaves it without a word for longer.
    var patience = Duration.milliseconds(250)
    /// When the server had answered all that it was sent.
    private var lastAnswer = ContinuousClock.now

    /// Connects to the first host that takes writes.
    ///
    /// Blocks, for some seconds a host at the most.
    ///
    /// - Parameters:
    ///   - place: which of its hosts is asked first; `nil` asks them in their order.
    ///   - waitsOn: asked again and again while an answer is waited for; false ends the wait, and
    ///     the connection with it.
    /// - Throws: why no host would do.
    init(
        _ address: DatabaseAddress,
        beginningAt place: PostgresHosts.Place? = nil,
        waitsOn: (@Sendable () -> Bool)? = nil
    ) throws(PostgresFailure) {
        self.waitsOn = waitsOn
        if let reason = unsafe burble_open_libpq() {
            throw unsafe PostgresFailure(connection: String(cString: reason))
        }
        guard let pointer = unsafe try Self.connect(address, place) else {
            throw PostgresFailure(connection: "there is no memory for a connection")
        }
        unsafe self.pointer = pointer
        guard unsafe PQstatus(pointer) == CONNECTION_OK else { throw lost() }
        unsafe burble_ignore_notices(pointer)
        guard unsafe PQenterPipelineMode(pointer) == 1 else { throw lost() }
    }

    deinit { unsafe PQfinish(pointer) }

    // MARK: - What it is

    /// Whether nothing can be asked any more.
    var isBroken: Bool {
        if isGivenUp { return true }
        return unsafe PQstatus(pointer) != CONNECTION_OK
    }

    /// The server's version: 150018 for 15.18.
    var serverVersion: Int { unsafe Int(PQserverVersion(pointer)) }

    /// The number of the server's process, as told when the connection was made.
    var toldProcess: Int64 { unsafe Int64(PQbackendPID(pointer)) }

    /// What ends its statements from another thread; `nil` without memory for it.
    func canceller() -> PostgresCancel? {
        guard let cancel = unsafe PQgetCancel(pointer) else { return nil }
        return unsafe PostgresCancel(cancel)
    }

    /// Why the connection is lost, as libpq says it.
    func lost() -> PostgresFailure {
        unsafe PostgresFailure(connection: String(cString: PQerrorMessage(pointer)))
    }

    // MARK: - Asking

    /// Sends a statement; what became of it, the next ``answer()`` tells.
    ///
    /// - Parameter values: one for each parameter, with a zero behind it; `nil` is null.
    /// - Throws: what became of those before it, when there are many.
    func send(_ text: String, _ values: [[CChar]?] = []) throws(PostgresFailure) {
        try sendGathered()
        try sendNow(text, values)
    }

    /// Keeps a row until others of its statement have come, or something else is sent; not for
    /// longer than ``patience``.
    ///
    /// Blocks when that is over, until the server has answered: whoever brings the rows may judge
    /// each of them for long, and the transaction must not stand idle meanwhile.
    ///
    /// - Throws: what ``send(_:_:)`` throws.
    func gather(_ values: [[CChar]?], for text: String) throws(PostgresFailure) {
        var index = gathered.firstIndex { $0.text == text }
        if index == nil {
            index = gathered.count
            gathered.append(GatheredRows(text))
        }
        guard let index else { return }
        gathered[index].add(values)
        if gathered[index].isFull { try sendGathered() }
        if lastAnswer.duration(to: .now) >= patience { _ = try answer() }
    }

    private func sendGathered() throws(PostgresFailure) {
        let rows = gathered
        gathered = []
        for rows in rows { try sendNow(rows.text, rows.values) }
    }

    private func sendNow(_ text: String, _ values: [[CChar]?]) throws(PostgresFailure) {
        // What it has not read would be taken for an answer to this.
        guard !isGivenUp else { throw PostgresFailure.silence }
        if unanswered >= Self.unansweredLimit { _ = try answerToSent() }
        var name = names[text]
        if name == nil { name = try prepare(text) }
        let count = Int32(values.count)
        let isSent = unsafe CTexts.with(values) { values in
            unsafe PQsendQueryPrepared(pointer, name, count, values, nil, nil, 0)
        }
        guard isSent == 1 else { throw lost() }
        unanswered += 1
    }

    /// Commits the transaction that is open, behind what was sent and not answered.
    ///
    /// Blocks until it is durable.
    ///
    /// - Throws: `outcomeUnknown` when the connection broke meanwhile; else why nothing was done.
    func commit() throws {
        do {
            try send(PostgresText.commit)
            // PostgreSQL answers the commit of what has failed before by rolling it back.
            guard try answer()?.command == "COMMIT" else { throw PostgresFailure(code: "25P02") }
        } catch  where isBroken {
            throw StoreError.outcomeUnknown("the connection broke in the commit")
        }
    }

    /// Undoes a transaction that failed; what is on a broken connection, the server undoes.
    func rollBack() {
        gathered = []
        guard !isBroken else { return }
        do {
            try send(PostgresText.rollback)
            _ = try answer()
        } catch {
            // It is broken now, and so undone.
        }
    }

    /// Statements that are prepared at a time: lists of so many rooms have texts of their own, and
    /// the server keeps a plan of each.
    static let preparedLimit = 512

    private func prepare(_ text: String) throws(PostgresFailure) -> String {
        if names.count >= Self.preparedLimit {
            // Before it is sent: this is itself one that is prepared.
            names = [:]
            try sendNow(PostgresText.forgetPrepared, [])
            names = [:]
        }
        lastName += 1
        let name = "s\(lastName)"
        guard unsafe PQsendPrepare(pointer, name, text, 0, nil) == 1 else { throw lost() }
        unanswered += 1
        names[text] = name
        newTexts.append(text)
        return name
    }

    /// Waits for the answers to all that was sent, to their very end: a transaction may still fail
    /// after its last statement has succeeded.
    ///
    /// - Throws: why the first one that failed did; those behind it were not done.
    func answer() throws(PostgresFailure) -> PostgresRows? {
        try sendGathered()
        return try answerToSent()
    }

    private func answerToSent() throws(PostgresFailure) -> PostgresRows? {
        guard !isGivenUp else { throw PostgresFailure.silence }
        guard unsafe PQpipelineSync(pointer) == 1 else { throw lost() }
        var rows: PostgresRows?
        var failure: PostgresFailure?
        for _ in 0..<unanswered {
            try waitForAnswer()
            while let result = unsafe PQgetResult(pointer) {
                rows = unsafe PostgresRows(result)
                if let failed = unsafe Self.failure(result) { failure = failure ?? failed }
                try waitForAnswer()
            }
            if isBroken { throw failure ?? lost() }
        }
        unanswered = 0
        try waitForAnswer()
        // The mark of the end, which the server sends when it is ready for what comes next.
        guard let end = unsafe PQgetResult(pointer) else { throw lost() }
        let isEnd = unsafe PQresultStatus(end) == PGRES_PIPELINE_SYNC
        unsafe PQclear(end)
        guard isEnd, !isBroken else { throw lost() }
        // What failed was perhaps not prepared; another name is free in any case.
        if failure != nil { for text in newTexts { names[text] = nil } }
        newTexts = []
        lastAnswer = .now
        if let failure { throw failure }
        return rows
    }

    /// Why a statement failed; `nil` for one that did not, or was left out behind one that did.
    static func failure(_ result: OpaquePointer) -> PostgresFailure? {
        guard unsafe PQresultStatus(result) == PGRES_FATAL_ERROR else { return nil }
        guard let code = unsafe PQresultErrorField(result, stateField) else {
            return PostgresFailure(connection: "the connection to PostgreSQL is lost")
        }
        return unsafe PostgresFailure(code: String(cString: code))
    }

    /// `PG_DIAG_SQLSTATE`, a character in C.
    private static let stateField = Int32(UInt8(ascii: "C"))
}
#endif
