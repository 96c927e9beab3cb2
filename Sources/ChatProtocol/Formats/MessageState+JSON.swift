extension MessageState {
    /// Writes its fields: `editedAt`, `deleted`, `reactions`, each only where it applies.
    func writeFields(to fields: inout JSONWriter) {
        if let editedAt { fields.field("editedAt", editedAt) }
        if isDeleted { fields.field("deleted", true) }
        guard !reactions.isEmpty else { return }
        fields.object("reactions") { fields in
            for reaction in reactions {
                fields.key(text: reaction.emoji)
                fields.int(reaction.count)
            }
        }
    }
}
