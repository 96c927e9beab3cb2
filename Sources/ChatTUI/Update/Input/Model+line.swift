import ChatProtocol

/// What changes the line that is written in, and nothing else that shows.
extension Model {
    /// Whether an input writes into the line or moves the cursor in it.
    ///
    /// If ``isWritingAlone`` holds behind the input too, nothing else that shows has changed.
    ///
    /// - Parameter input: what is about to be taken.
    /// - Returns: `false` where it may do more.
    func isWriting(_ input: Input) -> Bool {
        guard case .key(let key) = input, isWritingAlone else { return false }
        switch keys.action(for: key) {
        case nil, .edit: return true
        default: return false
        }
    }

    /// Whether keys are for the line, and nothing shows that the next key takes away.
    var isWritingAlone: Bool {
        guard case .line = writing.mode else { return false }
        return overlay == nil && completion == nil && notice == nil && reading.find == nil
            && !writing.isChord && !isViNormal && !room.editor.isFull && !viewerCheck.isAway
    }
}
