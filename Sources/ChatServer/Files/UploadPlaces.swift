import ChatProtocol

/// Which uploads are kept until they are whole: so many in all, of an address and of a member.
struct UploadPlaces {
    let limits: ServerLimits

    /// Finds a place for an upload.
    ///
    /// Where there is none, one makes way: an empty one, else the one that has waited for longest
    /// of whoever has more places than the new one's owner. So nobody can hold all places against
    /// others, whatever is in them.
    ///
    /// - Parameter uploads: by their addresses; it is put among them.
    /// - Returns: whether it has a place, and which one made way, whose file is to be removed.
    func place(
        _ upload: Upload,
        among uploads: inout [String: Upload]
    ) -> (isKept: Bool, given: Upload?) {
        if uploads.count >= limits.unfinishedUploads {
            // Of those that are whole only the answer is kept, in case it did not arrive.
            uploads = uploads.filter { $0.value.posted == nil }
        }
        let open = uploads.values.filter { $0.posted == nil }
        let own = open.count { $0.author == upload.author }
        guard own < limits.memberUploads else { return (false, nil) }
        let neighbours = open.filter { $0.address == upload.address }
        var given: Upload?
        if neighbours.count >= limits.addressUploads || uploads.count >= limits.unfinishedUploads {
            guard let leaving = leaving(open, neighbours, own) else { return (false, nil) }
            uploads[leaving.id] = nil
            given = leaving
        }
        uploads[upload.id] = upload
        return (true, given)
    }

    /// The upload that makes way where there is no place.
    ///
    /// - Parameters:
    ///   - neighbours: those of the new one's address.
    ///   - own: how many of its member's there are.
    /// - Returns: `nil` where nobody has to.
    private func leaving(_ open: [Upload], _ neighbours: [Upload], _ own: Int) -> Upload? {
        // A place that holds nothing is worth least; one's own neighbours make way first.
        if let empty = Self.oldest(neighbours.filter(\.isEmpty)) { return empty }
        guard neighbours.count < limits.addressUploads else {
            return Self.oldest(ofMost: Dictionary(grouping: neighbours, by: \.author), own)
        }
        return Self.oldest(open.filter(\.isEmpty))
            ?? Self.oldest(ofMost: Dictionary(grouping: open, by: Self.owner), neighbours.count)
    }

    /// Whose places are counted together.
    ///
    /// Where nobody knows the address, after a restart, each member counts alone; a blank stands in
    /// no address.
    private static func owner(of upload: Upload) -> String {
        upload.address ?? " " + upload.author.folded
    }

    /// The one that has waited for longest of those who have most, if that is more than one's own;
    /// one that a request has only where it is more without it too.
    private static func oldest<Owner: Hashable>(
        ofMost groups: [Owner: [Upload]],
        _ own: Int
    ) -> Upload? {
        let most = groups.values.map(\.count).max() ?? 0
        guard most > own else { return nil }
        let theirs = groups.values.filter { $0.count == most }.flatMap { $0 }
        return oldest(theirs.filter { !$0.isBusy }) ?? (most > own + 1 ? oldest(theirs) : nil)
    }

    /// The one that has waited for longest.
    private static func oldest(_ uploads: [Upload]) -> Upload? {
        uploads.min { $0.touched < $1.touched }
    }
}
