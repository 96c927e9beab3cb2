extension Command {
    /// All commands, in the order of the help.
    package static let all: [Command] =
        rooms + writing + messages + reading + files + preferences + people + client

    private static let rooms: [Command] = [
        Command(
            .join,
            "join",
            ["j"],
            "/join ROOM [CODE]",
            "enter a room, made if it is not there, or by a code",
            takes: .room
        ),
        Command(
            .part,
            "part",
            ["leave"],
            "/part [ROOM]",
            "leave this room, or another",
            takes: .room
        ),
        Command(
            .msg,
            "msg",
            ["query", "dm"],
            "/msg NAME [TEXT]",
            "talk with one member alone",
            takes: .member
        ),
        Command(
            .room,
            "room",
            ["buffer", "window"],
            "/room TEXT",
            "go to the room with that in its name, or number",
            takes: .room
        ),
        Command(.list, "list", [], "/list", "the server's rooms"),
        Command(.names, "names", ["who"], "/names", "who is in this room"),
        Command(.topic, "topic", [], "/topic [TEXT]", "show the topic, or change it"),
        Command(.nick, "nick", ["name"], "/nick NAME", "speak under another name"),
        Command(.move, "move", [], "/move N|+N|-N", "move this room to a place in the list"),
        Command(.away, "away", [], "/away [TEXT]", "nothing is read until /back; here alone"),
        Command(.back, "back", [], "/back", "you look again; what waits is listed"),
        Command(
            .whois,
            "whois",
            ["wi"],
            "/whois NAME",
            "where a member is, and when they last spoke",
            takes: .member
        ),
    ]

    private static let writing: [Command] = [
        Command(.me, "me", ["action"], "/me TEXT", "say what you do"),
        Command(.say, "say", [], "/say TEXT", "say it as it is, also with a slash"),
        Command(.shrug, "shrug", [], "/shrug [TEXT]", "say it with a shrug"),
        Command(.editor, "editor", [], "/editor", "write in $VISUAL or $EDITOR"),
    ]

    private static let messages: [Command] = [
        Command(.reply, "reply", [], "/reply [TEXT]", "answer the newest message"),
        Command(.edit, "edit", [], "/edit [TEXT]", "change your last message"),
        Command(
            .delete,
            "delete",
            [],
            "/delete [@NAME] [WHY]",
            "take your last message back, or that of NAME; asks",
            takes: .author
        ),
        Command(
            .react,
            "react",
            [],
            "/react EMOJI",
            "put an emoji on the newest message, or take it back",
            takes: .emoji
        ),
        Command(.thread, "thread", [], "/thread", "the newest message, with its answers"),
        Command(.copy, "copy", [], "/copy [N]", "copy the newest message, or the Nth newest"),
        Command(.open, "open", [], "/open [N|NAME|TEXT]", "open a link: the newest, or which"),
        Command(
            .pin,
            "pin",
            [],
            "/pin [N]",
            "keep the newest message, or the Nth, in your list; or not"
        ),
        Command(.pins, "pins", [], "/pins", "your pinned messages of all rooms"),
        Command(.unread, "unread", [], "/unread [N]", "the last N messages are unread again"),
    ]

    private static let reading: [Command] = [
        Command(.search, "search", ["find"], "/search TEXT", "look for words on the server"),
        Command(.catchUp, "catchup", [], "/catchup", "what is unread in all rooms"),
        Command(.counts, "counts", [], "/counts", "how much is unread in each room, in one line"),
    ]

    private static let files: [Command] = [
        Command(
            .upload,
            "upload",
            [],
            "/upload PATH [NAME]",
            "send a file to this room",
            takes: .path
        ),
        Command(
            .download,
            "download",
            ["save"],
            "/download [N] [PATH]",
            "fetch the newest file, or the Nth newest",
            takes: .path
        ),
        Command(
            .view,
            "view",
            ["picture"],
            "/view [N]",
            "show the newest picture, or the Nth newest"
        ),
        Command(.cancel, "cancel", [], "/cancel [NAME]", "stop sending or fetching a file"),
    ]

    private static let preferences: [Command] = [
        Command(.clear, "clear", [], "/clear", "empty the screen; scrolling up brings it back"),
        Command(.bare, "bare", [], "/bare", "the room's text without the screen, to be copied"),
        Command(.plain, "plain", [], "/plain", "go on in lines, as by --plain"),
        Command(
            .log,
            "log",
            [],
            "/log FILE",
            "write what is loaded of this room to a file",
            takes: .path
        ),
        Command(.mute, "mute", [], "/mute [ROOM]", "no bell and no count for a room", takes: .room),
        Command(.unmute, "unmute", [], "/unmute [ROOM]", "take that back", takes: .room),
        Command(
            .notify,
            "notify",
            [],
            "/notify [all|mentions|none]",
            "what this room rings for",
            takes: .words(Preferences.Notify.allCases.map(\.rawValue))
        ),
        Command(
            .ignore,
            "ignore",
            [],
            "/ignore [NAME]",
            "hide what a member says; the list",
            takes: .member
        ),
        Command(.unignore, "unignore", [], "/unignore NAME", "take that back", takes: .member),
        Command(
            .highlight,
            "highlight",
            ["hilight"],
            "/highlight [[-]WORD]",
            "a word counts as your name; - ends it; the list"
        ),
    ]

    private static let client: [Command] = [
        Command(
            .server,
            "server",
            ["servers"],
            "/server [NAME]",
            "go to a server, where there are several; the list",
            takes: .server
        ),
        Command(
            .connect,
            "connect",
            [],
            "/connect ADDRESS",
            "one more server: http://HOST:PORT, https://HOST, unix:PATH",
            takes: .address
        ),
        Command(
            .disconnect,
            "disconnect",
            [],
            "/disconnect [NAME]",
            "leave this server, or another, for this run",
            takes: .server
        ),
        Command(
            .set,
            "set",
            [],
            "/set [NAME [VALUE]]",
            "show a setting or change it, here and in the file; the list",
            takes: .setting
        ),
        Command(
            .theme,
            "theme",
            [],
            "/theme [NAME]",
            "which colours",
            takes: .words(Theme.Ground.allCases.map(\.rawValue))
        ),
        Command(
            .alias,
            "alias",
            [],
            "/alias [[-]NAME [/COMMAND]]",
            "a command of your own; $1 to $9 and $* are its words; - ends it; the list"
        ),
        Command(
            .exec,
            "exec",
            [],
            "/exec [-o] COMMAND",
            "run a shell command and show what it says; -o sends it",
            takes: .path
        ),
        Command(.status, "status", [], "/status", "how the connection is, with reasons whole"),
        Command(.reconnect, "reconnect", [], "/reconnect", "connect now"),
        Command(
            .help,
            "help",
            ["keys"],
            "/help [COMMAND]",
            "keys and commands; or one command",
            takes: .command
        ),
        Command(.quit, "quit", ["exit", "q"], "/quit", "leave"),
    ]
}
