// What an event changes in a call: pure, old call in, new call out.

/**
 * @param {any} call @param {string} kind @param {any} data  the event's data (docs: GET /_mock/events)
 */
export function patched(call, kind, data) {
  const changed = { ...call, state: data.state, pressed: data.pressed, settled: kind === "settled" };
  changed.callbacks = data.callbacks.map((standing, index) => {
    const attempts = call.callbacks[index]?.attempts ?? [];
    const mine = data.attempt && data.send_status === standing.send_status;
    return { ...standing, attempts: mine ? placed(attempts, data.attempt) : attempts };
  });
  if (data.dial) changed.dials = placed(call.dials, data.dial);
  if (data.result) {
    changed.result = data.result;
    changed.ended_at = data.at;
  }
  return changed;
}

/** A numbered entry in its place: anew, or instead of its older self. */
function placed(entries, entry) {
  const index = entries.findIndex((other) => other.number === entry.number);
  return index < 0 ? [...entries, entry] : entries.with(index, entry);
}
