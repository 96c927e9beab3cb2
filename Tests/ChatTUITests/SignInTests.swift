import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Signing in")
struct SignInTests {
    private func password(_ text: String) -> Password {
        var password = Password()
        password.append(text)
        return password
    }

    @Test("asks for the password, shows dots, and sends it alone")
    func dots() {
        var model = liveModel()
        #expect(model.type("/login bob\nse cret") == [])
        #expect(
            ScreenTests.squeezed(model.picture).suffix(5) == [
                "─×31 password of bob ─×32",
                "Enter sends it to http://127.0.0.1:8080 alone",
                "it is not kept · Ctrl-U empties · Esc gives up",
                " live · anna · #general",
                "password ······· ›",
            ]
        )
        #expect(!model.picture.contains { $0.contains("cret") })
        #expect(model.type("\n") == [.account(.signIn(bob, password("se cret")))])
        #expect(model.picture.contains("signing in as bob"))
    }

    @Test("leaves the password in no draft, no history, no kill ring and no undo")
    func forgotten() {
        var model = liveModel()
        model.type("/login bob\nsecret")
        #expect(model.drafts.isEmpty)
        model.press(.control("u"))
        model.type("secret\n")
        model.press(.control("y"), .control("_"), Key(.up))
        let everything = "\(model.drafts) \(model.histories) \(model.picture)"
        #expect(!everything.contains("secret"), "\(everything)")
        #expect(model.histories[general] == ["/login bob"])
    }

    @Test("forgets a line with more than a name, which may hold a password")
    func writtenIntoTheLine() {
        for line in ["/login bob secret", "/register bob code secret", "/logout secret"] {
            var model = liveModel()
            model.type(line)
            #expect(model.drafts.isEmpty || line.hasPrefix("/logout"))
            #expect(model.type("\n") == [])
            #expect(model.drafts.isEmpty)
            #expect(model.histories.isEmpty)
            #expect(model.picture.contains { $0.hasPrefix("the line is forgotten") })
        }
    }

    @Test("takes a paste into the password, its first line alone")
    func paste() {
        var model = liveModel()
        model.type("/login bob\n")
        #expect(model.take(.paste("secret\nmore")) == [])
        #expect(model.type("\n") == [.account(.signIn(bob, password("secret")))])
    }

    @Test("edits: Backspace takes a character, Esc gives up, and an empty one is not sent")
    func edits() {
        var model = liveModel()
        model.type("/login bob\n\n")
        model.type("ab")
        model.press(Key(.backspace))
        #expect(model.type("c\n") == [.account(.signIn(bob, password("ac")))])
        model.type("/login bob\nab")
        #expect(model.press(Key(.escape)) == [])
        #expect(model.picture.contains("nothing is sent"))
        #expect(model.type("hello\n").contains { if case .post = $0 { true } else { false } })
    }

    @Test("makes an account with a code, and asks for the new password twice")
    func register() {
        var model = liveModel()
        model.type("/register bob AB-12\nfirst\n")
        #expect(model.picture.contains { $0.contains("the same password again") })
        model.type("other\n")
        #expect(model.picture.contains("the two differ: once more"))
        model.type("first\n")
        #expect(
            model.type("first\n")
                == [.account(.register(bob, password("first"), invite: "AB-12"))]
        )
    }

    @Test("changes the name, and what may be seen is asked for anew; signing out ends it")
    func signedIn() {
        var model = liveModel()
        #expect(model.take(.signedIn(SignedInAccount(name: bob))) == [.loadRooms])
        #expect(model.name == bob)
        #expect(model.take(.signedIn(SignedInAccount(name: bob, isOperator: true))) == [])
        #expect(model.type("/login alice\n") == [])
        #expect(model.picture.contains("you are signed in as bob; /logout first"))
        model.press(.control("u"))
        // A sign-in that the server has ended: its name, or none, is asked for the password.
        for line in ["/login\n", "/login bob\n"] {
            #expect(model.type(line) == [])
            let again = model.type("secret\n")
            #expect(again == [.account(.signIn(bob, password("secret")))], "\(line)")
        }
        #expect(model.take(.signedIn(SignedInAccount(name: bob))) == [])
        #expect(model.picture.contains("you are signed in as bob"))
        #expect(model.type("/logout\n") == [.account(.signOut)])
        #expect(model.take(.signedIn(nil)) == [.loadRooms])
        #expect(model.type("/logout\n") == [])
    }

    @Test("is not asked for where a terminal's own line would show it")
    func plain() {
        var workspace = Workspace([liveModel()])
        #expect(workspace.submit("/login bob").isEmpty)
        #expect(workspace.model.picture.contains { $0.contains("chat-tui login") })
    }

    @Test("is told on the status line where the stream has ended for good, without a countdown")
    func ended() {
        var model = liveModel()
        let reason = "the server ended this sign-in; /login signs in"
        model.take(.stream(.offline(reason: reason, retryAt: nil)))
        #expect(model.picture.contains { $0.contains("offline · the server ended this sign-in") })
        #expect(!model.picture.contains { $0.contains("retry in") })
        #expect(model.wakeAt == nil)
        var voice = PlainVoice()
        #expect(voice.lines(of: model).contains("Offline: \(reason)."))
    }
}
