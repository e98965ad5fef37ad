// Which calls are meant by the filters.

/** A phone as it is dialled at home, in digits. @param {string} phone */
export const national = (phone) => phone.replace(/[\s.()-]/g, "").replace(/^\+?84(?=\d{9})/, "0");

/** Whether an attempt has failed, or the callback will never arrive. @param {any} call */
export const hasFailed = (call) =>
  call.callbacks.some(
    (callback) =>
      callback.state === "exhausted" ||
      callback.state === "blocked" ||
      callback.attempts.some((attempt) => attempt.ms !== null && !attempt.acknowledged),
  );

/**
 * @param {any} filters  texts by name: q, state, scenario, failed; an empty one fits all
 * @returns {(call: any) => boolean}
 */
export function fitting({ q, state, scenario, failed }) {
  const wanted = q.trim().toLowerCase();
  const digits = national(wanted);
  return (call) => {
    if (state && call.state !== state) return false;
    if (scenario && call.scenario !== scenario) return false;
    if (failed && !hasFailed(call)) return false;
    if (!wanted) return true;
    const { Phone = "", RequestId = "" } = call.request;
    return (
      (digits && national(Phone).includes(digits)) ||
      Phone.includes(wanted) ||
      RequestId.toLowerCase().includes(wanted) ||
      call.sms_id.toLowerCase().includes(wanted)
    );
  };
}
