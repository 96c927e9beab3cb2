/// Days since 1970 to year, month and day, and back.
///
/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
enum CivilDate {
    /// The date of a day.
    ///
    /// - Parameter day: days since 1970-01-01, also negative.
    /// - Returns: the year, the month from 1, the day of the month from 1.
    static func from(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * ofYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, ofYear - (153 * fromMarch + 2) / 5 + 1)
    }

    /// The day of a date; `nil` unless the calendar has it.
    ///
    /// - Parameters:
    ///   - year: 0 to 9999.
    ///   - month: from 1.
    ///   - day: of the month, from 1.
    /// - Returns: days since 1970-01-01.
    static func day(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let fromMarchYear = month <= 2 ? year - 1 : year
        let era = (fromMarchYear >= 0 ? fromMarchYear : fromMarchYear - 399) / 400
        let yearOfEra = fromMarchYear - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear
        let found = era * 146_097 + ofEra - 719_468
        // The 31st of a short month lands in the next one: only a real date maps back to itself.
        return from(day: found) == (year, month, day) ? found : nil
    }
}
