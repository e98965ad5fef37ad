// What an event changes in a call: pure, old call in, new call out. `mock-esms tail` does the same in active_calls.py.

/**
 * @param {any} call @param {string} kind @param {any} data  the event's data (docs: GET /_mock/events)
 */
export function applyEvent(call, kind, data) {
  const changed = { ...call, state: data.state, pressed: data.pressed, settled: kind === "settled" };
  changed.callbacks = data.callbacks.map((progress, index) => {
    const attempts = call.callbacks[index]?.attempts ?? [];
    return { ...progress, attempts: data.callback === index ? withEntry(attempts, data.attempt) : attempts };
  });
  if (data.dial) changed.dials = withEntry(call.dials, data.dial);
  if (data.result) {
    changed.result = data.result;
    changed.ended_at = data.at;
  }
  return changed;
}

/** Numbered entries with a new one, or with one in the place of its older self. */
function withEntry(entries, entry) {
  const index = entries.findIndex((other) => other.number === entry.number);
  return index < 0 ? [...entries, entry] : entries.with(index, entry);
}
