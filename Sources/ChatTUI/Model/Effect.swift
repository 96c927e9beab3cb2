package import ChatProtocol

/// What the driver is to do after an update.
///
/// None waits for its answer: it comes as an ``Input``.
package enum Effect: Hashable, Sendable {
    /// Put a message, or a change of one, into the outbox and send it; keep trying until it is
    /// durable or refused.
    case post(OutgoingMessage)
    /// Follow just these rooms from now on, over one stream.
    case follow([RoomName])
    /// Fetch a page of a room's history that ends before `seq` (`nil`: the newest page).
    case loadHistory(RoomName, before: Int64?)
    /// Fetch the page of a room's history that begins after `seq`.
    case loadAfter(RoomName, seq: Int64)
    /// Fetch the page of a room's history in whose middle `seq` stands.
    case loadAround(RoomName, seq: Int64)
    /// Fetch one message of a room, which another one answers.
    case loadMessage(RoomName, seq: Int64)
    /// Fetch the messages of a room that its count of unread ones is mended by; they come as
    /// ``Input/unheld(_:_:_:)``.
    case loadUnheld(RoomName, UnheldMessages)
    /// Look for words on the server; what is found comes as it is found.
    case search(SearchRequest)
    /// Fetch the server's rooms with what this member has read.
    case loadRooms
    /// Fetch the members of a room.
    case loadMembers(RoomName)
    /// Change a room's topic.
    case setTopic(RoomName, String)
    /// Sign in or out, or make an account; what comes of it is an ``Input/signedIn(_:)``.
    case account(AccountOrder)
    /// Decide about a room, or a member of it.
    case decide(RoomName, Decision)
    /// Decide who is kept out of the server, or tell who is; what comes of it is an
    /// ``Input/serverBan(_:)``.
    case serverBan(ServerBanOrder)
    /// Speak under another name from now on: reopen the stream with it.
    case rename(MemberName)
    /// The person has read a room up to `seq`.
    ///
    /// Where it is shown, members of the room may see it who show theirs.
    case markRead(RoomName, seq: Int64, isShown: Bool = false)
    /// Fetch the members of a room where nobody asked for the list; a failure is of no interest.
    case refreshMembers(RoomName)
    /// Tell when all that was asked before is answered: ``Input/settled``.
    case settle
    /// The person is typing in a room; at most one every three seconds.
    case typing(RoomName)
    /// Find out whether anybody can see the screen; the answer is an ``Input/viewerChecked(_:)``.
    case checkViewer
    /// Try the stream again now.
    case reconnect
    /// Try again now what waits to be sent.
    case sendNow
    /// Put a text into the clipboard, as it is; aside, nothing is lost where there is none, as the
    /// text shows too.
    case copy(String, isAside: Bool = false)
    /// Show a web address (http or https alone) in the person's browser.
    case open(String)
    /// Look for the files and folders whose paths begin so; they come as ``Input/paths(_:_:)``.
    case listPaths(String)
    /// Write a text to a file that is not there yet, for its owner's eyes alone.
    case save(String, path: String)
    /// Leave the screen, show a text on the terminal itself, and come back when the person says so.
    case showBare(String)
    /// Leave the screen for good, and go on in lines in the room that shows.
    case goOnInLines
    /// Leave the screen, show a picture, and come back when the person says so; in any case remove
    /// it and the folder that it is in.
    case showPicture(path: String, isWanted: Bool)
    /// Let the person change a text in their own editor; it comes back as ``Input/edited(_:)``.
    case editExternally(String)
    /// Send or fetch a file; how it goes comes as ``Input/transfer(_:_:)``.
    case transfer(Int, Transfer.Job)
    /// Stop sending or fetching a file.
    case cancelTransfer(Int)
    /// Ring the terminal's bell.
    case bell
    /// Show a notification where the terminal can: both texts are as people wrote them.
    case notify(title: String, text: String)
    /// Draw everything anew.
    case redraw
    /// Stop the process as Ctrl-Z does elsewhere.
    case suspend
    /// Do what reaches beyond this server: the workspace does it, and no driver sees it.
    case workspace(WorkspaceRequest)
    /// Connect to one more server; the address is as the person wrote it.
    case connect(String)
    /// Leave this server, which is not in front: keep what it has, and end its driver. Nothing of
    /// it comes behind this.
    case disconnect
    /// Run a line of the shell; what it says comes as ``Input/executed(_:room:)``.
    case execute(String, room: RoomName?)
    /// Ask the dictionary about words; each is answered by ``Input/spelled(_:_:)``.
    case spell([String])
    /// Settings changed: do what they say of the terminal.
    case applySettings
    /// Write a setting into the configuration file.
    case keepSetting(section: String, key: String, value: String)
    /// Leave. The driver keeps the outbox and the draft that is in the model.
    case quit
}
