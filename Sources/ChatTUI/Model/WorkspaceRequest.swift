/// What the person asked of a server's model and what reaches beyond it, to other rooms or servers.
///
/// The ``Workspace`` does it; no driver sees it.
package enum WorkspaceRequest: Hashable, Sendable {
    /// 1 to the next room of all, -1 to the previous one.
    case step(Int)
    /// To a room by its place among all, from 0.
    case room(Int)
    /// To a followed room by its number from 1, its name or a part of that.
    case roomNamed(String)
    /// To what stands in a row of the room list, from its top.
    case listRow(Int)
    /// Move the room list by some rows.
    case scrollList(Int)
    /// Have the other servers' models take the settings of this one.
    case shareSettings
    /// To the next of all rooms with something unread.
    case nextUnread
    /// To the room that showed before.
    case last
    /// Back to where a list led away from to another server.
    case back
    /// To a server by its name, a part of it, or its number from 1; without any, the list of them.
    case server(String)
    /// Leave a server by its name, a part of it, or its number from 1; without any, this one.
    case disconnect(String)
    /// Load the lists of rooms of the others too: the switcher was opened.
    case loadRooms
    /// Load what is unread of the others too: the catch-up list was opened.
    case loadUnread
    /// Choose some rows further down, or up, in the list that is open.
    case moveChoice(Int)
    /// Do what the chosen row of the list says.
    case choose
    /// Say what is unread in each room of all, in one line.
    case counts
    /// Leave, unless something of some server is not sent.
    case leave
    /// Leave the screen for lines, unless something of some server would be lost by that.
    case goOnInLines
}
