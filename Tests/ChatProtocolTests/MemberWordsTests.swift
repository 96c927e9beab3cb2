import ChatProtocol
import Testing

/// What a change of a member reads like in text.
@Suite struct MemberWordsTests {
    private let samples: Samples
    private let later: Timestamp

    init() throws {
        samples = try Samples()
        later = Timestamp(milliseconds: samples.at.milliseconds + 3_600_000)
    }

    private func text(
        _ role: Role,
        was before: Role?,
        mutedUntil: Timestamp? = nil,
        by user: MemberName? = nil
    ) -> String {
        let terms = MemberTerms(mutedUntil: mutedUntil, was: before)
        let content = DurableEvent.Content.member(samples.bob, role: role, terms: terms)
        return encoded(samples.durable(content, by: user), as: .text)
    }

    @Test("A mute alone is told as one, and so is its end")
    func mute() {
        #expect(
            text(.member, was: .member, mutedUntil: later)
                == "# alice muted bob until 2026-11-22T08:40:00.123Z\n"
        )
        #expect(text(.moderator, was: .moderator) == "# alice unmuted bob\n")
        let isNone = text(Role.none, was: Role.none, mutedUntil: later)
        #expect(isNone.hasPrefix("# alice muted bob until "))
    }

    @Test("Another role comes first, and a mute that goes on behind it")
    func role() {
        let goesOn = ", muted until 2026-11-22T08:40:00.123Z\n"
        for (role, before, words) in [
            (Role.moderator, Role.member, "alice made bob a moderator"),
            (.member, .banned, "alice made bob a member"),
            (.none, .banned, "alice lifted the ban of bob"),
            (.none, .member, "alice removed bob"), (.banned, .member, "alice banned bob"),
        ] {
            #expect(text(role, was: before, mutedUntil: later) == "# " + words + goesOn)
            #expect(text(role, was: before) == "# " + words + "\n")
            // What has passed binds nobody.
            #expect(text(role, was: before, mutedUntil: samples.at) == "# " + words + "\n")
        }
    }

    @Test("Who comes, goes or gives a role up does so oneself")
    func oneself() {
        let bob = samples.bob
        #expect(text(.member, was: Role.none, by: bob) == "# bob joined\n")
        #expect(text(Role.none, was: .member, by: bob) == "# bob left the room\n")
        #expect(text(.member, was: .owner, by: bob) == "# bob became a member\n")
    }

    @Test("The role before survives each format, and one that is not known is left out")
    func told() throws {
        let terms = MemberTerms(mutedUntil: later, was: .banned)
        let content = DurableEvent.Content.member(samples.bob, role: .member, terms: terms)
        let json = encoded(samples.durable(content), as: .ndjson)
        #expect(json.hasSuffix(#""was":"banned"}"# + "\n"))
        let known: [(text: String, before: Role?)] = [
            (json, .banned), (json.replacing("banned", with: "x"), nil),
        ]
        for (text, before) in known {
            guard case .durable(let event) = try Event(json: Array(text.utf8)),
                case .member(_, _, let read) = event.content
            else {
                Issue.record("no change of a member: \(text)")
                continue
            }
            #expect(read.was == before)
        }
    }
}
