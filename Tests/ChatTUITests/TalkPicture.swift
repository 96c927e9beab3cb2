import ChatTUI
import Testing

/// How the talk of ``SelectTests`` looks at one size, with what is done in it.
///
/// Every row is told: those that the pictures share are written once, below.
struct TalkPicture: CustomTestStringConvertible, Sendable {
    /// Some of the rows.
    enum Part: ExpressibleByStringLiteral, Sendable {
        case row(String)
        /// So many without anything but the list of rooms, where that is shown.
        case blanks(Int)
        /// Those of the talk between two numbers.
        case talk(Range<Int>)

        init(stringLiteral row: String) { self = .row(row) }
    }

    private let columns: Int
    private let height: Int
    /// From the top to the bottom.
    let rows: [String]

    var testDescription: String { "\(columns)×\(height)" }

    /// 120×36, with a list of rooms.
    static func wide(_ parts: [Part]) -> TalkPicture {
        let days = ["─×38 beginning of #general ─×38", "─×36 Sunday, 22 November 2026 ─×37"]
        let talk = (days + names).map { " ×20│" + $0 }
        return TalkPicture(120, 36, talk, parts) { ["›1 general ×10│", " ×20│ (×\($0) rows)"] }
    }

    /// 80×24.
    static func usual(_ parts: [Part]) -> TalkPicture {
        let days = ["─×28 beginning of #general ─×29", "─×27 Sunday, 22 November 2026 ─×27"]
        return TalkPicture(80, 24, days + names, parts) { [" (×\($0) rows)"] }
    }

    /// 40×10, without a column of names.
    static func narrow(_ parts: [Part]) -> TalkPicture {
        let talk = [
            "07:41 alice: good morning", "07:42 bob: see http://one.example and",
            "      https://two.example/x_(y).", "      │ let a = 1", "07:43 anna: mine",
            "07:44 alice: ↳ alice: good morning", "      an answer",
        ]
        return TalkPicture(40, 10, talk, parts)
    }

    /// 20×4, without a room's name.
    static func tiny(_ parts: [Part]) -> TalkPicture {
        TalkPicture(20, 4, [], parts, title: [], status: " live · anna · #gen…")
    }

    /// The talk with a column of names.
    private static let names = [
        "07:41        alice good morning",
        "07:42 ×10bob see http://one.example and https://two.example/x_(y).",
        " ×19│ let a = 1", "07:43 ×9anna mine", "07:44        alice ↳ alice: good morning",
        " ×19an answer",
    ]

    /// Puts the parts below the room's name; the last of them is below the status.
    private init(
        _ columns: Int,
        _ height: Int,
        _ talk: [String],
        _ parts: [Part],
        title: [String] = [" #general"],
        status: String = " live · anna · #general",
        blanks: (Int) -> [String] = { _ in [] }
    ) {
        self.columns = columns
        self.height = height
        var rows = title
        for part in parts {
            switch part {
            case .row(let row): rows.append(row)
            case .blanks(let count): rows += blanks(count)
            case .talk(let range): rows += talk[range]
            }
        }
        rows.insert(status, at: rows.count - 1)
        self.rows = rows
    }

    /// What a model of this size draws.
    func drawn(_ model: (Int, Int) -> Model) -> [String] {
        ScreenTests.squeezed(model(columns, height).picture)
    }
}
