import GRDB
import GRDBSQLite

/// `burble_rank(words)`: how well a message matches, for FTS5: more is better.
///
/// FTS5's own `bm25` counts all messages with a word before it weighs the first one, and looks at
/// each place of each word once for every word: long texts and many words took it half a minute.
/// This is its formula without the share of rare words: each match holds every word anyway. It
/// looks at ``placeLimit`` places of a word, beyond which more of them hardly count.
/// Source: https://www.sqlite.org/fts5.html#the_bm25_function and #custom_auxiliary_functions
enum SearchRank {
    /// Places of one word in one message that are looked at.
    fileprivate static let placeLimit = 64
    /// How soon more places count for less, and how much a long text takes away: bm25's constants.
    fileprivate static let saturation = 1.2
    fileprivate static let lengthShare = 0.75
    /// Words of a usual message.
    ///
    /// The average of the index would let messages that a reader may not see change the order of
    /// those that the reader may.
    fileprivate static let usualLength = 12.0

    /// Makes the function known to a connection.
    static func add(to database: Database) throws {
        let api = unsafe UnsafeMutablePointer(mutating: FTS5.api(database))
        // FTS5 copies the name, and keeps the function for as long as the connection.
        let code = unsafe api.pointee.xCreateFunction(api, "burble_rank", nil, weigh, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}

/// What FTS5 calls for a row; each pointer is FTS5's and valid until this returns.
private func weigh(
    _ api: UnsafePointer<Fts5ExtensionApi>?,
    _ context: OpaquePointer?,
    _ answer: OpaquePointer?,
    _ count: Int32,
    _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
    // Each call below takes FTS5's own pointers, and fills values that live until it returns.
    guard let api = unsafe api?.pointee else { return }
    var length: Int32 = 0
    guard unsafe api.xColumnSize(context, 0, &length) == SQLITE_OK else {
        return unsafe sqlite3_result_error_code(answer, SQLITE_CORRUPT)
    }
    let share = SearchRank.lengthShare
    let relative = Double(length) / SearchRank.usualLength
    let damping = SearchRank.saturation * (1 - share + share * relative)
    var weight = 0.0
    for phrase in 0..<(unsafe api.xPhraseCount(context)) {
        // The pointers are handed on as they came.
        let places = Double(unsafe placesInText(of: phrase, api, context))
        weight += places * (SearchRank.saturation + 1) / (places + damping)
    }
    unsafe sqlite3_result_double(answer, weight)
}

/// How often a phrase stands in the text, up to the limit; the tags are another column.
private func placesInText(
    of phrase: Int32,
    _ api: Fts5ExtensionApi,
    _ context: OpaquePointer?
) -> Int {
    // Filled by the first call below, and used by it and the next alone.
    var iterator = unsafe Fts5PhraseIter()
    var column: Int32 = -1
    var offset: Int32 = 0
    var places = 0
    guard unsafe api.xPhraseFirst(context, phrase, &iterator, &column, &offset) == SQLITE_OK else {
        return 0
    }
    while column >= 0, places < SearchRank.placeLimit {
        if column == 0 { places += 1 }
        // It goes on where the iterator stands.
        unsafe api.xPhraseNext(context, &iterator, &column, &offset)
    }
    return places
}
