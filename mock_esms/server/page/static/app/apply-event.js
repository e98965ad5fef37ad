// What an event changes in a call or a message: pure, old entry in, new entry out.

/**
 * A callback that an older self has not had, as a second channel begins, is there from then on.
 * @param {any} entry @param {string} kind @param {any} data  the event's data (docs: GET /_mock/events)
 */
export function applyEvent(entry, kind, data) {
  const changed = { ...entry, state: data.state, settled: kind === "settled" };
  changed.callbacks = data.callbacks.map((progress, index) => {
    const attempts = entry.callbacks[index]?.attempts ?? [];
    return { ...progress, attempts: data.callback === index ? withEntry(attempts, data.attempt) : attempts };
  });
  if (data.legs) changed.legs = data.legs;
  else changed.pressed = data.pressed;
  if (data.dial) changed.dials = withEntry(entry.dials, data.dial);
  if (data.result) {
    changed.result = data.result;
    if (!data.legs) changed.ended_at = data.at;
  }
  return changed;
}

/** Numbered entries with a new one, or with one in the place of its older self. */
function withEntry(entries, entry) {
  const index = entries.findIndex((other) => other.number === entry.number);
  return index < 0 ? [...entries, entry] : entries.with(index, entry);
}
