package import ChatStore

extension DataFolderCare {
    /// Takes the log of a data folder over into PostgreSQL.
    ///
    /// Blocks for as long as both take. What the folder holds beside the log stays there.
    ///
    /// - Parameters:
    ///   - folder: the data folder; no server runs on it.
    ///   - address: of the database, whose schema is empty.
    ///   - progress: told the table that is worked on, the rows so far, and those in all.
    /// - Returns: what was moved, a line for each table, and what stays.
    package static func move(
        _ folder: String,
        to address: DatabaseAddress,
        _ progress: @escaping (String, Int64, Int64) -> Void
    ) throws -> CareReport {
        let moved = try LogMove(folder: folder, to: address, progress).run()
        let filled = moved.rows.filter { $0.count > 0 && $0.table != "log" }
        var findings = filled.map { CheckFinding($0.table, .sound, "rows \($0.count)") }
        let words =
            "\(moved.log) is in \(moved.place), through position \(moved.head)"
            + (moved.rows.isEmpty ? "; it was there already" : "")
        findings.append(CheckFinding("log", .sound, words))
        let (stored, failures) = FileFolder(reading: folder).listing()
        // The log has moved, whatever is said of the files.
        findings += failures.map { CheckFinding("files", .note, "\($0)") }
        if !stored.isEmpty {
            let words =
                "\(stored.count), bytes \(stored.reduce(0) { $0 + $1.size }), stay in \(folder)"
            findings.append(CheckFinding("files", .note, words))
        }
        return CareReport(findings)
    }
}
