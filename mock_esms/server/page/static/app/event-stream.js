// Server-sent events, read with fetch: an EventSource could not send the control token.

/** Real milliseconds without a byte, after which a connection is taken for dead; there is one each 15 s. */
const SILENCE = 40_000;

/**
 * Follow the events after `since` until the connection ends.
 * @param {import("./api.js").Api} api
 * @param {number} since  id of the last event that is known
 * @param {(events: Array<{id: number, kind: string, data: any}>) => void} onEvents  called with what came together
 * @param {() => void} connected
 * @param {AbortSignal} signal
 */
export async function follow(api, since, onEvents, connected, signal) {
  const response = await api.fetch("/events", {
    headers: { "Last-Event-ID": String(since) },
    signal,
    cache: "no-store",
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  connected();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const watch = setTimeout(() => reader.cancel(), SILENCE);
    const { value, done } = await reader.read().finally(() => clearTimeout(watch));
    if (done) return;
    const frames = (rest + value).split("\n\n");
    rest = frames.pop();
    const events = frames.map(parsed).filter((event) => event !== null);
    if (events.length) onEvents(events);
  }
}

/** One frame; null for a comment. @param {string} frame */
function parsed(frame) {
  const fields = new Map();
  for (const line of frame.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  if (!fields.has("data")) return null;
  return { id: Number(fields.get("id")), kind: fields.get("event"), data: JSON.parse(fields.get("data")) };
}
