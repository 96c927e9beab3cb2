import Testing

@testable import ChatProtocol

@Suite struct VisibleTextTests {
    // Seen as C22: messages that show as nothing were taken.
    @Test(
        "What shows as nothing is nothing",
        arguments: [
            "", " ", "\n\t\r", "\u{3000}", "\u{85}", "\u{200B}", "\u{FEFF}", "\u{2800}", "\u{3164}",
            "\u{2060}\u{200D}", "\u{202E}", "\u{FE0F}", "\u{E0041}", "\u{AD}", "\u{301}",
            "\u{180E}", "\u{200E}", "\u{34F}", "\u{115F}", "\u{1160}", "\u{FFA0}", "\u{FFF9}",
            "\u{61C}", "\u{17B4}", "\u{2063}", "\u{20DD}", "\u{2800} \u{3164}\u{301}", "\u{13441}",
            "\u{1D159}", "\u{1D173}", "\u{1BCA0}", "\u{2065}", "\u{E0FFF}",
        ]
    )
    func nothing(_ text: String) {
        #expect(!VisibleText.isIn(text))
        #expect(VisibleText.words(of: text).isEmpty)
    }

    @Test(
        "What a person can see is something",
        arguments: [
            "a", " .", "\u{200B}a", "é", "e\u{301}", "世", "👍", "❤️", "🏳️‍🌈", "1\u{FE0F}\u{20E3}",
            "\u{1}", "\u{7F}", "\u{2801}", "\u{FFFD}", "हि", "\u{E000}",
        ]
    )
    func something(_ text: String) {
        #expect(VisibleText.isIn(text))
        #expect(VisibleText.words(of: text).utf8.elementsEqual(text.utf8))
    }
}

@Suite struct EmojiFormTests {
    // Seen as C21: one heart in two forms was two reactions.
    @Test(
        "An emoji in any of its forms is one",
        arguments: [
            ["❤️", "❤", "❤\u{FE0E}"], ["👍", "👍\u{FE0F}"], ["⌚", "⌚\u{FE0F}", "⌚\u{FE0E}"],
            ["É", "E\u{301}"], ["1\u{FE0F}\u{20E3}", "1\u{20E3}"], ["☝🏽", "☝\u{FE0F}🏽"],
            ["🏳\u{FE0F}\u{200D}🌈", "🏳\u{200D}🌈"],
            ["🏃🏽\u{200D}♂\u{FE0F}", "🏃🏽\u{200D}♂"], ["©\u{FE0F}", "©"],
        ]
    )
    func forms(_ forms: [String]) throws {
        for form in forms {
            let unified = try Emoji(form).description
            #expect(Array(unified.unicodeScalars) == Array((forms.first ?? "").unicodeScalars))
            #expect(try Emoji(unified).description.utf8.elementsEqual(unified.utf8))
        }
    }

    @Test("Short texts stay as they are, and what shows as nothing is none")
    func texts() throws {
        for text in ["+1", "1", "#", "ok", "é"] {
            #expect(try Emoji(text).description.hasPrefix(String(text.first ?? " ")))
        }
        #expect(try Emoji("1").description == "1")
        for text in ["\u{2800}", "\u{3164}", "\u{200D}"] {
            #expect(throws: NameError.self) { try Emoji(text) }
        }
    }
}
