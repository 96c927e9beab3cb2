/// What the driver is to do at first, before any input.
///
/// - Parameter model: as it was made; notes what is on its way.
/// - Returns: the effects, in order.
package func start(_ model: inout Model) -> [Effect] {
    var effects: [Effect] = [.follow(model.followed), .loadRooms]
    for index in model.rooms.indices {
        effects += model.load(index, before: nil)
    }
    return effects
}

/// Takes one input into account.
///
/// - Parameters:
///   - model: what is known; changed in place.
///   - input: what happened.
/// - Returns: what the driver is to do, in order.
package func update(_ model: inout Model, _ input: Input) -> [Effect] {
    switch input {
    case .key(let key): model.take(key)
    case .paste(let text): model.paste(text)
    case .resize(let size): model.resize(to: size)
    case .focus(let isFocused): model.focus(isFocused)
    case .tick(let now): model.tick(now)
    case .stream(let health): model.take(health)
    case .event(let event): model.take(event)
    case .history(let room, let page, let atStart): model.merge(page, in: room, atStart: atStart)
    case .historyFailed(let room, let reason): model.failToLoad(room, reason: reason)
    case .posted(let key, let event): model.posted(key: key, event)
    case .refused(let key, let reason): model.refused(key: key, reason: reason)
    case .restored(let messages): model.restore(messages)
    case .rooms(let rooms): model.take(rooms)
    case .members(let room, let members): model.take(members, of: room)
    case .name(let name): model.rename(to: name)
    case .notice(let text): model.show(notice: text)
    }
}
