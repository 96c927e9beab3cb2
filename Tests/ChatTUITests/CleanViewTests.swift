import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The clean view")
struct CleanViewTests {
    @Test("has text alone: no list, no times, no bars, the source of code")
    func textAlone() {
        var model = ScreenTests.busy(80, 24)
        model.hear(said(11, bob, "```swift\nlet x = 1\n```", minutes: 1_201))
        let before = model.picture
        model.press(.alt("l"))
        #expect(model.notice == "text alone; Alt-L brings the screen back")
        model.notice = nil
        #expect(
            model.picture
                == [
                    "", "", "-- beginning of #general", "-- Sunday, 22 November 2026",
                    "alice: good morning", "[👍 1]",
                    "bob: 日本語のテキスト, and words that go on until they must be wrapped, whatever",
                    "the width", "* alice waves again (edited)",
                    "anna: see https://example.org/a/long/path/that/stays/whole?at=all ok",
                    "-- 3 new", "bob: anna: look", "second line",
                    "-- bob set the topic: \"Everything\"", "-- bob let carol in",
                    "-- Monday, 23 November 2026",
                    "bob: ↳ alice: good morning",
                    "an answer", "bob: ```swift", "let x = 1", "```", "… anna: my own words",
                    " live · anna · #general · random 2 @1", "[general] › draft",
                ]
        )
        #expect(!model.picture.contains { $0.contains("│") || $0.contains("─") })
        model.press(.alt("l"))
        #expect(model.picture == before)
    }
}
