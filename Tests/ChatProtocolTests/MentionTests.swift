import ChatProtocol
import TestTools
import Testing

@Suite struct MentionTests {
    // Seen as C19: names beside letters of other scripts, or signs, did not call.
    @Test(
        "A name calls where it stands alone, or among signs",
        arguments: [
            "tom", "TOM", "hi tom", "tom: look", "tom, look", "(tom)", "tom.", "tom...", "@tom",
            "<tom> hi", "'tom'", "tom's", "tom/lena: look", "lena/tom: look", "tom;", "tom?",
            "tom!",
            "tom-", "--tom", "`tom`", "{tom}", "[tom]", "[tom]:", "|tom|", "^tom", "*tom*",
            "**tom**",
            "tom\nlook", "#tom", "tom=1", "tom@", "cc:@tom", "tom @lena", "x:tom", "tom\\",
            "tom’s", "“tom”", "‘tom’", "«tom»", "„tom“", "tom…", "—tom—", "tom–lena",
            "tomさん", "tom様", "トムtom", "tom가", "@tom，", "（tom）", "「tom」", "tom：", "ｘtomｘ",
            "请tom看", "tom、次", "ครับtom", "tom👍", "👍tom", "tom\u{FE0F}", "tom-さん",
            "https://x.org/a、tom", "https://x.org tom", "(https://x.org/tom) tom",
        ]
    )
    func calls(text: String) throws {
        #expect(Mention(of: try MemberName("Tom")).isIn(text))
    }

    // Seen as C20: client and server had two rules for who is called.
    @Test(
        "A longer name, an address and a part of a word do not call",
        arguments: [
            "", "to", "tomato", "custom", "tom_", "_tom", "tom1", "1tom", "old|tom", "tom|away",
            "tom-lena", "lena-tom", "[tom]x", "x[tom]", "tom^away", "tom.k", "k.tom", "`tom`s",
            "{tom}1",
            "tom\\x", "étom", "tomé", "tom\u{301}", "томtom", "tomω", "tom-é",
            "/tom/x", "/tom", "~/tom", "./tom/x", "(/tom/x)", "https://x.org/tom/", "http://tom/",
            "see https://x.org/?user=tom&x", "www.tom.org/tom", "tom@example.org", "root@tom",
        ]
    )
    func doesNotCall(text: String) throws {
        #expect(!Mention(of: try MemberName("tom")).isIn(text))
    }

    @Test(
        "A name that has signs is one name",
        arguments: [
            ("[ann]", "[ann]: hi", true), ("[ann]", "([ann])", true), ("[ann]", "ann", false),
            ("[ann]", "[ann]x", false), ("ann|", "ann|: hi", true), ("-x-", "-x-", true),
            ("a\\b", "a\\b!", true), ("a.b", "a.b.", true), ("a.b", "a.b.c", false),
        ]
    )
    func signs(name: String, text: String, isCalled: Bool) throws {
        #expect(Mention(of: try MemberName(name)).isIn(text) == isCalled)
    }

    @Test("A word that is looked for may be any; an empty one is nowhere")
    func words() {
        for word in ["Übung", "ПРИВЕТ", "Élan", "Größe", "οδός", "c++"] {
            for text in [word, word.uppercased(), word.lowercased()] {
                #expect(Mention(of: word).isIn("so: \(text)!"), "\(word) in \(text)")
            }
        }
        #expect(Mention(of: "two words").isIn("say Two Words!"))
        #expect(!Mention(of: "").isIn("anything"))
    }

    @Test("A text of names alone takes no longer than one of other words")
    func cost() throws {
        let mention = Mention(of: try MemberName("tom"))
        for text in ["/" + String(repeating: "tom/", count: 4_000), "x" + dots, dots + "x"] {
            let time = processorTime { #expect(!mention.isIn(text)) }
            // Linear takes milliseconds in a debug build, quadratic half a minute.
            #expect(time < .seconds(5))
        }
    }

    // Whoever takes such a name would have the server count for seconds.
    @Test("A name of signs alone is looked for as quickly as others", .timeLimit(.minutes(10)))
    func signs() throws {
        let mention = Mention(of: try MemberName("-"))
        let run = String(repeating: "-", count: 16_000)
        #expect(!mention.isIn(run + "x"))
        #expect(!mention.isIn("x" + run))
        #expect(!mention.isIn("/" + run))
        #expect(!mention.isIn("x://" + run))
        #expect(mention.isIn("x" + run + "x " + run))
        #expect(mention.isIn("say - now"))
    }

    private let dots = String(repeating: "tom..", count: 3_200) + "tom"
}
