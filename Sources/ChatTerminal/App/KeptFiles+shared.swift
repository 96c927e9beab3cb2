import ChatClient

extension KeptFiles {
    /// What several clients may keep in one of them.
    ///
    /// - Parameter join: joins one's own, what it was when one wrote it last, and what lies there.
    /// - Returns: what takes note of changes.
    func shared<Content>(
        _ file: StateFile<Content>,
        _ found: Content,
        _ join: @escaping @Sendable (Content, Content, Content) -> Content
    ) -> SharedState<Content> {
        SharedState(
            found,
            in: folder,
            .init(
                load: { file.loadIfReadable() },
                save: { content throws(FileError) in try file.save(content) },
                join: join
            )
        )
    }
}
