import Testing

@testable import ChatTerminal

@Suite("The browser's words")
struct BrowserTests {
    @Test(
        "have the address in the place of %s, also behind an option's name, else at their end",
        arguments: [
            ("chromium --app=%s", ["chromium", "--app=http://a/?b c"]),
            ("w3m", ["w3m", "http://a/?b c"]), ("open %s -n", ["open", "http://a/?b c", "-n"]),
            ("tmux new-window w3m %s", ["tmux", "new-window", "w3m", "http://a/?b c"]),
            ("", []), ("'open", []),
        ] as [(String, [String])]
    )
    func words(command: String, words: [String]) {
        #expect(Browser.words(of: command, for: "http://a/?b c") == words)
    }

    @Test(
        "have no address within a text that somebody reads",
        arguments: [
            "sh -c 'w3m %s'", "tmux new-window \"w3m %s\"", "sh -c 'w3m\t%s'", "sh -c w3m<<<%s",
            "sh -c 'w3m${IFS}%s'", "emacsclient -e '(eww\"%s\")'", "w3m %s 'a %s'",
        ]
    )
    func readByOthers(command: String) {
        #expect(Browser.words(of: command, for: "http://a/;reboot") == nil)
    }

    @Test(
        "have an address that gives a shell no arguments, and means what it meant",
        arguments: [
            ("http://x/$(touch${IFS}/tmp/p)", "http://x/%24(touch%24%7BIFS%7D/tmp/p)"),
            ("http://x/`id`|a>b<c", "http://x/%60id%60%7Ca%3Eb%3Cc"),
            ("http://x/\"\\^", "http://x/%22%5C%5E"),
            (
                "https://é.org/a_(b)?q=1&r=%20;s#t~[1]'*!,@+:",
                "https://é.org/a_(b)?q=1&r=%20;s#t~[1]'*!,@+:"
            ),
        ]
    )
    func inert(address: String, shown: String) {
        #expect(Browser.inert(address) == shown)
    }
}
