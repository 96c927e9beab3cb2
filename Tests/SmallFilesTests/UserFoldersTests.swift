import SmallFiles
import Testing

/// Where a user's programs keep their files.
@Suite struct UserFoldersTests {
    @Test("A folder is where its variable says, or below the home, and a relative path is none")
    func folders() {
        for (prefix, given) in [("/s", "/s"), ("/h/.local/state", "s"), ("/h/.local/state", "")] {
            #expect(UserFolders(["XDG_STATE_HOME": given, "HOME": "/h"]).state == prefix)
        }
        let home = UserFolders(["HOME": "/h"])
        #expect(home.configuration == "/h/.config" && home.data == "/h/.local/share")
        let named = UserFolders(["XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"])
        #expect(named.configuration == "/c" && named.data == "/d" && named.state == nil)
        #expect(named.temporary == "/tmp" && UserFolders(["TMPDIR": "/t"]).temporary == "/t")
    }

    @Test("Without a variable the system tells the home where it is asked")
    func system() {
        for environment: [String: String] in [[:], ["HOME": ""], ["HOME": "h"]] {
            #expect(UserFolders(environment).home == nil)
            let known = UserFolders(environment, asksSystem: true)
            #expect(known.home?.hasPrefix("/") != false)
            #expect(known.data == known.home.map { $0 + "/.local/share" })
        }
    }
}
