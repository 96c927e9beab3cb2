import HTTPTypes
import Testing

@testable import StreamingHTTP

@Suite struct FileConditionsTests {
    private static let changed = "Sun, 06 Nov 1994 08:49:37 GMT"
    private static let before = "Sun, 06 Nov 1994 08:49:36 GMT"
    private static let after = "Sunday, 06-Nov-94 08:49:38 GMT"

    private func outcome(_ fields: HTTPFields) -> FileConditions.Outcome {
        FileConditions(fields: fields, entityTag: "\"a\"", changed: 784_111_777).outcome
    }

    @Test("Without conditions a file is given")
    func none() {
        #expect(outcome([:]) == .met)
    }

    @Test(
        "A file is another than was meant where no tag is its own, by a strong comparison",
        arguments: [
            ("\"a\"", true), ("\"b\", \"a\"", true), ("\"b\",\t\"a\"", true), ("*", true),
            ("\"b\"", false), ("W/\"a\"", false), ("a", false), ("", false), (",", false),
            ("\"b\"\u{600},\"a\" ", true), ("\"a\"\u{600}", false),
        ]
    )
    func match(tags: String, isMet: Bool) {
        #expect(outcome([.ifMatch: tags]) == (isMet ? .met : .failed))
        // A date is not looked at beside a tag.
        let both: HTTPFields = [.ifMatch: tags, .ifUnmodifiedSince: Self.before]
        #expect(outcome(both) == (isMet ? .met : .failed))
    }

    @Test(
        "A file is another than was meant where it was changed later",
        arguments: [(changed, true), (after, true), (before, false), ("x", true), ("", true)]
    )
    func unmodified(date: String, isMet: Bool) {
        #expect(outcome([.ifUnmodifiedSince: date]) == (isMet ? .met : .failed))
    }

    @Test(
        "A client knows a file by its tag, or else by its time",
        arguments: [
            ("\"a\"", before, true), ("W/\"a\"", before, true), ("*", before, true),
            ("\"b\"", after, false), (nil, changed, true), (nil, after, true),
            (nil, before, false), (nil, "x", false),
        ]
    )
    func known(tags: String?, date: String, isKnown: Bool) {
        var fields: HTTPFields = [.ifModifiedSince: date]
        fields[.ifNoneMatch] = tags
        #expect(outcome(fields) == (isKnown ? .known : .met))
        // Whether it is the file that is meant is asked first.
        fields[.ifMatch] = "\"b\""
        #expect(outcome(fields) == .failed)
    }

    @Test(
        "A range is of the content that the client has a part of, and else of none",
        arguments: [
            ("\"a\"", true), ("W/\"a\"", false), ("\"b\"", false), (changed, true), (before, false),
            (after, false), ("x", false),
        ]
    )
    func range(validator: String, isOfRange: Bool) {
        let conditions = FileConditions(
            fields: [.ifRange: validator],
            entityTag: "\"a\"",
            changed: 784_111_777
        )
        #expect(conditions.isOfRange == isOfRange)
    }

    @Test("Where only the tag says what the content is, no date counts")
    func undated() {
        let cases: [(HTTPFields, FileConditions.Outcome, isOfRange: Bool)] = [
            ([.ifUnmodifiedSince: Self.before], .met, true),
            ([.ifModifiedSince: Self.after], .met, true),
            ([.ifRange: Self.changed], .met, false), ([.ifRange: "x"], .met, false),
            ([.ifRange: "\"a\"", .ifNoneMatch: "\"a\""], .known, true),
        ]
        for (fields, outcome, isOfRange) in cases {
            let conditions = FileConditions(fields: fields, entityTag: "\"a\"", changed: nil)
            #expect(conditions.outcome == outcome && conditions.isOfRange == isOfRange)
        }
    }
}
