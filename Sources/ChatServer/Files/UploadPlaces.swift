/// Which uploads are kept until they are whole: so many in all, of an address and of a member.
struct UploadPlaces {
    let limits: ServerLimits

    /// Finds a place for an upload.
    ///
    /// - Parameters:
    ///   - upload: which has just begun.
    ///   - uploads: by their addresses; it is put among them.
    /// - Returns: whether it has a place, and which ones made way, whose files are to be removed.
    func place(
        _ upload: Upload,
        among uploads: inout [String: Upload]
    ) -> (isKept: Bool, given: [String]) {
        if uploads.count >= limits.unfinishedUploads {
            // Of those that are whole only the answer is kept, in case it did not arrive.
            uploads = uploads.filter { $0.value.posted == nil }
        }
        let open = uploads.values.filter { $0.posted == nil }
        let neighbours = open.filter { $0.address == upload.address }
        guard open.count(where: { $0.author == upload.author }) < limits.memberUploads else {
            return (false, [])
        }
        let isFull = uploads.count >= limits.unfinishedUploads
        var given: [String] = []
        if isFull || neighbours.count >= limits.addressUploads {
            // A place that holds nothing is worth least; one's own neighbours make way first.
            let empty = neighbours.filter(\.isEmpty).min { $0.touched < $1.touched }
            let other = isFull ? open.filter(\.isEmpty).min { $0.touched < $1.touched } : nil
            guard let leaving = empty ?? other else { return (false, []) }
            uploads[leaving.id] = nil
            given.append(leaving.id)
        }
        uploads[upload.id] = upload
        return (true, given)
    }
}
